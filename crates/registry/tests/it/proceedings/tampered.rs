//! Whoever changes what a review rests on or what it led to is found, also somebody who has the keys and encrypts anew.

use registry::Keys;
use registry::proceedings::CampaignVerdict;
use registry::store::{Location, Queries, Value};
use registry::verify::Verdict;
use serde_json::{Value as Json, json};
use store::testing::both;
use uuid::Uuid;

use super::stage::{AN, BINH, Stage};
use crate::town::not_poor;

struct Spoiled {
    stage: Stage,
}

impl Spoiled {
    async fn of(location: &Location) -> Spoiled {
        let stage = Stage::signed(location).await;
        let spoiled = Spoiled { stage };
        let whole = spoiled.check().await;
        assert!(whole.is_whole(), "{:?}", whole.found);
        spoiled
    }

    async fn check(&self) -> CampaignVerdict {
        let standards = [self.stage.standard.clone()];
        self.stage.registry.verify_campaign(self.stage.campaign.0, &standards).await.unwrap().unwrap()
    }

    async fn does(&self, sql: &str, values: Vec<Value>) {
        let tx = self.stage.registry.store().begin().await.unwrap();
        assert!(tx.execute(sql, values).await.unwrap() > 0, "{sql}");
        tx.commit().await.unwrap();
    }

    async fn read(&self, sql: &str, values: Vec<Value>) -> Json {
        self.stage.registry.store().row(sql, values).await.unwrap().unwrap().get("it").unwrap()
    }

    /// What is found, by code, after one change that is then taken back.
    async fn found(&self, change: (&str, Vec<Value>), back: (&str, Vec<Value>)) -> Vec<&'static str> {
        self.does(change.0, change.1).await;
        let verdict = self.check().await;
        let log = self.stage.registry.verify(&[]).await.unwrap();
        self.does(back.0, back.1).await;
        assert!(verdict.found.iter().all(|one| !one.words().vi.is_empty() && !one.words().en.is_empty()));
        if !change.0.contains("_now") && !change.0.contains("proceeding_place") {
            assert!(matches!(log, Verdict::Tampered { .. }), "the log finds it, too: {}", change.0);
        }
        let mut codes: Vec<&'static str> = verdict.found.iter().map(|one| one.what.code()).collect();
        codes.dedup();
        codes
    }

    /// Sets one JSON cell.
    async fn json(
        &self,
        table: &str,
        column: &str,
        key: &str,
        values: Vec<Value>,
        to: Json,
    ) -> Vec<&'static str> {
        let was: Json =
            self.read(&format!("select {column} as it from {table} where {key}"), values.clone()).await;
        let at = values.len() + 1;
        let sql = format!("update {table} set {column} = ${at} where {key}");
        let with = |json: Json| [values.clone(), vec![json.into()]].concat();
        self.found((&sql, with(to)), (&sql, with(was))).await
    }
}

fn sealed(place: &str, json: &Json) -> Json {
    let keys = Keys::of_secret([7; 32]);
    let Ok(sealed) = keys.encrypt(place, &json.to_string()) else { panic!("no random numbers") };
    Json::String(sealed)
}

