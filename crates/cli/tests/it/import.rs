//! Lists and microdata from the command line: looked at, recorded, recognised; and files that mean harm.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Int64Array, NullArray, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use roster::Problem;
use roster::child::{Limits, read_in_child};
use store::{Location, Queries, Row, Store};

use crate::{Bench, Said, said};

const PASSWORD: &str = "vi-nguoi-ngheo-2026";

fn parquet(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns).expect("columns of one length");
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
    bytes
}

fn texts(items: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(items.to_vec()))
}

impl Bench {
    /// As a person at a terminal who types the password.
    fn import(&self, login: &str, arguments: &[&str]) -> Said {
        let all = [&["--lang", "en", "import", "--data", "city", "--login", login], arguments].concat();
        let mut command = self.command(&all);
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("a process");
        let mut typed = child.stdin.take().expect("its input");
        writeln!(typed, "{PASSWORD}").expect("typed");
        drop(typed);
        said(child.wait_with_output().expect("a run"))
    }
}

fn row(bench: &Bench, sql: &str) -> Row {
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    runtime.block_on(async {
        let store =
            Store::open(&Location::Sqlite(bench.path("city/chungtay.db")), false).await.expect("open");
        let row = store.row(sql, vec![]).await.expect("a query").expect("a row");
        store.close().await;
        row
    })
}

#[test]
fn parquet_files_are_looked_at_then_recorded_by_whoever_logs_in_and_recognised_afterwards() {
    let bench = Bench::new();
    std::fs::create_dir(bench.path("city")).expect("a folder");
    let filled = bench.run(&["demo", "--fill-only", "--households", "300", "--data", "city"]);
    assert_eq!(filled.code, 0, "{}", filled.err);
    let officer = "select g.unit_code from role_grant g join user_account u on u.id = g.user_id where u.login = 'congchuc'";
    let commune: String = row(&bench, officer).get("unit_code").expect("a code");
    let village =
        row(&bench, &format!("select village_id from village_now where commune_code = '{commune}' limit 1"));
    let village = village.id("village_id").expect("an id").to_string();
    let campaign = "select id from campaign where standard = 'vn-2022' order by year desc limit 1";
    let campaign = row(&bench, campaign).id("id").expect("an id").to_string();
    bench.write(
        "households.parquet",
        parquet(vec![
            ("household_id", texts(&["a"])),
            ("commune_code", texts(&[&commune])),
            ("village_code", texts(&[&village])),
            ("income_per_capita", Arc::new(Int64Array::from(vec![700_000]))),
            ("wall_durable", Arc::new(BooleanArray::from(vec![false]))),
        ]),
    );
    bench.write(
        "members.parquet",
        parquet(vec![
            ("household_id", texts(&["a"])),
            ("member_no", Arc::new(Int64Array::from(vec![1]))),
            ("full_name", texts(&["Đàm Thử Nghiệm"])),
            ("relationship", texts(&["head"])),
            ("sex", texts(&["female"])),
            ("birth_date", texts(&["1971-02-03"])),
        ]),
    );
    let files =
        ["--households", "households.parquet", "--members", "members.parquet", "--campaign", &campaign];
    let acts = || row(&bench, "select count(*) as n from act").get::<i64>("n").expect("a number");
    let before = acts();
    let looked = bench.import("congchuc", &files);
    assert_eq!(looked.code, 0, "{}{}", looked.out, looked.err);
    assert!(looked.out.contains("members!2: a new household – "), "{}", looked.out);
    assert!(looked.out.contains("nothing was recorded") && acts() == before, "{}", looked.out);
    assert_ne!(bench.import("rasoat", &files).code, 0, "a surveyor changes no household");
    let done = bench.import("congchuc", &[&files[..], &["--confirm"]].concat());
    assert_eq!(done.code, 0, "{}{}", done.out, done.err);
    assert!(done.out.contains("1 households added, 0 changed, 1 results"), "{}", done.out);
    assert_eq!(acts(), before + 1);
    let again = bench.import("congchuc", &[&files[..], &["--confirm", "--leave-undecided"]].concat());
    assert!(again.out.contains("exactly this file was recorded before"), "{}", again.out);
    assert_eq!(again.code, 2, "nothing is left to record: {}", again.out);
    assert_eq!(bench.run(&["verify", "--data", "city"]).code, 0);

    // A snapshot's columns: pseudonyms only.
    bench.write("members.parquet", parquet(vec![("household_id", texts(&["a"])), ("sex", texts(&["male"]))]));
    let nameless = bench.import("congchuc", &files);
    assert_eq!(nameless.code, 1);
    assert!(nameless.out.contains("full_name") && nameless.out.contains("pseudonyms"), "{}", nameless.out);
}

fn read(file: &Path) -> Result<usize, Problem> {
    let limits = Limits { seconds: 5, ..Limits::default() };
    let program = Path::new(env!("CARGO_BIN_EXE_chungtay"));
    let grid = read_in_child(program, file, limits).map_err(|finding| finding.problem)?;
    Ok(grid.sheets.iter().map(|sheet| sheet.rows.len()).sum())
}

#[test]
fn a_parquet_file_that_means_harm_ends_its_own_reader_and_is_told_as_a_problem() {
    let bench = Bench::new();
    let ids: Vec<String> = (0..300).map(|at| format!("household {at}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let whole = parquet(vec![("household_id", texts(&ids)), ("sex", texts(&["male"; 300]))]);
    let try_out = |bytes: &[u8]| {
        bench.write("a.parquet", bytes);
        read(&bench.path("a.parquet"))
    };
    assert_eq!(try_out(&whole), Ok(301));
    for cut in [4, 5, 12, whole.len() / 2, whole.len() - 9, whole.len() - 1] {
        assert!(try_out(&whole[..cut]).is_err(), "cut to {cut} bytes");
    }
    // Every part of the footer lies once: lengths, counts, offsets, types.
    let footer =
        whole.len() - 8 - u32::from_le_bytes(whole[whole.len() - 8..][..4].try_into().unwrap()) as usize;
    for at in (footer..whole.len()).step_by(5) {
        let mut lying = whole.clone();
        lying[at] ^= 0x7f;
        // Whatever it says, it is an answer: the reader ends, and this process lives.
        if let Ok(rows) = try_out(&lying) {
            assert!(rows <= 600_001);
        }
    }
    // Two kilobytes that unpack to forty million empty cells.
    let nothing: ArrayRef = Arc::new(NullArray::new(4_000_000));
    let many =
        (0..10).map(|at| (["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"][at], Arc::clone(&nothing)));
    let bomb = parquet(many.collect());
    assert!(bomb.len() < 100_000, "{} bytes", bomb.len());
    assert_eq!(try_out(&bomb), Err(Problem::TooManyCells));
}
