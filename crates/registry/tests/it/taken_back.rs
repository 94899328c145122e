//! Results and campaigns taken back: what households stand as follows at once.

use registry::access::{Area, Right};
use registry::review::{NewAssessment, Terms, assess};
use registry::verify::Verdict;
use registry::{AssessmentId, CampaignId, HouseholdId, Registry, Stopped};
use serde_json::Value as Json;
use standards::standard::PovertyStandard;
use store::Queries;
use store::testing::both;
use vocab::Zone;

use crate::place::{NEXT_WARD, PROVINCE, Place, WARD, at, place, scope};
use crate::town::{new_campaign, not_poor, poor, standard};

struct Review<'a> {
    place: &'a Place,
    standard: &'a PovertyStandard,
    home: HouseholdId,
    /// Code of the commune of the time.
    commune: &'static str,
}

impl Review<'_> {
    async fn open(&self, year: i32) -> CampaignId {
        let new = new_campaign(self.standard, year);
        let opened = self.place.registry.open_campaign(None, &new, self.standard, at("2025-07-03")).await;
        opened.unwrap()
    }

    async fn record(
        &self,
        campaign: CampaignId,
        year: i32,
        answers: Json,
        supersedes: Option<AssessmentId>,
    ) -> i64 {
        let terms = Terms::from(&new_campaign(self.standard, year));
        let new = NewAssessment {
            household: self.home,
            village: self.place.villages[0],
            commune_code: self.commune.to_owned(),
            province_code: PROVINCE.to_owned(),
            zone: Zone::Urban,
            assessed: assess(self.standard, &terms, &answers).unwrap(),
            answers,
            members: 2,
            supersedes,
            submission: None,
        };
        let registry = &self.place.registry;
        let done = registry.record_assessments(None, campaign, "1", vec![new], at("2025-07-04")).await;
        done.unwrap().seq
    }

    async fn now(&self) -> (Option<String>, Option<i64>) {
        let sql = "select outcome, outcome_year from household_now where household_id = $1";
        let row = self.place.registry.store().row(sql, vec![self.home.0.into()]).await.unwrap().unwrap();
        (row.get("outcome").unwrap(), row.get("outcome_year").unwrap())
    }

    async fn standing(&self) -> Option<AssessmentId> {
        let sql = "select assessment_id from household_now where household_id = $1";
        let row = self.place.registry.store().row(sql, vec![self.home.0.into()]).await.unwrap().unwrap();
        row.get::<Option<uuid::Uuid>>("assessment_id").unwrap().map(AssessmentId)
    }
}

