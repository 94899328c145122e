//! Microdata: two files of households and members become people, places and results of a campaign, in one act.

use std::sync::Arc;

use registry::access::{Area, Right};
use registry::import::{Asked, Decisions, Fate, Preview};
use registry::store::Queries;
use registry::verify::Verdict;
use registry::{CampaignId, Scope, Stopped};
use roster::{Lists, Options, Roster};
use standards::standard::PovertyStandard;
use store::testing::both;

use crate::place::{Place, WARD, at, day, place, scope};
use crate::town::{new_campaign, standard};

const HOUSEHOLDS: &str = "household_id,commune_code,village,zone,income_per_capita,dwelling_area,main_water_source,request_reason,colour\n\
    a,24823,Tổ dân phố 1,urban,900000,40.5,tap,mới ốm nặng,red\n\
    b,24823,Đạ Nghịch,rural,,30,,,\n";
const MEMBERS: &str = "household_id,member_no,full_name,relationship,sex,birth_date,birth_year,id_number,attending\n\
    a,1,Lê Văn An,head,male,1980-03-02,,068080000011,\n\
    a,2,Lê Thị Bé,child,female,,2015,,1\n\
    b,1,Trần Thị Cúc,head,female,1950-01-05,,068150000012,\n";

fn microdata(households: &str, members: &str) -> (Roster, String) {
    let grid = |text: &str| roster::read_bytes(text.as_bytes()).unwrap();
    let lists = Lists { provinces: roster::ProvinceCodes::parse("code\n068\n").unwrap(), ..Lists::default() };
    let options = Options { on: day("2026-01-02"), lists: &lists, ethnic_codes: None, list: None };
    let roster = roster::read_microdata(&grid(households), &grid(members), &options);
    (roster, format!("{:064x}", roster::microdata::joined(households.as_bytes(), members.as_bytes()).len()))
}

fn officer() -> Scope {
    scope(Right::ChangeHouseholds, Area::Commune(WARD.into())).unwrap()
}

struct Office {
    place: Place,
    campaign: CampaignId,
    standard: PovertyStandard,
}

impl Office {
    async fn open(location: &registry::store::Location) -> Office {
        let (place, standard) = (place(location).await, standard());
        let new = new_campaign(&standard, 2025);
        let campaign = place.registry.open_campaign(None, &new, &standard, at("2025-09-01")).await.unwrap();
        Office { place, campaign, standard }
    }

    async fn preview(&self, households: &str, members: &str) -> Preview {
        let (roster, hash) = microdata(households, members);
        let asked = Asked {
            campaign: self.campaign,
            standard: self.standard.clone(),
            engine_version: "1.2.3".into(),
        };
        let asked = Some(Arc::new(asked));
        let by = officer();
        let made = self.place.registry.preview_microdata(&by, &roster, &hash, asked, at("2026-01-02"));
        made.await.unwrap()
    }

    async fn confirm(&self, preview: &Preview) -> Result<registry::import::Imported, Stopped> {
        self.place.registry.confirm_import(&officer(), preview, &Decisions::new(), at("2026-01-02")).await
    }

    async fn count(&self, table: &str) -> i64 {
        let sql = format!("select count(*) as n from {table}");
        self.place.registry.store().row(&sql, vec![]).await.unwrap().unwrap().get("n").unwrap()
    }

