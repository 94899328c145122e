//! Tables of points in the registry. All points here are invented for the test.

use registry::access::{Area, Right, Role};
use registry::{Registry, Stopped};
use standards::points::{PointRow, written};
use standards::standard::PovertyStandard;
use store::Queries;
use store::testing::both;

use crate::town::{Town, noon};

/// A complete table with one number of points everywhere.
fn invented(standard: &PovertyStandard, points: i64) -> String {
    let structure = standard.points.as_ref().expect("a standard with a proxy score");
    let mut rows = Vec::new();
    for region in &structure.regions {
        for item in &structure.items {
            for option in &item.options {
                rows.push(PointRow {
                    region: region.id.clone(),
                    item: item.id.clone(),
                    option: option.id.clone(),
                    points: points.to_string(),
                    ..PointRow::default()
                });
            }
        }
    }
    written(&rows)
}

fn refused<T: std::fmt::Debug>(result: Result<T, Stopped>) -> String {
    match result {
        Err(Stopped::Refused(refusal)) => refusal.why.vi,
        other => panic!("{other:?}"),
    }
}

async fn acts(registry: &Registry) -> i64 {
    let row = registry.store().row("select count(*) as n from act", vec![]).await.unwrap();
    row.unwrap().get("n").unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_counts_from_its_act_on_and_a_changed_byte_stops_its_use() {
    both(async |location| {
        let town = Town::found(&location, 1).await;
        let (registry, standard) = (&town.registry, &town.standard);
        let by = town.scope(Role::Administrator, Right::KeepReference, Area::Everywhere);
        let part = town.scope(Role::Administrator, Right::KeepReference, Area::Province("68".to_owned()));
        let other = town.scope(Role::Administrator, Right::ManageUsers, Area::Everywhere);
        let (first, second) = (invented(standard, 5), invented(standard, 7));
        let before = acts(registry).await;
        for scope in [&part, &other] {
            let tried = registry.import_points(scope, standard, (&first, "phụ lục"), noon(1)).await;
            assert!(refused(tried).contains("không được nhập"));
        }
        let without = registry.import_points(&by, standard, (&first, " "), noon(1)).await;
        assert!(refused(without).contains("nguồn"));
        let cut = first.trim_end().rsplit_once('\n').unwrap().0;
        let gap = registry.import_points(&by, standard, (cut, "phụ lục"), noon(1)).await;
        assert!(refused(gap).contains("không khớp"));
        assert!(registry.points_in_use(standard).await.unwrap().is_none());
        assert_eq!(acts(registry).await, before, "what is refused is no act");
        registry.import_points(&by, standard, (&first, "phụ lục I"), noon(1)).await.unwrap();
        let done = registry.import_points(&by, standard, (&second, "phụ lục II"), noon(1)).await.unwrap();
        assert_eq!(acts(registry).await, before + 2);
        let all = registry.imported_points(&standard.id).await.unwrap();
        assert_eq!(
            all.iter().map(|one| one.source.as_str()).collect::<Vec<_>>(),
            ["phụ lục II", "phụ lục I"]
        );
        // The later act counts, also within one instant.
        let (used, table) = registry.points_in_use(standard).await.unwrap().unwrap();
        assert_eq!((used.act_seq, &used.csv), (done.seq, &second));
        assert!(table.points.iter().flatten().flatten().all(|points| *points == 7));
        let tx = registry.store().begin().await.unwrap();
        let sql = if tx.is_postgres() {
            "update act set content = replace(content::text, ',7', ',8')::jsonb where seq = $1"
        } else {
            "update act set content = replace(content, ',7', ',8') where seq = $1"
        };
        assert_eq!(tx.execute(sql, vec![done.seq.into()]).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert!(refused(registry.points_in_use(standard).await).contains("đã bị sửa sau khi nhập"));
    })
    .await;
}
