//! The demo fills a database that stands every examination, and its users are there.

use store::Location;
use store::testing::Fresh;

use crate::Bench;

#[test]
fn the_demo_fills_a_database_that_verifies_with_a_user_of_every_role_and_two_where_the_work_takes_two() {
    let bench = Bench::new();
    let folder = bench.path("city");
    std::fs::create_dir(&folder).expect("a folder");
    let folder = folder.to_str().expect("a path");
    let filled = bench.run(&["demo", "--fill-only", "--households", "300", "--data", folder]);
    assert_eq!(filled.code, 0, "{}", filled.err);
    let verified = bench.run(&["verify", "--data", folder]);
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
    let users = bench.run(&["user", "list", "--data", folder]);
    for login in [
        "rasoat",
        "rasoat2",
        "congchuc",
        "congchuc2",
        "chutich",
        "congchucso",
        "lanhdao",
        "mattran",
        "thanhtra",
        "doitac",
        "kiemtoan",
        "quantri",
    ] {
        assert!(users.out.contains(login), "{login} in {}{}", users.out, users.err);
    }
    let again = bench.run(&["demo", "--fill-only", "--households", "300", "--data", folder]);
    assert_eq!(again.code, 2, "a database that is not empty is refused: {}", again.err);
}

#[test]
fn the_demo_holds_the_same_city_in_both_databases() {
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    let fresh = runtime.block_on(Fresh::postgres());
    let Location::Postgres(url) = fresh.location().clone() else { unreachable!("it is a server") };
    let filled = |bench: &Bench, more: &[&str]| {
        let folder = bench.path("city");
        std::fs::create_dir(&folder).expect("a folder");
        let asked = ["demo", "--fill-only", "--json", "--households", "2000", "--data"];
        let said = bench.run(&[&asked[..], &[folder.to_str().expect("a path")], more].concat());
        assert_eq!(said.code, 0, "{}", said.err);
        let said: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
        said["summary"].clone()
    };
    let (one, other) = (Bench::new(), Bench::new());
    let in_a_file = filled(&one, &[]);
    assert_eq!(in_a_file, filled(&other, &["--database", &url]));
    assert!(!other.path("city/chungtay.db").exists(), "the city is on the server only");
    assert_eq!(other.run(&["verify", "--database", &url]).code, 0);
    let reviews = in_a_file["reviews"].as_array().expect("years");
    assert_eq!(reviews.len(), 5);
    // The review of this year is under way.
    let ended = &reviews[..4];
    let found = |outcome: &str| ended.iter().all(|year| year["households"][outcome].as_i64() > Some(0));
    assert!(found("poor") && found("near_poor") && found("not_poor"), "{in_a_file}");
}
