//! The demo fills a database that stands every examination, and its users are there.

use crate::Bench;

#[test]
fn the_demo_fills_a_database_that_verifies_with_one_user_of_every_role() {
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
        "congchuc",
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
