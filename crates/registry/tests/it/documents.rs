//! Giấy tờ: what is taken, how it is kept, who reaches it, what the log says, and what becomes of it by law.

use registry::access::{Area, Right};
use registry::documents::{Media, NewDocument};
use registry::register::Registered;
use registry::store::{Queries, Store};
use registry::users::NewGrant;
use registry::verify::{Verdict, What};
use registry::{Actor, Keys, Registry, Role, Scope, Stopped};
use store::testing::{Fresh, both};

use crate::place::{NEXT_WARD, Place, WARD, at, day, place, scope, units};

const ON: &str = "2026-02-01";
/// What nobody without the keys may find in the database.
const SECRET: &[u8] = b"%PDF-1.4 Le Thi Hoa 068080001234";

fn paper(name: &str, bytes: &[u8]) -> NewDocument {
    NewDocument {
        kind: "evidence".into(),
        title: "Giấy chứng tử của bà Hoa".into(),
        dated: Some(day("2026-01-20")),
        person: None,
        of_act: None,
        file_name: name.into(),
        bytes: bytes.to_vec(),
    }
}

/// Somebody whom the database knows: acts name their user.
async fn officer(place: &Place, login: &str, commune: &str, right: Right) -> Scope {
    let units = units();
    let registry = &place.registry;
    let manager = match registry.user_of_login("quan.tri").await.unwrap() {
        Some(user) => user,
        None => registry.set_up_administrator("quan.tri", "Trần Quản Trị", at(ON)).await.unwrap().user,
    };
    let managing: Actor = registry.actor(manager).await.unwrap().unwrap();
    let managing = managing.scope(Right::ManageUsers, &units, day(ON)).unwrap();
    let user = match registry.user_of_login(login).await.unwrap() {
        Some(user) => user,
        None => {
            let user = registry.add_user(&managing, login, "Nguyễn Thử", at(ON)).await.unwrap().user;
            let area = Area::Commune(commune.into());
            let new = NewGrant { role: Role::CommuneOfficer, area, from: day("2025-07-01"), until: None };
            registry.grant_role(&managing, &units, user, &new, at(ON)).await.unwrap();
            user
        }
    };
    registry.actor(user).await.unwrap().unwrap().scope(right, &units, day(ON)).unwrap()
}

fn words(stopped: Stopped) -> (String, String) {
    match stopped {
        Stopped::Refused(refusal) => (refusal.why.vi.clone(), refusal.remedy.vi.clone()),
        Stopped::Failed(fault) => panic!("{fault}: {:?}", fault.cause()),
    }
}

async fn acts(registry: &Registry, kind: &str) -> i64 {
    let row = registry.store().row("select count(*) as n from act where kind = $1", vec![kind.into()]).await;
    row.unwrap().unwrap().get("n").unwrap()
}

