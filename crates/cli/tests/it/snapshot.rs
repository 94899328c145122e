//! Sealed snapshots as people use them: sealed, opened by `classify`, checked, tampered with.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, RecordBatch};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;
use store::Location;
use store::testing::Fresh;

use crate::classify::json;
use crate::schema::conforms;
use crate::{Bench, Said, arg};

/// A small invented city, filled once; tests read it and seal into folders of their own.
static CITY: LazyLock<Bench> = LazyLock::new(|| {
    let bench = Bench::new();
    fs::create_dir(bench.path("city")).expect("a folder");
    let filled = bench.run(&["demo", "--fill-only", "--households", "1500", "--data", "city"]);
    assert_eq!(filled.code, 0, "{}", filled.err);
    bench
});

/// An object of the program as its page in `docs/schema` says.
fn as_written(object: &Value) {
    let snapshot = json(include_str!("../../../../docs/schema/chungtay.snapshot-1.schema.json"));
    let (schema, manifests): (&str, Vec<&Value>) = match object["schema"].as_str().expect("a schema") {
        "chungtay.sealed/1" => {
            (include_str!("../../../../docs/schema/chungtay.sealed-1.schema.json"), vec![&object["manifest"]])
        }
        "chungtay.snapshots/1" => (
            include_str!("../../../../docs/schema/chungtay.snapshots-1.schema.json"),
            object["snapshots"].as_array().expect("a list").iter().map(|one| &one["manifest"]).collect(),
        ),
        "chungtay.snapshot-check/1" => {
            (include_str!("../../../../docs/schema/chungtay.snapshot-check-1.schema.json"), Vec::new())
        }
        other => panic!("no schema {other}"),
    };
    let schema = json(schema);
    conforms(object, &schema, &schema, "");
    for manifest in manifests {
        conforms(manifest, &snapshot, &snapshot, "/manifest");
    }
}

/// Seals a year of the city into a folder of that name; gives the folder of the snapshot and what was said.
fn seal(name: &str, year: &str) -> (PathBuf, Value) {
    let arguments =
        ["snapshot", "--data", "city", "--year", year, "--out", name, "--json", "--reason", "thử"];
    let said = CITY.run(&arguments);
    assert_eq!(said.code, 0, "{}", said.err);
    let object = json(&said.out);
    as_written(&object);
    (CITY.path(object["folder"].as_str().expect("a folder")), object)
}

fn check(folder: &Path, more: &[&str]) -> Said {
    let folder = arg(folder);
    CITY.run(&[&["--lang", "en", "snapshot", "check", &folder], more].concat())
}

fn files_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).expect("a folder").flatten() {
            if entry.path().is_dir() {
                open.push(entry.path());
            } else {
                let name = entry.path().strip_prefix(folder).expect("below").to_string_lossy().into_owned();
                found.insert(name, fs::read(entry.path()).expect("a file"));
            }
        }
    }
    found
}

fn batches(file: &Path) -> Vec<RecordBatch> {
    let file = fs::File::open(file).expect("a file");
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet").build().expect("a reader");
    reader.map(|batch| batch.expect("rows")).collect()
}

/// Decision columns by household, whatever the encoding of the texts.
fn decisions(file: &Path, indicators: &[&str]) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    for batch in batches(file) {
        let text = |name: &str, row: usize| {
            let column = batch.column_by_name(name).expect(name);
            let shown = arrow_cast::display::array_value_to_string(column, row);
            shown.expect("a text")
        };
        for row in 0..batch.num_rows() {
            let counts = ["deprivation_count", "deprivation_count_max"].map(|name| {
                let column = batch.column_by_name(name).expect(name);
                column.as_primitive::<Int32Type>().value(row).to_string()
            });
            let mut all = vec![text("outcome", row), text("income_band", row)];
            all.extend(counts);
            all.extend(indicators.iter().map(|name| {
                let column = batch.column_by_name(name).expect(name).as_boolean();
                if column.is_null(row) { "unknown".to_owned() } else { column.value(row).to_string() }
            }));
            found.insert(text("household_id", row), all);
        }
    }
    found
}

const INDICATORS: [&str; 12] = [
    "employment",
    "dependents",
    "nutrition",
    "health_insurance",
    "adult_education",
    "child_schooling",
    "housing_quality",
    "housing_area",
    "water_source",
    "toilet",
    "telecom_use",
    "information_means",
];

