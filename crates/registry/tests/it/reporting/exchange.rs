//! Between two instances: out, in, back; what is refused and why; nothing twice.

use registry::access::{Area, Right};
use registry::reporting::{Answer, Imported, Importer, Known, NewReport, PartFile, Wanted, split};
use registry::store::Location;
use store::testing::{Fresh, both};

use super::*;

/// A ward and a province, each with its own instance, which trust each other.
pub(super) struct Two {
    pub(super) commune: Registry,
    pub(super) province: Registry,
    _other: Fresh,
}

impl Two {
    pub(super) async fn found(location: &Location) -> Two {
        let other = Fresh::sqlite();
        let commune = instance(other.location(), 8).await;
        let province = instance(location, 7).await;
        let keys = [&commune, &province].map(|one| one.exchange_key().unwrap().to_string());
        let below = ("Phường 1", keys[0].as_str(), &Area::Commune(WARD.into()));
        province.trust_peer(None, &units(), below, noon("2025-12-01")).await.unwrap();
        let above = ("Tỉnh", keys[1].as_str(), &Area::Province(PROVINCE.into()));
        commune.trust_peer(None, &units(), above, noon("2025-12-01")).await.unwrap();
        Two { commune, province, _other: other }
    }

    pub(super) async fn send(&self, n: u64) -> ReportId {
        let new = new(content(WARD, n));
        self.commune.send_report(&ward(WARD), &units(), &new, noon("2025-12-02")).await.unwrap()
    }

    /// The files of a report, or of its receipt.
    pub(super) async fn files(
        &self,
        from: &Registry,
        to: &Registry,
        of: (ReportId, Wanted),
        size: usize,
    ) -> Vec<Vec<u8>> {
        let key = to.exchange_key().unwrap().to_string();
        let (to, whole) = from.export_report(None, of, &key, noon("2025-12-03")).await.unwrap();
        split(&whole, &from.exchange_key().unwrap(), &to, size)
    }
}

pub(super) async fn import(registry: &Registry, file: &[u8]) -> Result<Imported, Stopped> {
    static UNITS: std::sync::LazyLock<standards::units::Units> = std::sync::LazyLock::new(units);
    let packs = packs();
    let known = Known { units: &UNITS, packs: &packs };
    registry.import_bundle(Importer::default(), known, file, noon("2025-12-04")).await
}

const WHOLE: usize = 1 << 30;

