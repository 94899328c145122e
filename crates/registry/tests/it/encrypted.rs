//! What people answered, their numbers and whatever was written about them cannot be read in the database.

use std::sync::Arc;

use registry::access::{Area, Right};
use registry::import::{Asked, Decisions};
use registry::review::replay;
use registry::store::{Location, Queries};
use registry::verify::Verdict;
use registry::{Registry, Role};
use roster::{Lists, Options};
use serde_json::{Value as Json, json};
use store::testing::both;

use crate::import::with_user;
use crate::place::{at, day, scope};
use crate::town::{Town, answers, new_campaign, standard};

/// What must be found nowhere.
pub(crate) const SECRETS: [&str; 5] =
    ["068180004321", "0987654321", "ung thư giai đoạn cuối", "1234567", "điều trị tâm thần"];
/// What is found, so that finding nothing says something.
const PLAIN: &str = "Đàm Thử Nghiệm";

/// Everything that the database keeps, as it lies there: the file with its log, or every row of every table.
pub(crate) async fn everything(registry: &Registry) -> Vec<u8> {
    let store = registry.store();
    if let Location::Sqlite(file) = store.location() {
        let log = file.with_extension("db-wal");
        let log = if log.exists() { log } else { format!("{}-wal", file.display()).into() };
        return [std::fs::read(file).unwrap(), std::fs::read(log).unwrap_or_default()].concat();
    }
    let sql = "select table_name::text as name from information_schema.tables where table_schema = current_schema()";
    let mut all = String::new();
    for table in store.rows(sql, vec![]).await.unwrap() {
        let name: String = table.get("name").unwrap();
        for row in
            store.rows(&format!("select row_to_json(t)::text as row from {name} t"), vec![]).await.unwrap()
        {
            all.push_str(&row.get::<String>("row").unwrap());
        }
    }
    all.into_bytes()
}

pub(crate) fn holds(all: &[u8], text: &str) -> bool {
    all.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn after_an_import_with_answers_no_number_illness_or_free_text_can_be_read_in_the_database() {
    both(async |location| {
        let ((place, by), standard) = (with_user(&location).await, standard());
        let registry = &place.registry;
        let new = new_campaign(&standard, 2025);
        let campaign = registry.open_campaign(None, &new, &standard, at("2025-09-01")).await.unwrap();
        let households = "household_id,commune_code,village,phone,other_cause,income_per_capita\n\
            a,24823,Tổ dân phố 1,0987654321,ung thư giai đoạn cuối,1234567\n";
        let members = "household_id,full_name,relationship,birth_year,id_number,illness_note\n\
            a,Đàm Thử Nghiệm,head,1980,068180004321,điều trị tâm thần\n";
        let grid = |text: &str| roster::read_bytes(text.as_bytes()).unwrap();
        let lists =
            Lists { provinces: roster::ProvinceCodes::parse("code\n068\n").unwrap(), ..Lists::default() };
        let options = Options { on: day("2026-01-02"), lists: &lists, ethnic_codes: None, list: None };
        let roster = roster::read_microdata(&grid(households), &grid(members), &options);
        // The files wait in the database until somebody has looked.
        let files = roster::microdata::joined(households.as_bytes(), members.as_bytes());
        registry.keep_import(&by, &files, at("2026-01-02")).await.unwrap();
        let asked = Arc::new(Asked { campaign, standard, engine_version: "1".into() });
        let preview =
            registry.preview_microdata(&by, &roster, "00", Some(asked), at("2026-01-02")).await.unwrap();
        let done = registry.confirm_import(&by, &preview, &Decisions::new(), at("2026-01-02")).await.unwrap();
        assert_eq!((done.households_added, done.decided), (1, 1));
        let all = everything(registry).await;
        assert!(holds(&all, PLAIN), "names are found by searching, so they can be read");
        for secret in SECRETS {
            assert!(!holds(&all, secret), "`{secret}` lies open");
        }
        // Whoever has the keys reads what was answered.
        let seen = scope(Right::SeeHouseholds, Area::Everywhere).unwrap();
        let filter = registry::households::Filter::default();
        let lines = registry.households(&seen, &filter, 1, 9).await.unwrap().lines;
        let results = registry.assessments_of(&seen, lines[0].id).await.unwrap();
        assert_eq!(results[0].answers.as_ref().unwrap()["members"][0]["illness_note"], "điều trị tâm thần");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_changed_digit_of_encrypted_answers_is_found_without_the_keys() {
    both(async |location| {
        let town = Town::found(&location, 3).await;
        town.record(town.campaign, vec![town.decided(0, 2024, answers(Some(900_000), true))]).await;
        assert!(is_whole_log(&town.registry).await);
        let row =
            town.registry.store().row("select id, answers from assessment", vec![]).await.unwrap().unwrap();
        let Json::String(sealed) = row.get::<Json>("answers").unwrap() else {
            panic!("answers lie in plain")
        };
        let last = if sealed.ends_with('0') { '1' } else { '0' };
        let forged = format!("{}{last}", &sealed[..sealed.len() - 1]);
        stored(&town.registry, json!(forged)).await;
        assert!(!is_whole_log(&town.registry).await);
        let seen = town.scope(Role::Auditor, Right::SeeHouseholds, Area::Everywhere);
        assert!(town.registry.assessments_of(&seen, town.households[0]).await.is_err());
        // The answers of one result are no answers of another one.
        stored(&town.registry, json!(sealed)).await;
        let again = town.registry.assessments_of(&seen, town.households[0]).await.unwrap();
        assert_eq!(replay(&again[0], &town.standard).unwrap(), again[0].assessed);
    })
    .await;
}

async fn stored(registry: &Registry, answers: Json) {
    let tx = registry.store().begin().await.unwrap();
    tx.execute("update assessment set answers = $1", vec![answers.into()]).await.unwrap();
    tx.commit().await.unwrap();
}

/// Whether rows and log are whole; the town's households stand there without facts.
async fn is_whole_log(registry: &Registry) -> bool {
    match registry.verify(&[]).await.unwrap() {
        Verdict::Whole(_) => true,
        Verdict::Tampered { found, .. } => {
            found.iter().all(|one| one.what != registry::verify::What::RowChanged)
        }
    }
}
