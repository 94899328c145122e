//! `packs`: the law as data.

use crate::Bench;

#[test]
fn the_built_in_pack_is_sound_and_its_cases_pass() {
    let bench = Bench::new();
    let said = bench.run(&["packs", "check"]);
    assert_eq!(said.code, 0, "{}", said.out);
    let said = bench.run(&["--lang", "en", "packs", "cases"]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(said.out.contains(", 0 failed"), "{}", said.out);
}

#[test]
fn a_review_of_december_2021_and_one_of_december_2026_pick_the_right_standard() {
    let bench = Bench::new();
    for (day, standard) in [
        ("2021-12-31", "vn-2016"),
        ("2022-01-01", "vn-2022"),
        ("2026-12-31", "vn-2022"),
        ("2027-01-01", "vn-2027"),
    ] {
        let said = bench.run(&["packs", "list", "--result-day", day, "--place", "24823"]);
        assert_eq!(said.code, 0, "{}", said.err);
        let marked: Vec<&str> = said.out.lines().filter_map(|line| line.strip_prefix("→ ")).collect();
        assert_eq!(marked.len(), 1, "{day}: {}", said.out);
        assert!(marked[0].starts_with(standard), "{day}: {}", said.out);
    }
}

#[test]
fn a_changed_threshold_in_a_copy_of_the_pack_changes_the_decision_and_the_digest() {
    let bench = Bench::with_trial_standard();
    let digest = |bench: &Bench| {
        let said = bench.run(&[
            "classify",
            "--standard",
            "./my-standard",
            "--households",
            "households.csv",
            "--members",
            "members.csv",
            "--out",
            "r.csv",
            "--json",
        ]);
        assert_eq!(said.code, 0, "{}", said.err);
        let object: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
        (object["digest"].to_string(), object["outcomes"]["poor"].as_u64())
    };
    let before = digest(&bench);
    let text = bench.read("my-standard/standard.toml").replace("value  = 0.5", "value  = 0.2");
    bench.write("my-standard/standard.toml", text);
    let after = digest(&bench);
    assert_eq!((before.1, after.1), (Some(1), Some(0)));
    assert_ne!(before.0, after.0);
}

#[test]
fn all_mistakes_of_a_folder_are_listed_at_once() {
    let bench = Bench::with_trial_standard();
    let text = bench.read("my-standard/indicators.toml");
    let text = text.replace("m.reads", "m.raeds").replace("rooms <", "rooms <=> ");
    bench.write("my-standard/indicators.toml", text);
    let said = bench.run(&["packs", "check", "my-standard"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("did you mean `reads`?"), "{}", said.out);
    assert!(said.out.matches("indicators.toml:").count() >= 2, "{}", said.out);
}

#[test]
fn a_local_standard_beside_another_folder_takes_over_its_parts() {
    let bench = Bench::with_trial_standard();
    bench.write(
        "higher/standard.toml",
        "id = \"higher\"\nlabel = { vi = \"Cao hơn\", en = \"Higher\" }\nstatus = \"example\"\nscope = \"local\"\n\
         places = [\"68\"]\nextends = \"../my-standard\"\ncovers = { from = \"2026-01-01\", until = \"2030-01-01\" }\n\
         source = { doc = \"none\", confidence = \"invented\" }\n[[param.rooms_per_person]]\nvalue = 9\n\
         from = \"2026-01-01\"\nsource = { doc = \"none\", confidence = \"invented\" }\n",
    );
    let said = bench.run(&["packs", "check", "higher"]);
    assert_eq!(said.code, 0, "{}", said.out);
}

#[test]
fn a_standard_can_be_read_in_both_languages() {
    let bench = Bench::new();
    let vi = bench.run(&["packs", "show", "vn-2022"]);
    let en = bench.run(&["--lang", "en", "packs", "show", "vn-2022"]);
    assert_eq!((vi.code, en.code), (0, 0));
    assert!(vi.out.contains("07/2021/NĐ-CP") && vi.out.contains("1.500.000"), "{}", vi.out);
    assert!(vi.out.contains("chưa đối chiếu"), "unverified values are marked");
    assert!(en.out.contains("1,500,000"), "{}", en.out);
}

#[test]
fn completions_and_the_manual_are_printed() {
    let bench = Bench::new();
    for shell in ["bash", "zsh", "fish"] {
        let said = bench.run(&["completions", shell]);
        assert!(said.code == 0 && said.out.contains("classify"), "{shell}");
    }
    let said = bench.run(&["man"]);
    assert!(said.code == 0 && said.out.contains(".TH") && said.out.contains("income"), "{}", said.out);
}

#[test]
fn procedures_are_listed_shown_and_checked_with_the_standards() {
    let bench = Bench::new();
    let list = bench.run(&["packs", "list"]);
    assert!(list.out.contains("yearly-2021") && list.out.contains("31/12/2026?"), "{}", list.out);
    let shown = bench.run(&["packs", "show", "yearly-2021"]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    assert!(shown.out.contains("stateDiagram-v2") && shown.out.contains("theo trí nhớ"), "{}", shown.out);
    let json = bench.run(&["packs", "list", "--json"]);
    let object: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(object["procedures"].as_array().map(Vec::len), Some(5));
    let said = bench.run(&["--lang", "en", "packs", "check"]);
    assert!(said.out.contains("5 procedures sound; 0 errors"), "{}", said.out);
}

#[test]
fn a_mistake_in_a_procedure_is_found_by_packs_check() {
    let bench = Bench::new();
    bench.copy_pack("copy");
    let text = bench.read("copy/procedures/yearly-2021.toml").replace("do = \"sign\"", "do = \"sing\"");
    bench.write("copy/procedures/yearly-2021.toml", text);
    let said = bench.run(&["--lang", "en", "packs", "check", "copy"]);
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(said.out.contains("no deed `sing`") && said.out.contains("did you mean `sign`?"), "{}", said.out);
    assert!(said.out.contains("procedures/yearly-2021.toml:"), "{}", said.out);
}