fn opened(place: &str, stored: &Json) -> Json {
    let text = Keys::of_secret([7; 32]).decrypt(place, stored.as_str().unwrap()).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn changed_answers_and_changed_results_are_found() {
    both(|location| async move {
        let spoiled = Spoiled::of(&location).await;
        let basis = spoiled.stage.walk().await.bases()[&spoiled.stage.house(AN)];
        let place = format!("assessment.answers/{basis}");
        let key = || vec![Value::from(basis.0)];
        let other = sealed(&place, &not_poor());
        let found = spoiled.json("assessment", "answers", "id = $1", key(), other.clone()).await;
        assert_eq!(found, ["result_not_as_answers"]);
        let found = spoiled.json("assessment", "answers", "id = $1", key(), json!("enc1:00")).await;
        assert_eq!(found, ["answers_unreadable"]);
        let set = "update assessment set outcome = $2 where id = $1";
        let with = |outcome: &str| vec![basis.0.into(), outcome.to_owned().into()];
        let found = spoiled.found((set, with("near_poor")), (set, with("poor"))).await;
        assert_eq!(found, ["result_not_as_answers", "event_not_as_result"]);
        // Somebody who has the keys and changes both: then the event does not say what it rests on.
        spoiled.does("update assessment set outcome = 'near_poor' where id = $1", key()).await;
        let near = sealed(&place, &crate::town::near_poor());
        spoiled.does("update assessment set answers = $2, deprivation_count = 0, deprivation_count_max = 0, deprived = $3 where id = $1",
            vec![basis.0.into(), near.into(), json!([]).into()]).await;
        let codes: Vec<_> = spoiled.check().await.found.iter().map(|one| one.what.code()).collect();
        assert_eq!(codes, ["event_not_as_result"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_a_missing_and_a_forged_event_are_found() {
    both(|location| async move {
        let spoiled = Spoiled::of(&location).await;
        let id = spoiled.stage.id;
        let walk = spoiled.stage.walk().await;
        let number_of =
            |kind: &str| walk.events.iter().find(|one| one.event.deed.kind().code() == kind).unwrap().number;
        let key = |number: i64| vec![Value::from(id.0), Value::from(number)];
        let (table, one) = ("proceeding_event", "proceeding_id = $1 and number = $2");
        let rewritten = async |number: i64, change: &dyn Fn(&mut Json)| {
            let place = format!("proceeding_event.content/{id}/{number}");
            let was: Json =
                spoiled.read(&format!("select content as it from {table} where {one}"), key(number)).await;
            let mut content = opened(&place, &was);
            change(&mut content);
            spoiled.json(table, "content", one, key(number), sealed(&place, &content)).await
        };
        // Another result; another person who signed; nobody agreed; a reason that is gone.
        let found =
            rewritten(number_of("classify"), &|json| json["deed"]["outcome"] = "near_poor".into()).await;
        assert_eq!(found, ["event_not_as_result", "event_not_permitted"]);
        let officer = spoiled.stage.officer.user.to_string();
        let found = rewritten(number_of("sign"), &|json| json["by"] = officer.clone().into()).await;
        assert!(found.contains(&"event_changed") && found.contains(&"event_not_permitted"), "{found:?}");
        let found =
            rewritten(number_of("hold_meeting"), &|json| json["deed"]["agenda"][0]["agree"] = 1.into()).await;
        assert!(found.contains(&"event_not_permitted"), "{found:?}");
        let found = rewritten(number_of("determine"), &|json| json["deed"]["reason"] = "".into()).await;
        assert_eq!(found, ["event_not_permitted"]);
        let found = rewritten(number_of("sign"), &|json| json["deed"]["number"] = "13/QĐ-UBND".into()).await;
        assert_eq!(found, ["status_not_as_decision"]);
        let found = spoiled.json(table, "content", one, key(3), json!("enc1:00")).await;
        assert_eq!(found, ["event_unreadable"]);
        // One that is gone: in the middle, and the last one.
        let away = "update proceeding_event set number = 900 where proceeding_id = $1 and number = $2";
        let back = "update proceeding_event set number = $2 where proceeding_id = $1 and number = 900";
        let found = spoiled.found((away, key(4)), (back, key(4))).await;
        assert_eq!(found, ["event_missing"]);
        let before: Vec<&str> = vec!["survey", "sign"];
        for kind in before {
            let set = "update proceeding_event set kind = $3 where proceeding_id = $1 and number = $2";
            let with = |word: &str| [key(number_of(kind)), vec![word.to_owned().into()]].concat();
            assert_eq!(spoiled.found((set, with("pass")), (set, with(kind))).await, ["event_changed"]);
        }
        let last = walk.events.len() as i64 - 1;
        let cut = "delete from proceeding_event where proceeding_id = $1 and number = $2";
        spoiled.does(cut, key(last)).await;
        let codes: Vec<_> = spoiled.check().await.found.iter().map(|one| one.what.code()).collect();
        // The last one was the signature: its scan is left without it.
        assert_eq!(codes, ["file_missing", "board_not_as_events"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changed_lists_terms_procedures_statuses_and_boards_are_found() {
    both(|location| async move {
        let spoiled = Spoiled::of(&location).await;
        let id = spoiled.stage.id;
        let scope = spoiled.stage.sees(spoiled.stage.officer).await;
        let lists = spoiled.stage.registry.proceeding_lists(&scope, id).await.unwrap();
        let (posted, decided) = (&lists[0], &lists[2]);
        let key = |number: i64| vec![Value::from(id.0), Value::from(number)];
        let one = "proceeding_id = $1 and number = $2";
        for (list, from, to) in
            [(posted, "Nguyễn Văn An", "Nguyễn Văn Ăn"), (decided, "\tpoor\t", "\tnear_poor\t")]
        {
            let place = format!("proceeding_list.content/{id}/{}", list.number);
            let text = Json::String(list.text.replacen(from, to, 1));
            assert_ne!(text.as_str(), Some(list.text.as_str()));
            let found = spoiled
                .json("proceeding_list", "content", one, key(list.number), sealed(&place, &text))
                .await;
            assert_eq!(found, ["list_changed"], "{from}");
        }
        let away = "update proceeding_list set number = 900 where proceeding_id = $1 and number = $2";
        let back = "update proceeding_list set number = $2 where proceeding_id = $1 and number = 900";
        let found = spoiled.found((away, key(decided.number)), (back, key(decided.number))).await;
        assert_eq!(found, ["list_changed"]);
        // Somebody who was managed and is not in the terms any more.
        let place = format!("proceeding.terms/{id}");
        let whole = || vec![Value::from(id.0)];
        let was: Json = spoiled.read("select terms as it from proceeding where id = $1", whole()).await;
        let mut terms = opened(&place, &was);
        terms["managed"].as_array_mut().unwrap().pop();
        let found = spoiled.json("proceeding", "terms", "id = $1", whole(), sealed(&place, &terms)).await;
        assert_eq!(found, ["event_not_permitted"]);
        let pack: Json = spoiled.read("select files as it from procedure_pack", vec![]).await;
        let mut softer = pack.clone();
        let text = softer["procedures/yearly-2021.toml"]
            .as_str()
            .unwrap()
            .replace("least_percent = 50", "least_percent = 5");
        softer["procedures/yearly-2021.toml"] = text.into();
        assert_ne!(pack, softer);
        let found = spoiled.json("procedure_pack", "files", "1 = 1", vec![], softer).await;
        assert_eq!(found, ["procedure_changed"]);
        status_and_board(&spoiled).await;
    })
    .await;
}

async fn status_and_board(spoiled: &Spoiled) {
    let id = spoiled.stage.id;
    let binh: Uuid = spoiled.stage.households[BINH].0;
    let fact = "subject = $1 and attribute = 'status'";
    let was: Json =
        spoiled.read(&format!("select value as it from fact where {fact}"), vec![binh.into()]).await;
    let mut other = was.clone();
    other["class"] = "poor".into();
    let found = spoiled.json("fact", "value", fact, vec![binh.into()], other).await;
    assert_eq!(found, ["status_not_as_decision"]);
    let away = "update fact set attribute = 'nothing' where subject = $1 and attribute = 'status'";
    let back = "update fact set attribute = 'status' where subject = $1 and attribute = 'nothing'";
    let found = spoiled.found((away, vec![binh.into()]), (back, vec![binh.into()])).await;
    assert_eq!(found, ["status_not_as_decision"]);
    // That its status was said ahead of its day does not hide that a household was changed.
    spoiled
        .does("update household_now set members = members + 1 where household_id = $1", vec![binh.into()])
        .await;
    let log = spoiled.stage.registry.verify(&[]).await.unwrap();
    assert!(matches!(log, Verdict::Tampered { count: 1, .. }), "{log:?}");
    spoiled
        .does("update household_now set members = members - 1 where household_id = $1", vec![binh.into()])
        .await;
    let key = || vec![Value::from(id.0)];
    let found = spoiled.json("proceeding_now", "standing", "proceeding_id = $1", key(), json!({})).await;
    assert_eq!(found, ["board_not_as_events"]);
    // A review that is hidden as finished hides from everybody's work.
    let finish =
        |is: &'static str| format!("update proceeding_now set is_finished = {is} where proceeding_id = $1");
    let found = spoiled.found((&finish("true"), key()), (&finish("false"), key())).await;
    assert_eq!(found, ["board_not_as_events"]);
    spoiled.does("delete from proceeding_list where proceeding_id = $1 and kind = 'decision'", key()).await;
    let codes: Vec<_> = spoiled.check().await.found.iter().map(|one| one.what.code()).collect();
    assert_eq!(codes, ["list_missing"]);
    spoiled.does("delete from proceeding_place where proceeding_id = $1", key()).await;
    let codes: Vec<_> = spoiled.check().await.found.iter().map(|one| one.what.code()).collect();
    assert_eq!(codes, ["list_missing", "board_not_as_events"]);
}