    async fn is_whole(&self) -> bool {
        matches!(self.place.registry.verify(&[]).await.unwrap(), Verdict::Whole(_))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_files_become_people_and_results_in_one_act_and_the_results_can_be_made_again() {
    both(async |location| {
        let office = Office::open(&location).await;
        let (acts, assessments) = (office.count("act").await, office.count("assessment").await);
        let preview = office.preview(HOUSEHOLDS, MEMBERS).await;
        assert_eq!(office.count("act").await, acts, "a preview writes nothing");
        assert!(preview.households.iter().all(|one| one.fate == Fate::New), "{:?}", preview.households);
        let unknown = preview.general.iter().any(|finding| finding.value.as_deref() == Some("colour"));
        assert!(unknown, "a column that is no question is told: {:?}", preview.general);
        let done = office.confirm(&preview).await.unwrap();
        assert_eq!((done.households_added, done.people_added, done.decided), (2, 3, 2));
        assert_eq!(office.count("act").await, acts + 1);
        assert_eq!(office.count("assessment").await, assessments + 2);

        let seen = scope(Right::SeeHouseholds, Area::Everywhere).unwrap();
        let filter = registry::households::Filter::default();
        let lines = office.place.registry.households(&seen, &filter, 1, 50).await.unwrap().lines;
        let an = lines.iter().find(|line| line.head.as_deref() == Some("Lê Văn An")).unwrap();
        let results = office.place.registry.assessments_of(&seen, an.id).await.unwrap();
        let [result] = results.as_slice() else { panic!("one result: {results:?}") };
        let answers = result.answers.as_ref().unwrap();
        assert_eq!(answers["household"]["income_per_capita"], 900_000);
        assert_eq!(answers["household"]["dwelling_area"], "40.5");
        assert_eq!(answers["members"][1]["attending"], true);
        // Who somebody is stands in the facts of the person, once.
        assert!(
            answers["members"][0].get("full_name").is_none()
                && answers["members"][0].get("id_number").is_none()
        );
        assert_eq!(registry::review::replay(result, &office.standard).unwrap(), result.assessed);
        assert!(office.is_whole().await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_files_have_nothing_new_and_another_answer_corrects_the_result() {
    both(async |location| {
        let office = Office::open(&location).await;
        office.confirm(&office.preview(HOUSEHOLDS, MEMBERS).await).await.unwrap();
        let again = office.preview(HOUSEHOLDS, MEMBERS).await;
        assert!(again.earlier.is_some());
        assert!(again.households.iter().all(|one| matches!(one.fate, Fate::NothingNew(_))));
        assert!(
            matches!(office.confirm(&again).await, Err(Stopped::Refused(_))),
            "nothing is left to record"
        );
        let acts = office.count("act").await;
        let richer = office.preview(&HOUSEHOLDS.replace("900000", "9000000"), MEMBERS).await;
        let Fate::NothingNew(id) = richer.households[0].fate else { panic!("{:?}", richer.households[0]) };
        assert!(richer.corrects(&richer.households[0], id));
        let done = office.confirm(&richer).await.unwrap();
        assert_eq!((done.decided, done.households_added, done.households_changed), (1, 0, 0));
        assert_eq!(office.count("act").await, acts + 1);
        let seen = scope(Right::SeeHouseholds, Area::Everywhere).unwrap();
        let results = office.place.registry.assessments_of(&seen, id).await.unwrap();
        assert_eq!(results.len(), 2);
        assert_eq!(results[0].supersedes, Some(results[1].id));
        assert!(office.is_whole().await);
        // What was looked at is not what would be recorded any more.
        assert!(matches!(office.confirm(&richer).await, Err(Stopped::Refused(_))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_cannot_be_read_is_told_with_its_cell_and_its_household_is_not_recorded() {
    both(async |location| {
        let office = Office::open(&location).await;
        let preview = office.preview(&HOUSEHOLDS.replace("40.5", "bốn mươi"), MEMBERS).await;
        let refused = &preview.households[0];
        assert!(matches!(refused.fate, Fate::Refused(_)));
        let [wrong] = refused.wrong_answers.as_slice() else { panic!("{:?}", refused.wrong_answers) };
        assert_eq!(
            (wrong.at.as_ref().unwrap().to_string(), wrong.question.as_str()),
            ("households!F2".into(), "dwelling_area")
        );
        let done = office.confirm(&preview).await.unwrap();
        assert_eq!((done.households_added, done.left_out, done.decided), (1, 1, 1));
    })
    .await;
}

#[test]
fn files_that_name_nobody_or_do_not_belong_together_say_so() {
    let nameless = MEMBERS.replace("full_name", "pseudonym");
    let (roster, _) = microdata(HOUSEHOLDS, &nameless);
    assert!(roster.households.is_empty());
    assert!(roster.findings.iter().any(|finding| finding.problem == roster::Problem::MembersNameless));
    let stray = format!(
        "{MEMBERS}c,1,Phạm Văn Dũng,head,male,1970-01-01,,,\nb,1,Trần Văn Em,child,male,2001-01-01,,,\n"
    );
    let twice = format!("{HOUSEHOLDS}a,24823,Tổ dân phố 1,urban,1,1,,,\nd,24823,Tổ dân phố 1,urban,1,1,,,\n");
    let (roster, _) = microdata(&twice, &stray);
    let found = |code: &str, place: &str| {
        let is_it = |finding: &&roster::Finding| {
            finding.problem.code() == code && finding.at.as_ref().unwrap().to_string() == place
        };
        assert!(roster.findings.iter().find(is_it).is_some(), "{code} {place}: {:?}", roster.findings);
    };
    found("household_id_unknown", "members!5");
    found("member_number_twice", "members!B6");
    found("household_id_twice", "households!4");
    found("household_empty", "households!5");
}