#[test]
fn a_sealed_snapshot_classified_again_gives_the_recorded_outcomes() {
    let (folder, object) = seal("again", "2025");
    let manifest = &object["manifest"];
    let part = folder.join("year=2025/province=68");
    let (households, members) = (arg(&part.join("households.parquet")), arg(&part.join("members.parquet")));
    let of = |key: &str| manifest["campaign"][key].as_str().expect("a day");
    let said = CITY.run(&[
        "classify",
        "--standard",
        manifest["standard"]["id"].as_str().expect("an id"),
        "--households",
        &households,
        "--members",
        &members,
        "--out",
        "again.parquet",
        "--result-day",
        of("result_day"),
        "--age-day",
        of("age_day"),
        "--json",
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    let (recorded, again) =
        (decisions(Path::new(&households), &INDICATORS), decisions(&CITY.path("again.parquet"), &INDICATORS));
    assert_eq!(recorded.len() as u64, manifest["rows"]["households"].as_u64().expect("a number"));
    assert!(recorded.len() > 50, "{}", recorded.len());
    assert_eq!(recorded, again);
    let outcomes = &json(&said.out)["outcomes"];
    for (outcome, counted) in manifest["figures"]["outcomes"].as_object().expect("figures") {
        assert_eq!(counted["households"], outcomes[outcome], "{outcome}");
    }
}

#[test]
fn the_demo_has_sealed_every_year_and_the_files_say_no_name_and_no_number() {
    let listed = CITY.run(&["snapshot", "list", "--data", "city", "--json"]);
    assert_eq!(listed.code, 0, "{}", listed.err);
    let listed = json(&listed.out);
    as_written(&listed);
    let sealed: Vec<&Value> = listed["snapshots"].as_array().expect("a list").iter().collect();
    let mut checked = 0;
    for one in sealed.into_iter().filter(|one| one["reason"].as_str().is_some_and(|why| why.contains("demo")))
    {
        let folder = CITY.path("city/snapshots").join(one["snapshot"].as_str().expect("an id"));
        let said = check(&folder, &["--data", "city"]);
        assert_eq!(said.code, 0, "{}{}", said.out, said.err);
        for file in files_below(&folder).keys().filter(|name| name.ends_with(".parquet")) {
            for batch in batches(&folder.join(file)) {
                let schema = batch.schema();
                for stays in ["full_name", "head_name", "phone", "id_number", "birth_date", "surveyor_note"] {
                    assert!(schema.column_with_name(stays).is_none(), "{stays} in {file}");
                }
            }
        }
        checked += 1;
    }
    assert_eq!(checked, 5);
    assert!(
        !fs::read_dir(CITY.path("city/snapshots"))
            .expect("there")
            .flatten()
            .any(|entry| { entry.file_name().to_string_lossy().starts_with('.') })
    );
}

#[test]
fn the_same_results_are_sealed_into_the_same_bytes() {
    let ((first, said), (second, again)) = (seal("twice", "2024"), seal("twice", "2024"));
    assert_ne!(first, second);
    let (mut first, mut second) = (files_below(&first), files_below(&second));
    assert_eq!(said["manifest"]["files"], again["manifest"]["files"]);
    // The manifest says how long the log was, and the first sealing stands in it.
    assert_ne!(first.remove("manifest.json"), second.remove("manifest.json"));
    assert_ne!(first.remove("SHA256SUMS"), second.remove("SHA256SUMS"));
    assert_eq!(first.len(), 2);
    assert_eq!(first, second);
}

#[test]
fn any_changed_byte_is_found() {
    let (folder, object) = seal("changed", "2023");
    assert_eq!(check(&folder, &[]).code, 0);
    let whole = check(&folder, &["--data", "city", "--json"]);
    assert_eq!((whole.code, &json(&whole.out)["whole"]), (0, &true.into()));
    as_written(&json(&whole.out));
    for (name, bytes) in files_below(&folder) {
        let path = folder.join(&name);
        // Every byte of the small files, some of the large ones.
        let step = (bytes.len() / 40).max(1);
        for at in (0..bytes.len()).step_by(step) {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            fs::write(&path, &changed).expect("written");
            let said = check(&folder, &[]);
            assert_eq!(said.code, 1, "byte {at} of {name}: {}{}", said.out, said.err);
        }
        fs::write(&path, &bytes[..bytes.len() - 1]).expect("written");
        assert_eq!(check(&folder, &[]).code, 1, "{name} was cut");
        fs::remove_file(&path).expect("removed");
        let expected = if name == "manifest.json" { 2 } else { 1 };
        assert_eq!(check(&folder, &[]).code, expected, "{name} is gone");
        fs::write(&path, &bytes).expect("written");
    }
    fs::write(folder.join("year=2023/more.txt"), "x").expect("written");
    let said = check(&folder, &[]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("more.txt: does not belong"), "{}", said.out);
    as_written(&json(&check(&folder, &["--json"]).out));
    fs::remove_file(folder.join("year=2023/more.txt")).expect("removed");
    assert_eq!(check(&folder, &[]).code, 0);
    // A forgery that is sound in itself fits no entry of the log.
    let text = fs::read_to_string(folder.join("manifest.json")).expect("a text");
    let forged = text.replace("\"year\":2023", "\"year\":2022");
    assert_ne!(text, forged);
    let sha256 = object["manifest_sha256"].as_str().expect("a hash");
    let sums = fs::read_to_string(folder.join("SHA256SUMS")).expect("a text");
    fs::write(folder.join("manifest.json"), &forged).expect("written");
    fs::write(folder.join("SHA256SUMS"), sums.replace(sha256, &sha256_of(forged.as_bytes())))
        .expect("written");
    assert_eq!(check(&folder, &[]).code, 0);
    let said = check(&folder, &["--data", "city"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("no snapshot with this manifest is in the log"), "{}", said.out);
}

fn sha256_of(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_campaign_on_a_server_is_sealed_into_the_data_folder_and_found_in_its_log() {
    let bench = Bench::new();
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    let fresh = runtime.block_on(Fresh::postgres());
    let Location::Postgres(url) = fresh.location().clone() else { unreachable!("it is a server") };
    std::fs::create_dir(bench.path("here")).expect("a folder");
    let on_server = |arguments: &[&str]| {
        let said = bench.run(&[arguments, &["--data", "here", "--database", &url]].concat());
        assert_eq!(said.code, 0, "{arguments:?}: {}{}", said.out, said.err);
        said.out
    };
    on_server(&["demo", "--fill-only", "--households", "300"]);
    let object = json(&on_server(&["snapshot", "--year", "2024", "--reason", "thử", "--json"]));
    let folder = object["folder"].as_str().expect("a folder").to_owned();
    assert!(bench.path(&folder).join("manifest.json").is_file() && !bench.path("here/chungtay.db").exists());
    let whole = json(&on_server(&["snapshot", "check", &folder, "--json"]));
    assert_eq!((&whole["whole"], &whole["compared_with_log"]), (&true.into(), &true.into()));
    let listed = json(&on_server(&["snapshot", "list", "--json"]));
    assert_eq!(listed["snapshots"][0]["snapshot"], object["snapshot"]);
    assert_eq!(listed["snapshots"][0]["reason"], "thử");
    let (all, log) = (&object["manifest"]["rows"], &object["manifest"]["log"]["size"]);
    assert!(all["households"].as_u64() > Some(5) && *log == object["act_seq"], "{object}");
}

#[test]
fn what_cannot_be_sealed_leaves_nothing() {
    for (arguments, why) in [
        (&["--year", "1999"][..], "there is no such campaign"),
        (&["--campaign", "00000000-0000-7000-8000-000000000000"][..], "there is no such campaign"),
        (&["--year", "2024", "--reason", " "][..], "there is no reason"),
    ] {
        let base = ["--lang", "en", "snapshot", "--data", "city", "--out", "nothing"];
        let said = CITY.run(&[&base[..], arguments].concat());
        assert_eq!(said.code, 2, "{}", said.out);
        assert!(said.err.contains(why), "{}", said.err);
        let left = fs::read_dir(CITY.path("nothing")).map_or(0, |entries| entries.count());
        assert_eq!(left, 0, "{arguments:?}");
    }
    let nowhere = CITY.run(&["snapshot", "--data", "elsewhere"]);
    assert_eq!(nowhere.code, 2);
    assert!(!CITY.path("elsewhere").exists());
    let none = CITY.run(&["snapshot", "check", "."]);
    assert_eq!(none.code, 2, "{}", none.out);
}
