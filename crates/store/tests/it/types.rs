//! What goes in comes out, equally on both databases.

use sea_orm::JsonValue;
use store::dates::{Instant, day, optional_day};
use store::testing::both;
use store::{Kind, Location, Queries, Store, Tx, Value};
use unicode_normalization::is_nfc;

use crate::tell::{id, ready, refused, set, settings};

fn json(text: &str) -> Value {
    Value::Json(Some(Box::new(text.parse::<JsonValue>().unwrap())))
}

/// An act, on which the other rows hang.
async fn act(tx: &Tx, seq: i64, at: Instant) {
    let columns = ["seq", "id", "kind", "at", "content", "commitment"];
    let content = json(r#"{"b": [1, null, "đ"], "a": 9007199254740993, "nested": {"empty": {}}}"#);
    let row = vec![seq.into(), id().into(), "test".into(), at.into(), content, vec![0_u8, 255, 7].into()];
    tx.insert("act", &columns, vec![row]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whole_numbers_reach_both_ends() {
    both(|location| async move {
        let store = ready(&location).await;
        let tx = store.begin().await.unwrap();
        for seq in [i64::MIN, -1, 0, 1, i64::MAX] {
            act(&tx, seq, Instant::from_millis(0)).await;
        }
        tx.commit().await.unwrap();
        let rows = store.rows("select seq from act order by seq", vec![]).await.unwrap();
        let found: Vec<i64> = rows.iter().map(|row| row.get("seq").unwrap()).collect();
        assert_eq!(found, [i64::MIN, -1, 0, 1, i64::MAX]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn instants_keep_their_milliseconds_and_their_order() {
    // Before 1970, the same second with and without a part, one that ends in zeros, and a far one.
    let instants = [-62_000_000_000_001, -1, 0, 1, 500, 999, 1000, 1_790_000_000_120, 4_102_444_800_000];
    both(|location| async move {
        let store = ready(&location).await;
        let tx = store.begin().await.unwrap();
        for (seq, at) in instants.iter().enumerate() {
            act(&tx, i64::try_from(seq).unwrap(), Instant::from_millis(*at)).await;
        }
        tx.commit().await.unwrap();
        let rows = store.rows("select at from act order by at desc", vec![]).await.unwrap();
        let found: Vec<i64> =
            rows.iter().rev().map(|row| row.instant("at").unwrap().unwrap().millis()).collect();
        assert_eq!(found, instants);
        for (before, at) in instants.iter().enumerate() {
            let sql = "select count(*) as n from act where at < $1";
            let row = store.row(sql, vec![Instant::from_millis(*at).into()]).await.unwrap().unwrap();
            assert_eq!(row.get::<i64>("n").unwrap(), i64::try_from(before).unwrap(), "before {at}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn days_before_1970_and_missing_days_come_back() {
    both(|location| async move {
        let store = ready(&location).await;
        let tx = store.begin().await.unwrap();
        act(&tx, 1, Instant::from_millis(0)).await;
        let columns = ["act_seq", "ordinal", "subject", "attribute", "valid_from", "valid_until", "digest"];
        // 1890-01-01, the day before 1970, the first of 1970, a leap day, and the last day that four digits can say.
        let days = [-29_219, -1, 0, 11_016, 2_932_896];
        let row = |(at, from): (usize, &i32)| {
            let until = optional_day((at % 2 == 0).then_some(from + 1));
            vec![
                1.into(),
                i64::try_from(at).unwrap().into(),
                id().into(),
                "name".into(),
                day(*from),
                until,
                vec![7_u8; 32].into(),
            ]
        };
        tx.insert("fact", &columns, days[..4].iter().enumerate().map(row).collect()).await.unwrap();
        tx.commit().await.unwrap();
        let rows =
            store.rows("select valid_from, valid_until from fact order by valid_from", vec![]).await.unwrap();
        let found: Vec<_> = rows
            .iter()
            .map(|row| (row.day("valid_from").unwrap(), row.day("valid_until").unwrap()))
            .collect();
        assert_eq!(found[0], (Some(-29_219), Some(-29_218)));
        assert_eq!(found[1], (Some(-1), None));
        assert_eq!(found[3], (Some(11_016), None));
        let row =
            store.row("select count(*) as n from fact where valid_from <= $1", vec![day(-1)]).await.unwrap();
        assert_eq!(row.unwrap().get::<i64>("n").unwrap(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn json_and_bytes_come_back_as_they_were() {
    both(|location| async move {
        let store = ready(&location).await;
        let tx = store.begin().await.unwrap();
        act(&tx, 1, Instant::from_millis(0)).await;
        tx.commit().await.unwrap();
        let row =
            store.row("select content, commitment, reason, salt from act", vec![]).await.unwrap().unwrap();
        let content: JsonValue = row.get("content").unwrap();
        assert_eq!(content["a"], 9_007_199_254_740_993_i64);
        assert_eq!(content["b"][2], "đ");
        assert_eq!(content["b"][1], JsonValue::Null);
        assert_eq!(row.get::<Vec<u8>>("commitment").unwrap(), [0, 255, 7]);
        assert_eq!(row.get::<Option<Vec<u8>>>("salt").unwrap(), None);
        assert_eq!(row.get::<Option<String>>("reason").unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn vietnamese_text_comes_back_letter_by_letter_in_the_same_order() {
    let names =
        ["Hoà", "Hòa", "a", "A", "z", "Ánh", "đ", "Đặng Thị Ử", "𝛼 ☂", "'; drop table act; --", "%_\\"];
    assert!(names.iter().all(|name| is_nfc(name)));
    let mut sorted: Vec<&str> = names.to_vec();
    sorted.sort_unstable();
    both(|location| {
        let sorted = sorted.clone();
        async move {
            let store = ready(&location).await;
            let tx = store.begin().await.unwrap();
            for name in names {
                set(&tx, name).await.unwrap();
            }
            tx.commit().await.unwrap();
            assert_eq!(settings(&store).await, sorted);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_with_nul_is_refused_by_both() {
    both(|location| async move {
        let store: Store = ready(&location).await;
        for value in [json(r#"["a\u0000b"]"#), json(r#"{"a\u0000": {}}"#)] {
            let tx = store.begin().await.unwrap();
            let row = vec![vec!["name".into(), value]];
            refused(tx.insert("setting", &["name", "value"], row).await, Kind::Constraint, "NUL");
        }
        let tx = store.begin().await.unwrap();
        refused(set(&tx, "a\0b").await, Kind::Constraint, "NUL");
        // Six letters that only look like it.
        tx.insert("setting", &["name", "value"], vec![vec!["x".into(), json(r#""\\u0000""#)]]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(settings(&store).await, ["x"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_rows_than_one_statement_takes_are_all_written() {
    both(|location: Location| async move {
        let store = ready(&location).await;
        let tx = store.begin().await.unwrap();
        let rows = (0..2501).map(|n| vec![format!("{n:04}").into(), json("1")]).collect();
        tx.insert("setting", &["name", "value"], rows).await.unwrap();
        tx.insert("setting", &["name", "value"], vec![]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(settings(&store).await.len(), 2501);
    })
    .await;
}
