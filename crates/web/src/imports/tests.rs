//! Handlers with a signed-in officer and a real database; cells are read here instead of in a child process.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::path::Path as File;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequest, Multipart, Path, RawForm};
use axum::http::{Request, StatusCode};
use axum::response::Response;
use registry::access::{Area, Grant, Role};
use registry::store::dates::Instant;
use registry::store::{Location, Queries as _, Store};
use registry::villages::VillageDetails;
use registry::{Actor, GrantId, Keys, Registry, UserId};
use standards::PackFiles;
use vocab::{Day, Zone};

use super::{decide, send, table};
use crate::error::Refusal;
use crate::signed_in::{SignedIn, Token};
use crate::site::Site;
use crate::visit::Visit;

const LIST: &str = "Họ và tên chủ hộ;Họ và tên;Quan hệ với chủ hộ;Ngày sinh;Giới tính;CCCD;Mã xã;Thôn\n\
    Lê Văn An;Lê Văn An;Chủ hộ;02/03/1980;Nam;;24823;Thôn 1\n\
    Trần <b>Cúc;Trần <b>Cúc;Chủ hộ;45/45/1950;Nữ;;24823;Thôn 1\n";

fn pack() -> PackFiles {
    let root = File::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/vn");
    let mut files = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "toml" || e == "csv" || e == "json") {
                let inside = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
                files.push((inside, std::fs::read(&path).unwrap()));
            }
        }
    }
    PackFiles::new(files)
}

fn today() -> Day {
    Day::from_civil(2026, 6, 15).unwrap()
}

struct Office {
    site: Arc<Site>,
    registry: Registry,
    user: UserId,
    _folder: tempfile::TempDir,
}

async fn office() -> Office {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&Location::Sqlite(folder.path().join("a.db")), true).await.unwrap();
    store.migrate().await.unwrap();
    let registry = Registry::new(store, Keys::of_secret([7; 32]));
    let village = VillageDetails {
        name: "Thôn 1".into(),
        kind: "thon".into(),
        commune_code: "24823".into(),
        province_code: "68".into(),
        zone: Zone::Rural,
        zone_source: "invented for a test".into(),
        from: Day::from_civil(2025, 7, 1).unwrap(),
    };
    registry.add_villages(None, vec![village], Instant::now()).await.unwrap();
    let user = UserId::fresh();
    let tx = registry.store().begin().await.unwrap();
    let row = vec![user.0.into(), "an".into(), "An".into(), 0_i64.into(), 0_i64.into()];
    tx.insert("user_account", &["id", "login", "name", "act_seq", "ordinal"], vec![row]).await.unwrap();
    tx.commit().await.unwrap();
    let mut site = Site::read(&pack(), "1.2.3", today, false).unwrap();
    site.read_list = |bytes| roster::read_bytes(bytes).map_err(roster::Finding::of_file);
    Office { site: Arc::new(site.with_registry(registry.clone())), registry, user, _folder: folder }
}

impl Office {
    fn officer(&self, role: Role, address: &str) -> SignedIn {
        let (parts, ()) = Request::get(address).body(()).unwrap().into_parts();
        let grant = Grant {
            id: GrantId::fresh(),
            role,
            area: Area::Commune("24823".into()),
            from: Day::from_civil(2025, 7, 1).unwrap(),
            until: None,
        };
        let actor =
            Arc::new(Actor { user: self.user, name: "An".into(), login: "an".into(), grants: vec![grant] });
        SignedIn {
            visit: Visit { actor: Some(actor.clone()), ..Visit::of(&parts, self.site.clone()) },
            actor,
            registry: self.registry.clone(),
            token: Token::default(),
        }
    }

    async fn send(&self, role: Role, content: &str) -> Result<Response, Refusal> {
        self.send_files(role, &[("file", content)]).await
    }

    async fn send_files(&self, role: Role, files: &[(&str, &str)]) -> Result<Response, Refusal> {
        let part = |(name, content): &(&str, &str)| {
            format!(
                "--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a.csv\"\r\n\r\n{content}\r\n"
            )
        };
        let body: String = files.iter().map(part).chain(["--x--\r\n".to_owned()]).collect();
        let request = Request::post("/imports").header("content-type", "multipart/form-data; boundary=x");
        let multipart = Multipart::from_request(request.body(Body::from(body)).unwrap(), &()).await.unwrap();
        send::upload(self.officer(role, "/imports"), multipart).await
    }
}

