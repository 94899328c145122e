//! What units were, what they came from, what they became; and the glossary beside them.

use standards::PackFiles;
use standards::glossary::terms;
use standards::groups::HouseholdGroups;
use standards::units::{Level, Units};
use vocab::Day;

use crate::real::vn;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn real() -> Units {
    let (units, findings) = Units::read(&vn());
    assert_eq!(findings, []);
    units
}

#[test]
fn a_merged_commune_leads_to_its_ward_and_the_ward_back_to_all_that_it_was_made_of() {
    let units = real();
    let new = units.successors(Level::Commune, "25078", day("2025-06-30"));
    assert_eq!(new.iter().map(|s| (s.new_code.as_str(), s.whole)).collect::<Vec<_>>(), [("24820", true)]);
    let mut old: Vec<&str> = units
        .predecessors(Level::Commune, "24820", day("2025-07-01"))
        .iter()
        .map(|succession| succession.old_code.as_str())
        .collect();
    old.sort_unstable();
    assert_eq!(old, ["24820", "24832", "25078"]);
    assert!(units.successors(Level::Commune, "24820", day("2025-07-01")).is_empty());
    assert!(units.predecessors(Level::Commune, "24820", day("2025-06-30")).is_empty());
}

#[test]
fn provinces_have_successors_of_their_own() {
    let units = real();
    let mut old: Vec<&str> = units
        .predecessors(Level::Province, "68", day("2025-07-01"))
        .iter()
        .map(|succession| succession.old_code.as_str())
        .collect();
    old.sort_unstable();
    assert_eq!(old, ["60", "67", "68"]);
    // The commune with a province's code is something else.
    assert!(units.successors(Level::Commune, "68", day("2025-06-30")).is_empty());
}

#[test]
fn one_code_has_several_periods_and_a_commune_knows_its_district_while_there_was_one() {
    let units = real();
    let periods = units.periods(Level::Commune, "24823");
    assert_eq!(
        periods.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>(),
        ["Phường 1", "Phường 1 Bảo Lộc"]
    );
    assert_eq!(
        periods.iter().map(|unit| unit.district_code.as_deref()).collect::<Vec<_>>(),
        [Some("673"), None]
    );
}

#[test]
fn every_term_of_the_glossary_is_sound_and_one_without_a_source_is_refused() {
    let (all, findings) = terms(&vn());
    assert_eq!(findings, []);
    assert!(all.iter().any(|term| term.id == "deprivation" && !term.meaning.en.is_empty()));
    let bad =
        "[[term]]\nid = \"x\"\nlabel = { vi = \"a\", en = \"a\" }\nmeaning = { vi = \"b\", en = \"b\" }\n";
    let files = PackFiles::new([("lists/glossary.toml".to_owned(), bad.as_bytes().to_vec())]);
    let (read, findings) = terms(&files);
    assert!(read.is_empty());
    assert!(findings.iter().any(|finding| finding.message.contains("source")), "{findings:?}");
}

#[test]
fn the_pack_says_who_is_of_an_ethnic_minority_with_its_source_and_one_without_a_source_is_refused() {
    let (groups, findings) = HouseholdGroups::read(&vn());
    assert_eq!(findings, []);
    assert!(groups.is_ethnic_minority(Some("24")) && !groups.is_ethnic_minority(Some("01")));
    assert!(!groups.is_ethnic_minority(None), "not known is not counted");
    let source = groups.ethnic_minority_source().expect("a source");
    assert_ne!(source.confidence, vocab::Confidence::Verified);
    let file =
        String::from_utf8(vn().get("lists/household_groups.toml").expect("the list").to_vec()).expect("text");
    let cut = file
        .lines()
        .filter(|line| !line.contains("confidence = \"unverified\""))
        .collect::<Vec<_>>()
        .join("\n");
    let files = PackFiles::new([("lists/household_groups.toml".to_owned(), cut.into_bytes())]);
    let (groups, findings) = HouseholdGroups::read(&files);
    assert!(!groups.is_ethnic_minority(Some("24")));
    assert!(findings.iter().any(|finding| finding.message.contains("source")), "{findings:?}");
}
