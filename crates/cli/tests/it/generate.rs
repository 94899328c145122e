//! `generate`: invented populations.

use crate::Bench;

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let bench = Bench::new();
    for (seed, folder, threads) in [("1", "a", "1"), ("1", "b", "3"), ("2", "c", "2")] {
        let said = bench.run(&[
            "generate",
            "--households",
            "2500",
            "--seed",
            seed,
            "--out",
            folder,
            "--threads",
            threads,
        ]);
        assert_eq!(said.code, 0, "{}", said.err);
    }
    let bytes = |name: &str| std::fs::read(bench.path(name)).expect("a file");
    for file in ["households.parquet", "members.parquet"] {
        assert_eq!(bytes(&format!("a/{file}")), bytes(&format!("b/{file}")), "{file}");
        assert_ne!(bytes(&format!("a/{file}")), bytes(&format!("c/{file}")), "{file}");
    }
}

#[test]
fn a_population_can_be_invented_for_any_standard() {
    let bench = Bench::with_trial_standard();
    let said = bench.run(&[
        "generate",
        "--households",
        "500",
        "--seed",
        "1",
        "--out",
        "d",
        "--standard",
        "./my-standard",
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    let said = bench.run(&[
        "classify",
        "--standard",
        "./my-standard",
        "--households",
        "d/households.parquet",
        "--members",
        "d/members.parquet",
        "--out",
        "r.csv",
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(bench.read("r.csv").lines().count(), 501);
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let bench = Bench::new();
    bench.write("taken", "a file");
    let said = bench.run(&["generate", "--households", "5", "--seed", "1", "--out", "taken/inside"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("taken/inside"), "{}", said.err);
}