async fn html(response: Response) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn location(response: &Response) -> String {
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    response.headers()["location"].to_str().unwrap().to_owned()
}

fn fingerprint(page: &str) -> String {
    let after = page.split("name=\"fingerprint\" value=\"").nth(1).unwrap();
    after.split('"').next().unwrap().to_owned()
}

fn body(fields: &str) -> RawForm {
    RawForm(fields.to_owned().into())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_sent_looked_at_and_recorded_once() {
    let office = office().await;
    let sent = office.send(Role::CommuneOfficer, LIST).await.unwrap();
    let address = location(&sent);
    let id = address.strip_prefix("/imports/").unwrap().to_owned();
    let me = |address: &str| office.officer(Role::CommuneOfficer, address);
    let page = html(table::page(me(&address), Path(id.clone())).await.unwrap()).await;
    assert!(page.contains("Lê Văn An") && page.contains("!D3") && !page.contains("<b>Cúc"), "{page}");
    let only_bad = format!("{address}?show=problems");
    let bad = html(table::page(me(&only_bad), Path(id.clone())).await.unwrap()).await;
    assert!(!bad.contains("Lê Văn An"));
    let stale = decide::confirm(me(&address), Path(id.clone()), body("fingerprint=old")).await.unwrap();
    assert_eq!(stale.status(), StatusCode::CONFLICT);
    let fields = format!("fingerprint={}", fingerprint(&page));
    let done = decide::confirm(me(&address), Path(id.clone()), body(&fields)).await.unwrap();
    assert!(location(&done).starts_with("/imports?recorded="));
    let gone = decide::confirm(me(&address), Path(id), body(&fields)).await;
    assert!(matches!(gone, Err(Refusal::NoPage)));
}

#[tokio::test(flavor = "multi_thread")]
async fn decisions_are_kept_and_open_questions_stop_the_recording() {
    let office = office().await;
    let me = |address: &str| office.officer(Role::CommuneOfficer, address);
    let mut id = String::new();
    for round in 0..2 {
        // The second list is another file about the same, unnumbered, household.
        let sent = office.send(Role::CommuneOfficer, &format!("{LIST}{}", "\n".repeat(round))).await.unwrap();
        id = location(&sent).strip_prefix("/imports/").unwrap().to_owned();
        let page = html(table::page(me("/imports/x"), Path(id.clone())).await.unwrap()).await;
        let fields = format!("fingerprint={}", fingerprint(&page));
        let done = decide::confirm(me("/imports/x"), Path(id.clone()), body(&fields)).await.unwrap();
        let expected = if round == 0 { StatusCode::SEE_OTHER } else { StatusCode::CONFLICT };
        assert_eq!(done.status(), expected);
    }
    let kept = decide::decisions(me("/x"), Path(id.clone()), body("household-0=new&show=decisions&page=1"));
    assert!(location(&kept.await.unwrap()).ends_with("?show=decisions&page=1"));
    let page = html(table::page(me("/imports/x"), Path(id.clone())).await.unwrap()).await;
    assert!(page.contains("value=\"new\" checked"), "{page}");
    let fields = format!("fingerprint={}", fingerprint(&page));
    let done = decide::confirm(me("/x"), Path(id), body(&fields)).await.unwrap();
    assert_eq!(done.status(), StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_list_is_told_at_once_and_others_may_not_send() {
    let office = office().await;
    for (content, words) in [("", "Chưa có tệp nào"), ("a;b\n1;2\n", "không có danh sách nào")] {
        let refused = office.send(Role::CommuneOfficer, content).await.unwrap();
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let page = html(refused).await;
        assert!(page.contains(words), "{page}");
    }
    assert!(matches!(office.send(Role::Surveyor, LIST).await, Err(Refusal::NotYours)));
    let sent = office.send(Role::CommuneOfficer, LIST).await.unwrap();
    let id = location(&sent).strip_prefix("/imports/").unwrap().to_owned();
    let mut other = office.officer(Role::CommuneOfficer, "/imports/x");
    other.actor = Arc::new(Actor { user: UserId::fresh(), ..(*other.actor).clone() });
    other.visit.actor = Some(other.actor.clone());
    assert!(matches!(table::page(other, Path(id.clone())).await, Err(Refusal::NoPage)));
    let gone = decide::abort(office.officer(Role::CommuneOfficer, "/x"), Path(id.clone())).await.unwrap();
    assert_eq!(location(&gone), "/imports");
    let gone = table::page(office.officer(Role::CommuneOfficer, "/x"), Path(id)).await;
    assert!(matches!(gone, Err(Refusal::NoPage)));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_files_of_microdata_are_sent_together_and_their_answers_recorded_in_the_chosen_campaign() {
    let office = office().await;
    let shelved = office.site.library.standard("vn-2022").unwrap();
    let day = |year, month, date| Day::from_civil(year, month, date).unwrap();
    let new = registry::review::NewCampaign {
        kind: registry::review::ReviewKind::Yearly,
        label: "Rà soát 2025 <thử>".into(),
        year: 2025,
        standard: shelved.standard.id.clone(),
        pack_digest: shelved.standard.digest.clone(),
        result_day: day(2026, 1, 1),
        age_day: day(2025, 12, 31),
        income_test: None,
    };
    let opened = office.registry.open_campaign(None, &new, &shelved.standard, Instant::now()).await;
    let campaign = opened.unwrap();
    let households = "household_id,commune_code,village,income_per_capita,dwelling_area\na,24823,Thôn 1,800000,x9\nb,24823,Thôn 1,800000,\n";
    let members =
        "household_id,full_name,relationship,birth_year\na,Lê Văn An,head,1980\nb,Trần Thị Cúc,head,1950\n";
    let alone = office.send_files(Role::CommuneOfficer, &[("households", households)]).await.unwrap();
    assert_eq!(alone.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let nameless = [("households", households), ("members", "household_id,sex\na,male\n")];
    let refused = office.send_files(Role::CommuneOfficer, &nameless).await.unwrap();
    assert!(html(refused).await.contains("mã thay thế"));
    let both = [("households", households), ("members", members)];
    let sent = office.send_files(Role::CommuneOfficer, &both).await.unwrap();
    let id = location(&sent).strip_prefix("/imports/").unwrap().to_owned();
    let me = |address: &str| office.officer(Role::CommuneOfficer, address);
    let page = html(table::page(me("/imports/x"), Path(id.clone())).await.unwrap()).await;
    assert!(page.contains("Rà soát 2025 &#60;thử&#62;") && !page.contains("dwelling_area"), "{page}");
    let fields = format!("campaign={campaign}&show=all&page=1");
    decide::decisions(me("/x"), Path(id.clone()), body(&fields)).await.unwrap();
    let page = html(table::page(me("/imports/x"), Path(id.clone())).await.unwrap()).await;
    assert!(page.contains("households!E2: dwelling_area"), "the cell is named: {page}");
    assert!(page.contains("Ghi kết quả rà soát:"), "{page}");
    let fields = format!("fingerprint={}", fingerprint(&page));
    let done = decide::confirm(me("/x"), Path(id), body(&fields)).await.unwrap();
    assert!(location(&done).starts_with("/imports?recorded="));
    let row =
        office.registry.store().row("select count(*) as n from assessment", vec![]).await.unwrap().unwrap();
    assert_eq!(row.get::<i64>("n").unwrap(), 1, "the household with an unreadable answer is left out");
}

/// An administrator of everywhere.
fn administrator(office: &Office, address: &str) -> SignedIn {
    let mut who = office.officer(Role::Administrator, address);
    let mut actor = (*who.actor).clone();
    actor.grants[0].area = Area::Everywhere;
    who.actor = Arc::new(actor);
    who.visit.actor = Some(who.actor.clone());
    who
}

/// A complete table for the first standard with a proxy score, with invented points; and the standard.
fn invented_points(office: &Office) -> (String, String) {
    let mut with_points = office.site.library.standards.iter().filter(|one| one.standard.points.is_some());
    let standard = &with_points.next().expect("a standard with a proxy score").standard;
    let structure = standard.points.as_ref().unwrap();
    let mut csv = "Phụ lục;;;\nregion;item;option;points\n".to_owned();
    for region in &structure.regions {
        for item in &structure.items {
            let options = item.options.iter();
            options.for_each(|option| csv += &format!("{};{};{};5\n", region.id, item.id, option.id));
        }
    }
    (standard.id.clone(), csv)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_of_points_is_looked_at_with_the_cell_of_each_mistake_and_imported_by_one_act() {
    use crate::admin::points;
    let office = office().await;
    let (standard, csv) = invented_points(&office);
    let look = async |who: SignedIn, csv: &str, source: &str| {
        let field = |name: &str, value: &str| {
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let file = format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{csv}\r\n--x--\r\n"
        );
        let body = format!("{}{}{file}", field("standard", &standard), field("source", source));
        let request = Request::post("/").header("content-type", "multipart/form-data; boundary=x");
        let multipart = Multipart::from_request(request.body(Body::from(body)).unwrap(), &()).await.unwrap();
        points::look(who, multipart).await
    };
    let me = || administrator(&office, "/admin/points");
    let acts = async || office.registry.state_of_database().await.unwrap().acts;
    let before = acts().await;
    // Who administers a part imports nothing: a table counts everywhere.
    let part = office.officer(Role::Administrator, "/admin/points");
    assert!(matches!(look(part, &csv, "Phụ lục II").await, Err(Refusal::NotYours)));
    for (csv, source, words) in [
        (csv.replacen(";5\n", ";x\n", 1), "Phụ lục II", "D3: “x” không phải điểm"),
        (
            csv.replacen(";5\n", ";5\nnowhere;a;b;1\n", 1),
            "Phụ lục II",
            "A4: “nowhere, a, b” không có trong cấu trúc",
        ),
        (csv.trim_end().rsplit_once('\n').unwrap().0.to_owned(), "Phụ lục II", "Thiếu điểm của"),
        ("a;b\n1;2\n".to_owned(), "Phụ lục II", "không có dòng tiêu đề"),
        (csv.clone(), " ", "Chưa ghi nguồn"),
        (String::new(), "Phụ lục II", "Chưa có tệp nào"),
    ] {
        let refused = look(me(), &csv, source).await.unwrap();
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        let page = html(refused).await;
        assert!(page.contains(words), "{words}: {page}");
    }
    let seen = look(me(), &csv, "Phụ lục II").await.unwrap();
    assert_eq!(seen.status(), StatusCode::OK);
    let page = html(seen).await;
    assert!(page.contains("Xem trước bảng điểm") && page.contains("Chưa nhập bảng điểm nào"), "{page}");
    assert_eq!(acts().await, before, "looking records nothing");
    let kept =
        page.split("<textarea name=\"csv\" hidden>").nth(1).unwrap().split("</textarea>").next().unwrap();
    let confirm = async |csv: &str| {
        let fields = [("standard", standard.as_str()), ("source", "Phụ lục II"), ("csv", csv)];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        points::confirm(me(), crate::typed::Typed(fields.to_vec())).await.unwrap()
    };
    // Somebody who changes what was looked at is checked again.
    assert_eq!(confirm(&kept.replacen(",5", ",x", 1)).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(acts().await, before);
    // As a browser sends it.
    let done = confirm(&kept.replace('\n', "\r\n")).await;
    assert_eq!(done.status(), StatusCode::SEE_OTHER);
    assert_eq!(acts().await, before + 1);
    let page = html(points::page(me()).await.unwrap()).await;
    assert!(page.contains("Bảng đang dùng") && page.contains("Phụ lục II"), "{page}");
    let seq = location(&done).split_once("recorded=").unwrap().1.parse().unwrap();
    let taken = html(points::table(me(), Path(seq)).await.unwrap()).await;
    assert!(taken.starts_with("region,item,option,points\n") && taken.trim() == kept.trim(), "{taken}");
}
