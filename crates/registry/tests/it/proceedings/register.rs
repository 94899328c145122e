//! What lies in the database of a review, and what an act leaves when it is not done.

use registry::store::Queries;
use store::testing::both;

use super::stage::{AN, Stage};

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_and_who_hangs_on_a_list_lies_encrypted() {
    both(|location| async move {
        let stage = Stage::signed(&location).await;
        let mut all = String::new();
        for (table, column) in
            [("proceeding", "terms"), ("proceeding_event", "content"), ("proceeding_list", "content")]
        {
            for row in
                stage.registry.store().rows(&format!("select {column} from {table}"), vec![]).await.unwrap()
            {
                let json: serde_json::Value = row.get(column).unwrap();
                all.push_str(json.as_str().expect("encrypted"));
            }
        }
        for plain in ["Nguyễn", "outcome", "near_poor", "QĐ-UBND", "chưa có văn bản"] {
            assert!(!all.contains(plain), "{plain}");
        }
        // Whoever may see it reads it.
        let lists =
            stage.registry.proceeding_lists(&stage.sees(stage.officer).await, stage.id).await.unwrap();
        let kinds: Vec<&str> = lists.iter().map(|list| list.kind.as_str()).collect();
        assert_eq!(kinds, ["posting", "posting", "decision"]);
        assert!(lists[0].text.contains("Nguyễn Văn An") && lists[2].text.contains("escaped"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deed_is_one_act_and_a_refused_one_leaves_nothing() {
    both(|location| async move {
        let stage = Stage::opened(&location).await;
        let count = async |table: &str| -> i64 {
            let sql = format!("select count(*) as n from {table}");
            stage.registry.store().row(&sql, vec![]).await.unwrap().unwrap().get("n").unwrap()
        };
        let before = (count("act").await, count("proceeding_event").await);
        stage.refused(stage.officer, review::Pass { village: None }).await;
        assert_eq!((count("act").await, count("proceeding_event").await), before);
        stage.enrolls(AN, review::Why::Managed).await;
        assert_eq!((count("act").await, count("proceeding_event").await), (before.0 + 1, before.1 + 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_event_of_one_number_does_not_come_into_the_database() {
    both(|location| async move {
        let stage = Stage::opened(&location).await;
        stage.enrolls(AN, review::Why::Managed).await;
        let tx = stage.registry.store().begin().await.unwrap();
        let sql = "insert into proceeding_event (proceeding_id, number, kind, at, content, act_seq, ordinal) \
                   select proceeding_id, number, kind, at, content, act_seq, 99 from proceeding_event";
        assert!(tx.execute(sql, vec![]).await.is_err());
    })
    .await;
}