async fn home(place: &Place) -> Registered {
    place.household(0, &["Lê Thị Hoa", "Lê Văn An"]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_is_added_listed_taken_away_and_removed_each_by_one_act() {
    both(async |location| {
        let place = place(&location).await;
        let home = home(&place).await;
        let changing = officer(&place, "mot", WARD, Right::ChangeHouseholds).await;
        let (seeing, taking) = (
            officer(&place, "mot", WARD, Right::SeeHouseholds).await,
            officer(&place, "mot", WARD, Right::ExportHouseholds).await,
        );
        let registry = &place.registry;
        // Longer than one part of what is kept.
        let long: Vec<u8> = SECRET.iter().copied().cycle().take(700_000).collect();
        let sent = paper("C:\\Ảnh\\giấy chứng tử.PDF", &long);
        let (id, _) = registry.add_document(&changing, home.household, sent, at(ON)).await.unwrap();
        let listed = registry.documents(&seeing, home.household).await.unwrap();
        assert_eq!(listed.len(), 1);
        assert_eq!(listed[0].title.as_deref(), Some("Giấy chứng tử của bà Hoa"));
        assert_eq!(listed[0].file_name.as_deref(), Some("giấy chứng tử.PDF"));
        assert_eq!((listed[0].media, listed[0].size), (Some(Media::Pdf), 700_000));
        assert_eq!(listed[0].by.as_deref(), Some("Nguyễn Thử"));
        let taken = registry.take_document(&taking, home.household, id, at(ON)).await.unwrap();
        assert_eq!((taken.bytes, taken.media), (long, Media::Pdf));
        // Nothing of it lies readable in the database.
        let rows = registry.store().rows("select content from document_content", vec![]).await.unwrap();
        assert!(rows.len() > 1);
        for row in rows {
            let kept: Vec<u8> = row.get("content").unwrap();
            assert!(!kept.windows(12).any(|part| part == b"068080001234"));
        }
        assert!(matches!(registry.verify(&[]).await.unwrap(), Verdict::Whole(_)));
        let silent = registry.remove_document(&changing, home.household, id, " ", at(ON)).await;
        assert!(words(silent.unwrap_err()).0.contains("lý do"));
        registry.remove_document(&changing, home.household, id, "quét nhầm", at(ON)).await.unwrap();
        assert!(registry.documents(&seeing, home.household).await.unwrap().is_empty());
        assert!(registry.take_document(&taking, home.household, id, at(ON)).await.is_err());
        for kind in ["document.add", "document.take", "document.remove"] {
            assert_eq!(acts(registry, kind).await, 1, "{kind}");
        }
        let logged = "select cast(content as text) as text from act where content is not null";
        for row in registry.store().rows(logged, vec![]).await.unwrap() {
            let text: String = row.get("text").unwrap();
            assert!(!text.contains("bà Hoa") && !text.contains("chứng tử"), "the log names nobody: {text}");
        }
        assert!(matches!(registry.verify(&[]).await.unwrap(), Verdict::Whole(_)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_not_what_it_should_be_is_refused_by_name_with_size_and_remedy() {
    both(async |location| {
        let place = place(&location).await;
        let home = home(&place).await;
        let changing = officer(&place, "mot", WARD, Right::ChangeHouseholds).await;
        let large: Vec<u8> = SECRET.iter().copied().cycle().take(12_345_678).collect();
        let macros = b"PK\x03\x04 [Content_Types].xml word/document.xml vbaProject.bin";
        let torn = b"\xff\xd8\xff\xe1\xff\xff Exif";
        for (name, bytes, wanted, remedy) in [
            ("trống.pdf", &b""[..], "tệp “trống.pdf” rỗng (0 B)", "quét hoặc chụp lại"),
            ("lớn.pdf", &large[..], "tệp “lớn.pdf” có 12,3 MB, lớn hơn mức 10,0 MB", "độ phân giải thấp hơn"),
            ("ảnh.png", SECRET, "“ảnh.png” (32 B) thật ra là PDF", ".pdf"),
            ("virus.exe", SECRET, "“virus.exe” (32 B) thật ra là PDF", ".pdf"),
            (
                "chương trình.pdf",
                b"MZ\x90\0",
                "“chương trình.pdf” (4 B) không phải loại tệp nhận được",
                "PDF",
            ),
            ("đơn.docx", &macros[..], "không phải loại tệp nhận được", "macro"),
            ("rách.jpg", &torn[..], "“rách.jpg” (JPEG) bị hỏng", "chụp lại"),
        ] {
            let done =
                place.registry.add_document(&changing, home.household, paper(name, bytes), at(ON)).await;
            let said = words(done.unwrap_err());
            assert!(said.0.contains(wanted) && said.1.contains(remedy), "{name}: {said:?}");
        }
        let without = |change: fn(&mut NewDocument)| {
            let mut new = paper("a.pdf", SECRET);
            change(&mut new);
            new
        };
        for (new, wanted) in [
            (without(|new| new.kind = "law".into()), "chưa chọn loại"),
            (without(|new| new.title = " ".into()), "tên giấy tờ"),
            (without(|new| new.dated = Some(day("2027-01-01"))), "chưa tới"),
            (without(|new| new.person = Some(registry::PersonId::fresh())), "không thuộc hộ"),
            (without(|new| new.of_act = Some(0)), "không có trong hồ sơ"),
        ] {
            let done = place.registry.add_document(&changing, home.household, new, at(ON)).await;
            let said = words(done.unwrap_err()).0;
            assert!(said.contains(wanted), "{said}");
        }
        assert_eq!(acts(&place.registry, "document.add").await, 0);
        // Of its own household an act may be named.
        let mut new = paper("a.pdf", SECRET);
        (new.of_act, new.person) = (Some(1), Some(home.people[1]));
        place.registry.add_document(&changing, home.household, new, at(ON)).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_of_another_place_are_not_reached_and_not_told_of() {
    both(async |location| {
        let place = place(&location).await;
        let home = home(&place).await;
        let own = officer(&place, "mot", WARD, Right::ChangeHouseholds).await;
        let registry = &place.registry;
        let new = paper("a.pdf", SECRET);
        let (id, _) = registry.add_document(&own, home.household, new.clone(), at(ON)).await.unwrap();
        let other = |right| officer(&place, "hai", NEXT_WARD, right);
        let changing = other(Right::ChangeHouseholds).await;
        let none = words(registry.add_document(&changing, home.household, new, at(ON)).await.unwrap_err());
        assert!(none.0.contains("trong phạm vi"), "{none:?}");
        let seeing = other(Right::SeeHouseholds).await;
        assert!(registry.documents(&seeing, home.household).await.unwrap().is_empty());
        let taking = other(Right::ExportHouseholds).await;
        let taken = words(registry.take_document(&taking, home.household, id, at(ON)).await.unwrap_err());
        let missing = registry::DocumentId::fresh();
        let missing = registry.take_document(&taking, home.household, missing, at(ON)).await;
        assert_eq!(taken, words(missing.unwrap_err()), "the same whether it exists or not");
        let removed = registry.remove_document(&changing, home.household, id, "thử", at(ON)).await;
        assert!(removed.is_err());
        // Whoever only sees households takes nothing away.
        let looking = officer(&place, "mot", WARD, Right::SeeHouseholds).await;
        assert!(registry.take_document(&looking, home.household, id, at(ON)).await.is_err());
        assert_eq!((acts(registry, "document.take").await, acts(registry, "document.remove").await), (0, 0));
        // An inspector of the ward sees the act of adding, one of the next ward does not.
        for (commune, sees) in [(WARD, true), (NEXT_WARD, false)] {
            let inspector = inspector(commune);
            let kinds = registry.act_kinds(&inspector).await.unwrap();
            assert_eq!(kinds.contains(&"document.add".to_owned()), sees, "{commune}: {kinds:?}");
        }
    })
    .await;
}

fn inspector(commune: &str) -> Scope {
    let who = crate::place::actor(&[(Role::Inspector, Area::Commune(commune.into()))], day("2025-07-01"));
    who.scope(Right::SeeAudit, &units(), day(ON)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn changed_lost_or_added_bytes_are_found_by_verify_and_never_handed_out() {
    both(async |location| {
        let place = place(&location).await;
        let home = home(&place).await;
        let changing = officer(&place, "mot", WARD, Right::ChangeHouseholds).await;
        let taking = officer(&place, "mot", WARD, Right::ExportHouseholds).await;
        let registry = &place.registry;
        let new = paper("a.pdf", SECRET);
        let (id, done) = registry.add_document(&changing, home.household, new, at(ON)).await.unwrap();
        let kept =
            registry.store().row("select content from document_content", vec![]).await.unwrap().unwrap();
        let kept: Vec<u8> = kept.get("content").unwrap();
        let mut other = kept.clone();
        other[20] ^= 1;
        let set = |bytes: Vec<u8>| async move {
            let tx = registry.store().begin().await.unwrap();
            tx.execute("delete from document_content", vec![]).await.unwrap();
            let row = vec![id.0.into(), 0_i64.into(), bytes.into()];
            tx.insert("document_content", &["document_id", "part", "content"], vec![row]).await.unwrap();
            tx.commit().await.unwrap();
        };
        set(other).await;
        let Verdict::Tampered { found, count } = registry.verify(&[]).await.unwrap() else {
            panic!("not found")
        };
        assert_eq!((count, found[0].what, found[0].act_seq), (1, What::PaperChanged, Some(done.seq)));
        assert!(found[0].words().vi.contains("không phải tệp đã thêm"));
        let taken = registry.take_document(&taking, home.household, id, at(ON)).await.unwrap_err();
        assert!(words(taken).0.contains("đã bị sửa"));
        let tx = registry.store().begin().await.unwrap();
        tx.execute("delete from document_content", vec![]).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(registry.verify(&[]).await.unwrap(), Verdict::Tampered { count: 1, .. }));
        set(kept).await;
        assert!(matches!(registry.verify(&[]).await.unwrap(), Verdict::Whole(_)));
        registry.take_document(&taking, home.household, id, at(ON)).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_a_person_by_law_takes_away_the_bytes_of_her_papers_and_no_others() {
    both(async |location| {
        let place = place(&location).await;
        let home = home(&place).await;
        let changing = officer(&place, "mot", WARD, Right::ChangeHouseholds).await;
        let taking = officer(&place, "mot", WARD, Right::ExportHouseholds).await;
        let registry = &place.registry;
        let of_all = paper("ca-ho.pdf", b"%PDF- ca ho");
        let hers = NewDocument { person: Some(home.people[0]), ..paper("ba-hoa.pdf", SECRET) };
        let (all, _) = registry.add_document(&changing, home.household, of_all, at(ON)).await.unwrap();
        let (hers, _) = registry.add_document(&changing, home.household, hers, at(ON)).await.unwrap();
        registry.erase_person(None, home.people[0], "VB 12/2026", at(ON)).await.unwrap();
        let sql = "select document_id from document_content";
        let left: Vec<uuid::Uuid> = registry
            .store()
            .rows(sql, vec![])
            .await
            .unwrap()
            .iter()
            .map(|row| row.id("document_id").unwrap())
            .collect();
        assert_eq!(left, [all.0]);
        let about = "select cast(about as text) as about from document where about is not null";
        let rows = registry.store().rows(about, vec![]).await.unwrap();
        assert_eq!(rows.len(), 1);
        let gone = registry.take_document(&taking, home.household, hers, at(ON)).await.unwrap_err();
        assert!(words(gone).0.contains("đã được xóa theo luật"));
        registry.take_document(&taking, home.household, all, at(ON)).await.unwrap();
        let Verdict::Whole(whole) = registry.verify(&[]).await.unwrap() else { panic!("the log is whole") };
        assert!(whole.erased >= 2, "{whole:?}");
        // Bytes that came back after the erasure are found.
        let tx = registry.store().begin().await.unwrap();
        let row = vec![hers.0.into(), 0_i64.into(), vec![1_u8].into()];
        tx.insert("document_content", &["document_id", "part", "content"], vec![row]).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(registry.verify(&[]).await.unwrap(), Verdict::Tampered { count: 1, .. }));
        // Whoever was alone in a household takes its papers along.
        let alone = place.household(0, &["Lê Văn Một"]).await;
        let (paper, _) = registry
            .add_document(&changing, alone.household, paper("mot.pdf", SECRET), at(ON))
            .await
            .unwrap();
        registry.erase_person(None, alone.people[0], "VB 13/2026", at(ON)).await.unwrap();
        assert!(registry.take_document(&taking, alone.household, paper, at(ON)).await.is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_come_back_from_a_backup_byte_by_byte() {
    both(async |location| {
        let place = place(&location).await;
        let home = home(&place).await;
        let changing = officer(&place, "mot", WARD, Right::ChangeHouseholds).await;
        let taking = officer(&place, "mot", WARD, Right::ExportHouseholds).await;
        let long: Vec<u8> = SECRET.iter().copied().cycle().take(900_001).collect();
        let (id, _) = place
            .registry
            .add_document(&changing, home.household, paper("a.pdf", &long), at(ON))
            .await
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("backup.db");
        place.registry.store().backup(&file).await.unwrap();
        let fresh = Fresh::sqlite();
        registry::store::restore(&file, fresh.location()).await.unwrap();
        let store = Store::open(fresh.location(), false).await.unwrap();
        let again = Registry::new(store, Keys::of_secret([7; 32]));
        assert!(matches!(again.verify(&[]).await.unwrap(), Verdict::Whole(_)));
        let taken = again.take_document(&taking, home.household, id, at(ON)).await.unwrap();
        assert_eq!(taken.bytes, long);
        again.close().await;
    })
    .await;
}

/// A JPEG of one marker each: Exif with a place and an orientation, XMP, a comment, and a table that belongs to the picture.
pub(crate) fn photograph() -> Vec<u8> {
    let segment = |marker: u8, content: &[u8]| {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker], &length[..], content].concat()
    };
    let tiff =
        [&b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"[..], b"GPS 11.94N"]
            .concat();
    [
        vec![0xff, 0xd8],
        segment(0xe1, &tiff),
        segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0 GPS 11.94N"),
        segment(0xfe, b"GPS 11.94N"),
        segment(0xdb, &[7; 65]),
        segment(0xda, &[1, 1, 0, 0, 63, 0]),
        vec![1, 2, 3, 0xff, 0xd9],
    ]
    .concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photograph_is_kept_without_the_place_where_it_was_taken_and_stays_upright() {
    let fresh = Fresh::sqlite();
    let place = place(fresh.location()).await;
    let home = home(&place).await;
    let changing = officer(&place, "mot", WARD, Right::ChangeHouseholds).await;
    let taking = officer(&place, "mot", WARD, Right::ExportHouseholds).await;
    let sent = photograph();
    assert!(sent.windows(3).any(|part| part == b"GPS"));
    let new = paper("nha.jpg", &sent);
    let (id, _) = place.registry.add_document(&changing, home.household, new, at(ON)).await.unwrap();
    let taken = place.registry.take_document(&taking, home.household, id, at(ON)).await.unwrap().bytes;
    assert!(!taken.windows(3).any(|part| part == b"GPS"), "the place is left out");
    assert!(taken.windows(65).any(|part| part == [7; 65]), "the picture is not");
    let upright = b"\x01\x12\0\x03\0\0\0\x01\0\x06";
    assert!(taken.windows(upright.len()).any(|part| part == upright), "which way it is held stays");
    let _ = scope(Right::SeeHouseholds, Area::Everywhere);
}