#[tokio::test(flavor = "multi_thread")]
async fn a_report_goes_up_as_a_file_its_receipt_comes_back_and_each_is_taken_once() {
    both(|location| async move {
        let two = Two::found(&location).await;
        let id = two.send(5).await;
        let up = two.files(&two.commune, &two.province, (id, Wanted::Report), WHOLE).await;
        let came = import(&two.province, &up[0]).await.unwrap();
        assert!(matches!(came, Imported::Report { id: same, is_new: true, .. } if same == id));
        let before = acts(&two.province).await;
        // The same file, and another file of the same report.
        let other = two.files(&two.commune, &two.province, (id, Wanted::Report), WHOLE).await;
        for file in [&up[0], &other[0]] {
            let came = import(&two.province, file).await.unwrap();
            assert!(matches!(came, Imported::Report { is_new: false, .. }));
        }
        assert_eq!(acts(&two.province).await, before);
        let at = (&units(), day("2026-01-02"));
        let seen = two.province.sent_report(&province(Right::SeeFigures), at, id).await.unwrap().unwrap();
        assert_eq!((seen.content.clone(), seen.sent_at), (content(WARD, 5), noon("2025-12-02")));
        // Nothing became of it yet: there is no receipt.
        let key = two.commune.exchange_key().unwrap().to_string();
        let early = two.province.export_report(None, (id, Wanted::Receipt), &key, noon("2025-12-05")).await;
        assert!(refused(early).contains("chưa có gì để gửi về"));
        let above = province(Right::ReceiveReports);
        two.province.answer_report(&above, id, &Answer::Receive, noon("2025-12-05")).await.unwrap();
        let back = Answer::Return("biểu 8".into());
        two.province.answer_report(&above, id, &back, noon("2025-12-06")).await.unwrap();
        let down = two.files(&two.province, &two.commune, (id, Wanted::Receipt), WHOLE).await;
        assert!(matches!(import(&two.commune, &down[0]).await.unwrap(), Imported::Receipt { events: 2, .. }));
        assert!(matches!(import(&two.commune, &down[0]).await.unwrap(), Imported::Receipt { events: 0, .. }));
        let own = two.commune.sent_report(&province(Right::SeeFigures), at, id).await.unwrap().unwrap();
        assert_eq!(own.receipt().unwrap(), (1, noon("2025-12-05")));
        assert_eq!(own.events[1].comment.as_deref(), Some("biểu 8"));
        // Sent anew, accepted, and the whole way back.
        let anew = NewReport { replaces: Some(id), ..new(content(WARD, 6)) };
        let second = two.commune.send_report(&ward(WARD), &units(), &anew, noon("2025-12-07")).await.unwrap();
        let up = two.files(&two.commune, &two.province, (second, Wanted::Report), WHOLE).await;
        import(&two.province, &up[0]).await.unwrap();
        two.province.answer_report(&above, second, &Answer::Receive, noon("2025-12-08")).await.unwrap();
        let down = two.files(&two.province, &two.commune, (second, Wanted::Receipt), WHOLE).await;
        import(&two.commune, &down[0]).await.unwrap();
        two.province.answer_report(&above, second, &Answer::Accept, noon("2025-12-08")).await.unwrap();
        let down = two.files(&two.province, &two.commune, (second, Wanted::Receipt), WHOLE).await;
        // Only what is new of it.
        assert!(matches!(import(&two.commune, &down[0]).await.unwrap(), Imported::Receipt { events: 1, .. }));
        assert_eq!(state(&two.commune, second).await, "accepted");
        assert_eq!(state(&two.commune, id).await, "replaced");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_come_in_any_order_and_an_interrupted_import_is_finished_later() {
    both(|location| async move {
        let two = Two::found(&location).await;
        let id = two.send(5).await;
        let parts = two.files(&two.commune, &two.province, (id, Wanted::Report), 200).await;
        assert!(parts.len() > 3, "{}", parts.len());
        let before = acts(&two.province).await;
        let last = parts.len() - 1;
        for at in (1..=last).rev().chain([last, 2]) {
            let came = import(&two.province, &parts[at]).await.unwrap();
            let Imported::Waiting { parts: all, missing } = came else { panic!("{came:?}") };
            assert!(all == parts.len() && missing.contains(&1));
        }
        // Until the last part has come there is nothing of it; a part that was damaged on the way changes nothing.
        assert_eq!(acts(&two.province).await, before);
        let mut damaged = parts[0].clone();
        *damaged.last_mut().unwrap() ^= 1;
        assert!(refused(import(&two.province, &damaged).await).contains("phần 1 không khớp"));
        // The program was stopped and started: what arrived is on the disk.
        let again = instance(&location, 7).await;
        assert!(matches!(import(&again, &parts[0]).await.unwrap(), Imported::Report { is_new: true, .. }));
        assert_eq!(acts(&again).await, before + 1);
        assert_eq!(parts_kept(&again).await, 0);
    })
    .await;
}

/// A part of another whole of the same length that says it is of this one.
fn forged(part: &[u8], other: &[u8]) -> Vec<u8> {
    let bundle = |file| PartFile::read(file).unwrap().bundle.into_bytes();
    let (own, other_bundle) = (bundle(part), bundle(other));
    let at = other.windows(own.len()).position(|window| window == other_bundle).unwrap();
    [&other[..at], &own, &other[at + own.len()..]].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_is_none_of_the_whole_costs_no_other_part_and_nor_does_whoever_may_not_import() {
    both(|location| async move {
        let two = Two::found(&location).await;
        let id = two.send(5).await;
        let parts = two.files(&two.commune, &two.province, (id, Wanted::Report), 200).await;
        let others = two.files(&two.commune, &two.province, (id, Wanted::Report), 200).await;
        let wrong = forged(&parts[1], &others[1]);
        assert!(matches!(import(&two.province, &wrong).await.unwrap(), Imported::Waiting { .. }));
        let last = parts.len() - 1;
        for at in (0..last).filter(|at| *at != 1) {
            import(&two.province, &parts[at]).await.unwrap();
        }
        assert!(refused(import(&two.province, &parts[last]).await).contains("toàn bộ tệp không khớp"));
        // Somebody whose places are others brings the right part: it is not theirs, and the parts wait for whoever may.
        let elsewhere = scope_of(Role::DepartmentOfficer, Area::Province("79".into()), Right::ReceiveReports);
        let by = Importer { user: Some(registry::UserId::fresh()), receives: Some(&elsewhere), sends: None };
        let (known_units, known_packs) = (units(), packs());
        let known = Known { units: &known_units, packs: &known_packs };
        let theirs = two.province.import_bundle(by, known, &parts[1], noon("2025-12-04")).await;
        assert!(refused(theirs).contains("không gửi, nhận"));
        let came = import(&two.province, &parts[1]).await.unwrap();
        assert!(matches!(came, Imported::Report { id: same, is_new: true, .. } if same == id));
        assert_eq!(parts_kept(&two.province).await, 0);
    })
    .await;
}

/// How many parts wait for others.
async fn parts_kept(registry: &Registry) -> usize {
    let sql = "select part from bundle_part";
    registry::store::Queries::rows(registry.store(), sql, vec![]).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_belong_here_is_refused_with_the_reason_and_leaves_nothing() {
    both(|location| async move {
        let two = Two::found(&location).await;
        let id = two.send(5).await;
        let up = two.files(&two.commune, &two.province, (id, Wanted::Report), WHOLE).await.remove(0);
        let before = acts(&two.province).await;
        let stranger = Fresh::sqlite();
        let stranger = instance(stranger.location(), 9).await;
        let own = two.commune.exchange_key().unwrap();
        // For somebody else.
        let why = refused(import(&stranger, &up).await);
        assert!(why.contains(&two.province.exchange_key().unwrap().fingerprint()), "{why}");
        // From somebody whom nobody trusts: named by their key.
        let other =
            Two { commune: stranger, province: instance(&location, 7).await, _other: Fresh::sqlite() };
        let foreign = other.send(5).await;
        let file =
            other.files(&other.commune, &other.province, (foreign, Wanted::Report), WHOLE).await.remove(0);
        let why = refused(import(&two.province, &file).await);
        assert!(
            why.contains("chưa được tin cậy")
                && why.contains(&other.commune.exchange_key().unwrap().fingerprint()),
            "{why}"
        );
        // Trusted, but not for that ward.
        let key = other.commune.exchange_key().unwrap().to_string();
        let beside = ("Phường 2", key.as_str(), &Area::Commune(NEXT_WARD.into()));
        two.province.trust_peer(None, &units(), beside, noon("2025-12-01")).await.unwrap();
        let why = refused(import(&two.province, &file).await);
        assert!(why.contains("Phường 2 không được tin cậy để gửi báo cáo của Phường 1"), "{why}");
        // Units and packs that are not known here, by name and with both digests.
        let (known_units, known_packs) = (units(), packs());
        let mut packs = known_packs.clone();
        packs.insert("tables yearly".into(), "c3".into());
        let known = Known { units: &known_units, packs: &packs };
        let by = Importer::default();
        let why = refused(two.province.import_bundle(by, known, &up, noon("2025-12-04")).await);
        assert!(why.contains("tables yearly") && why.contains("b2") && why.contains("c3"), "{why}");
        let no_units = registry_units_without(WARD);
        let known = Known { units: &no_units, packs: &known_packs };
        let why = refused(two.province.import_bundle(by, known, &up, noon("2025-12-04")).await);
        assert!(why.contains("không biết: 24823"), "{why}");
        // The report of a ward says nothing of another, every figure has its place, and all can be added.
        let told = content(WARD, 6);
        let counted = told.counts.places.values().next().unwrap().clone();
        let place = |codes: [Option<&str>; 3]| codes.map(|code| code.map(str::to_owned));
        let mut figures = told.clone();
        figures.counts.places.extend(content(NEXT_WARD, 2).counts.places);
        let decided = registry::reporting::Decided {
            commune: NEXT_WARD.into(),
            number: "12/QĐ-UBND".into(),
            signed_on: day("2025-11-30"),
            households: [1, 0, 0, 0, 0],
        };
        let decided = Content { decided: vec![decided], ..told.clone() };
        let mut nowhere = told.clone();
        nowhere.counts.places.insert(place([Some(PROVINCE), None, None]), counted.clone());
        let mut uneven = told.clone();
        let shorter = PlaceCounts { figures: vec![counted.figures[0]], ..counted };
        uneven.counts.places.insert(place([Some(PROVINCE), Some(WARD), Some("1")]), shorter);
        let wrong = [
            (figures, "số liệu của xã khác: 24820"),
            (decided, "số liệu của xã khác: 24820"),
            (nowhere, "số liệu của xã khác: –"),
            (uneven, "không cùng số cột"),
        ];
        for (earlier, (content, expected)) in (1..).zip(wrong) {
            let period = Period { kind: ReportKind::Preliminary, year: 2025 - earlier, month: None };
            let new = new(Content { period, ..content });
            let sent = two.commune.send_report(&ward(WARD), &units(), &new, noon("2025-12-02")).await;
            let of = (sent.unwrap(), Wanted::Report);
            let file = two.files(&two.commune, &two.province, of, WHOLE).await.remove(0);
            let why = refused(import(&two.province, &file).await);
            assert!(why.contains(expected), "{why}");
        }
        // A newer format.
        let newer = [b"chungtay-bundle/2\n".as_slice(), &up[18..]].concat();
        let why = refused(import(&two.province, &newer).await);
        assert!(why.contains("chungtay-bundle/2") && why.contains("mới hơn"), "{why}");
        // A caller whose places are others, and one whose trust ended.
        let user = registry::UserId::fresh();
        let elsewhere =
            scope_of(registry::Role::DepartmentOfficer, Area::Province("79".into()), Right::ReceiveReports);
        let by = Importer { user: Some(user), receives: Some(&elsewhere), sends: None };
        let known = Known { units: &known_units, packs: &known_packs };
        assert!(
            refused(two.province.import_bundle(by, known, &up, noon("2025-12-04")).await)
                .contains("không gửi, nhận")
        );
        // Whoever may neither send nor receive leaves no part here.
        let nobody = Importer { user: Some(user), receives: None, sends: None };
        let part = two.files(&two.commune, &two.province, (id, Wanted::Report), 200).await.remove(1);
        refused(two.province.import_bundle(nobody, known, &part, noon("2025-12-04")).await);
        assert_eq!(parts_kept(&two.province).await, 0);
        let peers = two.province.peers().await.unwrap();
        let peer = peers.iter().find(|peer| peer.key == own).unwrap();
        assert_eq!(acts(&two.province).await, before + 1, "only the trust");
        two.province.distrust_peer(None, &units(), peer.id, noon("2025-12-05")).await.unwrap();
        assert!(refused(import(&two.province, &up).await).contains("chưa được tin cậy"));
        let at = (&known_units, day("2026-01-02"));
        assert!(
            two.province.sent_reports(&province(Right::SeeFigures), at, official()).await.unwrap().is_empty()
        );
    })
    .await;
}

/// The units without one commune.
fn registry_units_without(code: &str) -> standards::units::Units {
    let text = include_str!("../../../../../packs/vn/units/communes.csv");
    let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with(&format!("{code},"))).collect();
    let files = [
        (
            "units/provinces.csv".to_owned(),
            include_bytes!("../../../../../packs/vn/units/provinces.csv").to_vec(),
        ),
        ("units/communes.csv".to_owned(), (kept.join("\n") + "\n").into_bytes()),
    ];
    standards::units::Units::read(&standards::PackFiles::new(files)).0
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_counts_only_from_whoever_is_above_and_only_for_what_was_sent() {
    both(|location| async move {
        let two = Two::found(&location).await;
        let id = two.send(5).await;
        let up = two.files(&two.commune, &two.province, (id, Wanted::Report), WHOLE).await;
        import(&two.province, &up[0]).await.unwrap();
        let above = province(Right::ReceiveReports);
        two.province.answer_report(&above, id, &Answer::Receive, noon("2025-12-05")).await.unwrap();
        let down = two.files(&two.province, &two.commune, (id, Wanted::Receipt), WHOLE).await;
        // The ward trusts the province for a ward only.
        let peer = two.commune.peers().await.unwrap().remove(0);
        two.commune.distrust_peer(None, &units(), peer.id, noon("2025-12-05")).await.unwrap();
        let key = peer.key.to_string();
        let below = ("Tỉnh", key.as_str(), &Area::Commune(WARD.into()));
        let weak = two.commune.trust_peer(None, &units(), below, noon("2025-12-05")).await.unwrap();
        assert!(refused(import(&two.commune, &down[0]).await).contains("không được tin cậy để nhận"));
        two.commune.distrust_peer(None, &units(), weak, noon("2025-12-05")).await.unwrap();
        let again = ("Tỉnh", key.as_str(), &Area::Everywhere);
        two.commune.trust_peer(None, &units(), again, noon("2025-12-05")).await.unwrap();
        let before = acts(&two.commune).await;
        let by =
            Importer { user: Some(registry::UserId::fresh()), receives: None, sends: Some(&ward(NEXT_WARD)) };
        let (known_units, known_packs) = (units(), packs());
        let known = Known { units: &known_units, packs: &known_packs };
        assert!(
            refused(two.commune.import_bundle(by, known, &down[0], noon("2025-12-05")).await)
                .contains("không gửi, nhận")
        );
        assert_eq!(acts(&two.commune).await, before);
        import(&two.commune, &down[0]).await.unwrap();
        assert_eq!(state(&two.commune, id).await, "received");
    })
    .await;
}
