//! Lists that staff have: what would become of them, and what is recorded.

use registry::access::{Area, Right};
use registry::import::{Decision, Decisions, Fate, Preview, Wishes};
use registry::register::{Birth, Change, NewHousehold, Why};
use registry::store::{Location, Queries};
use registry::{Scope, Stopped};
use roster::{Lists, Options, Roster};
use store::testing::both;

use crate::place::{NEXT_WARD, Place, WARD, at, day, person, place, scope};

const HEAD: &str =
    "Họ và tên chủ hộ;Họ và tên;Quan hệ với chủ hộ;Ngày sinh;Giới tính;CCCD;Mã xã;Thôn/tổ dân phố";
const AN: &str = "Lê Văn An;Lê Văn An;Chủ hộ;02/03/1980;Nam;068080000011;24823;Tổ dân phố 1";
const BE: &str = "Lê Văn An;Lê Thị Bé;Con;2010;Nữ;;24823;Tổ dân phố 1";
const CUC: &str = "Trần Thị Cúc;Trần Thị Cúc;Chủ hộ;1950;Nữ;068150000012;24823;Đạ Nghịch";

fn list(rows: &[&str]) -> (Roster, String) {
    let text = [&[HEAD], rows].concat().join("\n");
    let grid = roster::read_bytes(text.as_bytes()).unwrap();
    let lists = Lists { provinces: roster::ProvinceCodes::parse("code\n068\n").unwrap(), ..Lists::default() };
    let options = Options { on: day("2026-01-02"), lists: &lists, ethnic_codes: None, list: None };
    (roster::read(&grid, &options), format!("{:064x}", text.len()))
}

fn officer() -> Scope {
    scope(Right::ChangeHouseholds, Area::Commune(WARD.into())).unwrap()
}

impl Place {
    async fn preview(&self, by: &Scope, rows: &[&str]) -> Preview {
        let (roster, hash) = list(rows);
        self.registry.preview_import(by, &roster, &hash, at("2026-01-02")).await.unwrap()
    }

    /// Lê Văn An with a number, as the registry has him.
    async fn an(&self) -> registry::HouseholdId {
        let mut head = person("Lê Văn An", "head", Birth::Year(1980));
        head.id_number = Some("068080000011".into());
        head.sex = Some("male".into());
        head.ethnic_group = None;
        let new = NewHousehold {
            village: self.villages[0],
            address: None,
            people: vec![head],
            head: 0,
            from: Some(day("2025-07-01")),
        };
        let done = self.registry.register_households(None, "a test", vec![new], at("2025-07-02")).await;
        done.unwrap().remove(0).household
    }

    /// Every table's number of rows, and the newest act.
    async fn size(&self) -> Vec<i64> {
        let mut sizes = Vec::new();
        for table in ["act", "fact", "household", "person", "household_now", "person_now", "audit_node"] {
            let sql = format!("select count(*) as n from {table}");
            sizes.push(self.registry.store().row(&sql, vec![]).await.unwrap().unwrap().get("n").unwrap());
        }
        sizes
    }

    async fn heads(&self) -> Vec<String> {
        let seen = scope(Right::SeeHouseholds, Area::Everywhere).unwrap();
        let found = self.registry.households(&seen, &registry::households::Filter::default(), 1, 50).await;
        found.unwrap().lines.into_iter().filter_map(|line| line.head).collect()
    }
}