async fn is_whole(registry: &Registry) -> bool {
    matches!(registry.verify(&[]).await.unwrap(), Verdict::Whole(_))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undone_result_gives_back_the_one_before_and_an_undone_first_one_none() {
    both(|location| async move {
        let (place, standard) = (place(&location).await, standard());
        let home = place.household(0, &["A"]).await.household;
        let review = Review { place: &place, standard: &standard, home, commune: WARD };
        let registry = &place.registry;
        let undo = async |seq| registry.undo(None, seq, "nhầm", at("2025-07-05")).await;
        let (before, after) = (review.open(2024).await, review.open(2025).await);
        let opened = [2, 3];
        let first = review.record(before, 2024, poor(), None).await;
        let second = review.record(after, 2025, not_poor(), None).await;
        let third = review.record(after, 2025, poor(), review.standing().await).await;
        let named = |outcome: &str, year| (Some(outcome.to_owned()), Some(year));
        assert_eq!(review.now().await, named("poor", 2025));
        let builds_on = |done: Result<registry::Done, Stopped>, later: i64| match done {
            Err(Stopped::Refused(refusal)) => assert!(refusal.why.en.contains(&format!("act {later},"))),
            other => panic!("{other:?}"),
        };
        builds_on(undo(second).await, third);
        builds_on(undo(opened[1]).await, second);
        undo(third).await.unwrap();
        assert_eq!(review.now().await, named("not_poor", 2025));
        assert!(is_whole(registry).await);
        undo(second).await.unwrap();
        assert_eq!(review.now().await, named("poor", 2024), "the year before counts again");
        undo(opened[1]).await.unwrap();
        assert_eq!(review.now().await, named("poor", 2024));
        undo(first).await.unwrap();
        assert_eq!(review.now().await, (None, None));
        undo(opened[0]).await.unwrap();
        assert!(is_whole(registry).await);
        // Recorded again, it counts again.
        let again = review.open(2024).await;
        review.record(again, 2024, poor(), None).await;
        assert_eq!(review.now().await, named("poor", 2024));
        assert!(is_whole(registry).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn results_are_taken_back_only_by_whoever_reaches_all_their_households() {
    both(|location| async move {
        let (place, standard) = (place(&location).await, standard());
        let home = place.household(0, &["A"]).await.household;
        let review = Review { place: &place, standard: &standard, home, commune: WARD };
        let campaign = review.open(2024).await;
        let seq = review.record(campaign, 2024, poor(), None).await;
        let undo = async |right, area: &str| {
            let by = scope(right, Area::Commune(area.to_owned())).unwrap();
            place.registry.undo(Some(&by), seq, "nhầm", at("2025-07-05")).await
        };
        for (right, area) in [(Right::ChangeHouseholds, NEXT_WARD), (Right::SeeHouseholds, WARD)] {
            assert!(matches!(undo(right, area).await, Err(Stopped::Refused(_))), "{area}");
        }
        assert_eq!(review.now().await.0.as_deref(), Some("poor"));
        undo(Right::ChangeHouseholds, WARD).await.unwrap();
        assert_eq!(review.now().await, (None, None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn results_of_a_village_that_came_by_a_merger_are_taken_back_by_its_commune_of_today() {
    both(|location| async move {
        let (place, standard) = (place(&location).await, standard());
        let home = place.household(0, &["A"]).await.household;
        // The code of the time is that of the next ward today.
        let review = Review { place: &place, standard: &standard, home, commune: NEXT_WARD };
        let campaign = review.open(2024).await;
        let seq = review.record(campaign, 2024, poor(), None).await;
        let undo = async |area: &str| {
            let by = scope(Right::ChangeHouseholds, Area::Commune(area.to_owned())).unwrap();
            place.registry.undo(Some(&by), seq, "nhầm", at("2025-07-05")).await
        };
        assert!(matches!(undo(NEXT_WARD).await, Err(Stopped::Refused(_))));
        undo(WARD).await.unwrap();
        assert_eq!(review.now().await, (None, None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_of_an_ethnic_minority_is_what_the_pack_says() {
    use standards::PackFiles;
    use standards::groups::HouseholdGroups;
    both(|location| async move {
        let place = place(&location).await;
        let list = include_bytes!("../../../../packs/vn/lists/household_groups.toml");
        let read = |bytes: Vec<u8>| {
            HouseholdGroups::read(&PackFiles::new([("lists/household_groups.toml".to_owned(), bytes)]))
        };
        let (groups, findings) = read(list.to_vec());
        assert_eq!(findings, []);
        let other = String::from_utf8(list.to_vec()).unwrap().replace("[\"01\"]", "[\"02\"]");
        let flag = async |groups: HouseholdGroups| {
            let registry = place.registry.clone().with_groups(groups);
            let place = Place { registry, villages: place.villages.clone() };
            let home = place.household(0, &["A"]).await.household;
            let sql = "select is_ethnic_minority from household_now where household_id = $1";
            let row = place.registry.store().row(sql, vec![home.0.into()]).await.unwrap().unwrap();
            row.get::<bool>("is_ethnic_minority").unwrap()
        };
        // Heads of these tests are Kinh, code 01.
        assert!(!flag(groups).await);
        assert!(flag(read(other.into_bytes()).0).await);
        assert!(!flag(HouseholdGroups::default()).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_that_another_pack_made_are_made_anew_by_one_act() {
    use registry::verify::{Verdict, verify};
    use standards::PackFiles;
    use standards::groups::HouseholdGroups;
    both(|location| async move {
        let place = place(&location).await;
        let home = place.household(0, &["A", "B"]).await.household;
        let list =
            include_str!("../../../../packs/vn/lists/household_groups.toml").replace("[\"01\"]", "[\"02\"]");
        let files = PackFiles::new([("lists/household_groups.toml".to_owned(), list.into_bytes())]);
        let (groups, _) = HouseholdGroups::read(&files);
        let is_whole = async || {
            let verdict = verify(place.registry.store(), &groups, None, &[]).await.unwrap();
            matches!(verdict, Verdict::Whole(_))
        };
        assert!(!is_whole().await, "the lists are those of another pack");
        let acts = async || {
            let row = place.registry.store().row("select count(*) as n from act", vec![]).await.unwrap();
            row.unwrap().get::<i64>("n").unwrap()
        };
        let before = acts().await;
        let registry = place.registry.clone().with_groups(groups.clone());
        registry.remake_lists("gói luật mới", at("2026-02-01")).await.unwrap();
        assert_eq!(acts().await, before + 1);
        assert!(is_whole().await);
        let sql = "select is_ethnic_minority, members from household_now where household_id = $1";
        let row = place.registry.store().row(sql, vec![home.0.into()]).await.unwrap().unwrap();
        assert!(row.get::<bool>("is_ethnic_minority").unwrap());
        assert_eq!(row.get::<i64>("members").unwrap(), 2);
    })
    .await;
}