fn why(stopped: Stopped) -> String {
    match stopped {
        Stopped::Refused(refusal) => refusal.why.en,
        Stopped::Failed(fault) => panic!("{fault}: {:?}", fault.cause()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_households_the_known_one_gets_what_is_new_and_the_other_is_registered_in_one_act() {
    both(async |location| {
        let place = place(&location).await;
        let known = place.an().await;
        let before = place.size().await;
        let preview = place.preview(&officer(), &[AN, BE, CUC]).await;
        assert_eq!(place.size().await, before, "a preview writes nothing");
        assert_eq!(preview.earlier, None);
        assert_eq!(preview.households[0].fate, Fate::Changes(known));
        let candidate = &preview.households[0].candidates[0];
        assert_eq!(candidate.joining, [1]);
        assert_eq!(candidate.pairs[0].changes[0].after, "1980-03-02");
        assert_eq!(preview.households[1].fate, Fate::New);
        assert_eq!(preview.households[1].village.as_ref().unwrap().1, "Thôn Đạ Nghịch");

        let (by, none) = (officer(), Decisions::new());
        let done = place.registry.confirm_import(&by, &preview, &none, at("2026-01-02")).await.unwrap();
        assert_eq!((done.households_added, done.households_changed), (1, 1));
        assert_eq!((done.people_added, done.left_out), (2, 0));
        let after = place.size().await;
        assert_eq!((after[0] - before[0], after[2] - before[2], after[3] - before[3]), (1, 1, 2));
        let seen = scope(Right::SeeHouseholds, Area::Commune(WARD.into())).unwrap();
        let as_of = registry::facts::AsOf { day: day("2026-01-02"), known_at: None };
        let file = place.registry.file(&seen, known, as_of).await.unwrap().unwrap();
        assert_eq!(file.people.len(), 2);
        assert_eq!(file.people[0].details.text("birth_date"), Some("1980-03-02"));
        assert_eq!(file.people[1].relation.as_deref(), Some("child"));
        let sql = "select content from act where kind = 'import.confirm'";
        let row = place.registry.store().row(sql, vec![]).await.unwrap().unwrap();
        let content: serde_json::Value = row.get("content").unwrap();
        for personal in ["An", "Cúc", "0680", "0681"] {
            assert!(!content["file"].is_null() && !content.to_string().contains(&format!("\"{personal}")));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_is_recognised_and_has_nothing_new_until_its_import_is_undone() {
    both(async |location| {
        let place = place(&location).await;
        let by = officer();
        let rows = [AN, BE, CUC];
        let preview = place.preview(&by, &rows).await;
        let none = Decisions::new();
        let done = place.registry.confirm_import(&by, &preview, &none, at("2026-01-02")).await.unwrap();
        let again = place.preview(&by, &rows).await;
        assert_eq!(again.earlier.map(|earlier| earlier.seq), Some(done.done.seq));
        assert!(again.households.iter().all(|household| matches!(household.fate, Fate::NothingNew(_))));
        let refused = place.registry.confirm_import(&by, &again, &none, at("2026-01-02")).await.unwrap_err();
        assert_eq!(why(refused), "the list has nothing new to record");
        place.registry.undo(Some(&by), done.done.seq, "the wrong list", at("2026-01-02")).await.unwrap();
        assert!(place.heads().await.is_empty());
        assert_eq!(place.preview(&by, &rows).await.earlier, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_number_a_person_decides_and_until_then_nothing_is_recorded() {
    both(async |location| {
        let place = place(&location).await;
        let by = officer();
        let known = place.household(0, &["Hồ Trọng Hòa", "Hồ Thị Bé"]).await;
        let rows = [
            "HỒ TRỌNG HOÀ;HỒ TRỌNG HOÀ;Chủ hộ;1980;Nam;;24823;TDP 1",
            "HỒ TRỌNG HOÀ;HỒ THỊ BÉ;Con;1980;Nữ;;24823;TDP 1",
        ];
        let preview = place.preview(&by, &rows).await;
        assert_eq!(preview.households[0].fate, Fate::Undecided);
        assert!(preview.households[0].may_be_new);
        let confirm = async |decisions: &[(usize, Decision)]| {
            let decisions = decisions.iter().copied().collect();
            place.registry.confirm_import(&by, &preview, &decisions, at("2026-01-02")).await
        };
        assert_eq!(why(confirm(&[]).await.unwrap_err()), "1 households are not decided yet");
        let other = Decision::Same(registry::HouseholdId::fresh());
        assert!(why(confirm(&[(0, other)]).await.unwrap_err()).contains("does not fit"));
        assert!(confirm(&[(0, Decision::LeaveOut)]).await.is_err());
        let done = confirm(&[(0, Decision::Same(known.household))]).await.unwrap();
        assert_eq!((done.households_added, done.households_changed, done.people_added), (0, 1, 0));
        assert_eq!(place.heads().await, ["Hồ Trọng Hòa"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_officers_the_second_looks_again_before_recording() {
    both(async |location| {
        let place = place(&location).await;
        let by = officer();
        let known = place.an().await;
        let first = place.preview(&by, &[AN, BE]).await;
        let second = place.preview(&by, &[AN, BE]).await;
        let none = Decisions::new();
        place.registry.confirm_import(&by, &first, &none, at("2026-01-02")).await.unwrap();
        let before = place.size().await;
        let refused = place.registry.confirm_import(&by, &second, &none, at("2026-01-02")).await.unwrap_err();
        assert!(why(refused).starts_with("the registry has changed"));
        assert_eq!(place.size().await, before);

        // What happens to other households does not matter.
        let third = place.preview(&by, &[CUC]).await;
        let change = (Change::Move(place.villages[1], None), day("2026-01-02"));
        let why = Why { reason: "moved".into(), evidence: None };
        place.registry.change(Some(&by), known, change, &why, None, at("2026-01-02")).await.unwrap();
        place.registry.confirm_import(&by, &third, &none, at("2026-01-02")).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_outside_the_own_area_are_refused_and_their_people_are_not_made_twice() {
    both(async |location| {
        let place = place(&location).await;
        let by = officer();
        place.an().await;
        let elsewhere = AN.replace("24823", NEXT_WARD).replace("phố 1", "phố 3");
        let next = scope(Right::ChangeHouseholds, Area::Commune(NEXT_WARD.into())).unwrap();
        let refused = |preview: &Preview| match &preview.households[0].fate {
            Fate::Refused(refusal) => refusal.why.en.clone(),
            fate => panic!("{fate:?}"),
        };
        let preview = place.preview(&by, &[&elsewhere]).await;
        assert!(refused(&preview).contains("not in your area"));
        let done = place.registry.confirm_import(&by, &preview, &Decisions::new(), at("2026-01-02")).await;
        assert!(done.is_err());
        let forced = [(0, Decision::New)].into_iter().collect();
        assert!(place.registry.confirm_import(&by, &preview, &forced, at("2026-01-02")).await.is_err());
        // He lives in the other ward: no second one is made, and no candidate is shown.
        let preview = place.preview(&next, &[&elsewhere]).await;
        assert!(refused(&preview).contains("another household of the registry"));
        assert!(preview.households[0].candidates.is_empty());
        let seeing = scope(Right::SeeHouseholds, Area::Commune(WARD.into())).unwrap();
        let (roster, hash) = list(&[AN]);
        let at = at("2026-01-02");
        assert!(place.registry.preview_import(&seeing, &roster, &hash, at).await.is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_cannot_be_used_leave_out_their_household_and_say_which_cell() {
    both(async |location| {
        let place = place(&location).await;
        let by = officer();
        let bad = BE.replace("2010", "45/45/2010");
        let preview = place.preview(&by, &[AN, &bad, CUC, CUC]).await;
        assert!(matches!(preview.households[0].fate, Fate::Refused(_)));
        let cell = preview.households[0].findings.iter().find(|f| f.severity() == roster::Severity::Error);
        assert!(cell.unwrap().at.as_ref().unwrap().to_string().ends_with("D3"));
        assert_eq!(preview.households[1].fate, Fate::New);
        assert_eq!(preview.households[2].fate, Fate::Repeats(preview.households[1].at.clone()));
        let none = Decisions::new();
        let done = place.registry.confirm_import(&by, &preview, &none, at("2026-01-02")).await.unwrap();
        assert_eq!((done.households_added, done.left_out), (1, 2));
        assert_eq!(place.heads().await, ["Trần Thị Cúc"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_while_recording_leaves_nothing() {
    both(async |location| {
        let place = place(&location).await;
        let by = officer();
        let preview = place.preview(&by, &[AN, BE, CUC]).await;
        let before = place.size().await;
        // The last table that an import writes is away.
        alter(&place, "alter table household_now rename to away").await;
        alter(&place, "create table household_now as select * from away where 1 = 0").await;
        alter(&place, "alter table household_now rename column head_search to other").await;
        let none = Decisions::new();
        let failed = place.registry.confirm_import(&by, &preview, &none, at("2026-01-02")).await;
        assert!(matches!(failed, Err(Stopped::Failed(_))), "{failed:?}");
        alter(&place, "drop table household_now").await;
        alter(&place, "alter table away rename to household_now").await;
        assert_eq!(place.size().await, before);
        place.registry.confirm_import(&by, &preview, &none, at("2026-01-02")).await.unwrap();
    })
    .await;
}

async fn alter(place: &Place, sql: &str) {
    let tx = place.registry.store().begin().await.unwrap();
    tx.execute(sql, vec![]).await.unwrap();
    tx.commit().await.unwrap();
}

/// Drafts belong to a user of the registry.
pub(crate) async fn with_user(location: &Location) -> (Place, Scope) {
    let place = place(location).await;
    let by = officer();
    let tx = place.registry.store().begin().await.unwrap();
    let row = vec![by.user().0.into(), "an".into(), "An".into(), 0_i64.into(), 0_i64.into()];
    tx.insert("user_account", &["id", "login", "name", "act_seq", "ordinal"], vec![row]).await.unwrap();
    tx.commit().await.unwrap();
    (place, by)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_waits_a_week_for_the_one_who_sent_it_and_cannot_be_read_in_the_database() {
    both(async |location| {
        let (place, by) = with_user(&location).await;
        let registry = &place.registry;
        let id = registry.keep_import(&by, AN.as_bytes(), at("2026-01-02")).await.unwrap();
        let row = registry.store().row("select content from import_draft", vec![]).await.unwrap().unwrap();
        let stored: Vec<u8> = row.get("content").unwrap();
        assert!(!stored.windows(6).any(|window| window == b"068080"));
        let wishes = Wishes {
            campaign: Some(registry::CampaignId::fresh()),
            ethnic_codes: Some(2008),
            decisions: [(3, Decision::New), (4, Decision::LeaveOut)].into_iter().collect(),
        };
        registry.wish_import(&by, id, &wishes).await.unwrap();
        let draft = registry.kept_import(&by, id, at("2026-01-09")).await.unwrap().unwrap();
        assert_eq!((draft.content.as_slice(), draft.wishes), (AN.as_bytes(), wishes));
        assert_eq!(registry.kept_import(&officer(), id, at("2026-01-03")).await.unwrap(), None);
        assert_eq!(registry.kept_import(&by, id, at("2026-01-10")).await.unwrap(), None);
        let next = registry.keep_import(&by, CUC.as_bytes(), at("2026-01-10")).await.unwrap();
        let count = registry.store().row("select count(*) as n from import_draft", vec![]).await;
        assert_eq!(count.unwrap().unwrap().get::<i64>("n").unwrap(), 1);
        registry.drop_import(&by, next).await.unwrap();
        assert!(registry.kept_imports(&by, at("2026-01-10")).await.unwrap().is_empty());
    })
    .await;
}
