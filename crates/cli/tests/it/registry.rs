//! The registry as an operator has it: begun, verified, backed up, restored, refused.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use store::testing::Fresh;
use store::{Location, Store};

use crate::{Bench, arg};

/// A serving program; stopped when dropped.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Serves until the pages can be reached; says what was told until then.
fn serve(bench: &Bench, options: &[&str]) -> (Serving, String) {
    let arguments = [&["--lang", "en", "serve", "--listen", "127.0.0.1:0"], options].concat();
    let mut child = bench.command(&arguments).stderr(Stdio::piped()).spawn().expect("a process");
    let mut told = String::new();
    for line in BufReader::new(child.stderr.take().expect("its words")).lines() {
        told.push_str(&line.expect("a line"));
        told.push('\n');
        if told.contains("http://") {
            break;
        }
    }
    (Serving(child), told)
}

pub(crate) fn begun(bench: &Bench) {
    let (serving, told) = serve(bench, &["--data", "here"]);
    assert!(told.contains("http://"), "{told}");
    wait_for(|| nightly(bench).len() == 1);
    drop(serving);
}

fn nightly(bench: &Bench) -> Vec<String> {
    let entries = fs::read_dir(bench.path("here/backups")).into_iter().flatten().flatten();
    entries
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .filter(|n| n.starts_with("nightly-"))
        .collect()
}

fn wait_for(what: impl Fn() -> bool) {
    let begun = Instant::now();
    while !what() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it does not happen");
        std::thread::sleep(Duration::from_millis(50));
    }
}

pub(crate) fn change(database: &str, sql: &str) {
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    runtime.block_on(async {
        let store = Store::open(&database.parse::<Location>().expect("a place"), false).await.expect("opens");
        let tx = store.begin().await.expect("begins");
        assert!(tx.execute(sql, vec![]).await.expect("changes") > 0);
        tx.commit().await.expect("commits");
        store.close().await;
    });
}

#[test]
fn a_registry_begins_with_its_keys_and_a_backup_and_is_verified() {
    let bench = Bench::new();
    begun(&bench);
    let keys = bench.read("here/chungtay.keys");
    assert_eq!(keys.trim().len(), 64);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |name: &str| fs::metadata(bench.path(name)).expect("there").permissions().mode() & 0o777;
        assert_eq!((mode("here/chungtay.keys"), mode("here")), (0o600, 0o700));
    }
    begun(&bench);
    assert_eq!(bench.read("here/chungtay.keys"), keys, "keys are never made anew");
    let said = bench.run(&["--lang", "en", "verify", "--data", "here"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.starts_with("the log is whole: 0 acts"), "{}", said.out);
}

#[test]
fn without_a_database_only_the_law_is_served_and_nothing_is_made() {
    let bench = Bench::new();
    let (_serving, told) = serve(&bench, &[]);
    assert!(told.contains("only the law is served"), "{told}");
    assert!(!bench.path("data").exists());
}

#[test]
fn tampering_is_exit_1_in_words_and_in_json() {
    let bench = Bench::new();
    begun(&bench);
    change(
        &arg(&bench.path("here/chungtay.db")),
        "insert into audit_head (id, size, root) values (1, 0, x'00')",
    );
    let said = bench.run(&["--lang", "vi", "verify", "--data", "here"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("đầu nhật ký không khớp"), "{}", said.out);
    let said = bench.run(&["verify", "--data", "here", "--json"]);
    let object: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    assert_eq!(
        (said.code, &object["whole"], &object["schema"]),
        (1, &false.into(), &"chungtay.verify/1".into())
    );
    assert_eq!(object["tampered"][0]["what"], "head_changed");
}

#[test]
fn a_backup_restores_into_an_empty_place_only() {
    let bench = Bench::new();
    begun(&bench);
    let backup = bench.run(&["backup", "--data", "here", "--to", "one.db"]);
    assert_eq!(backup.code, 0, "{}", backup.err);
    let again = bench.run(&["backup", "--data", "here", "--to", "one.db"]);
    assert_eq!(again.code, 2);
    let over = bench.run(&["restore", "one.db", "--data", "here"]);
    assert_eq!(over.code, 2, "a restore never takes the place of data");
    let restored = bench.run(&["restore", "one.db", "--data", "there"]);
    assert_eq!(restored.code, 0, "{}", restored.err);
    // The keys are not in the backup: without them, or with others, nothing starts.
    let refused = bench.run(&["--lang", "en", "serve", "--listen", "127.0.0.1:0", "--data", "there"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("key file") && refused.err.contains("is missing"), "{}", refused.err);
    bench.write("there/chungtay.keys", "0".repeat(64));
    let refused = bench.run(&["--lang", "en", "serve", "--listen", "127.0.0.1:0", "--data", "there"]);
    assert!(refused.err.contains("belong to another database"), "{}", refused.err);
    fs::copy(bench.path("here/chungtay.keys"), bench.path("there/chungtay.keys")).expect("copied");
    let (_serving, told) = serve(&bench, &["--data", "there"]);
    assert!(told.contains("http://"), "{told}");
}

#[test]
fn what_cannot_be_opened_is_said_with_a_remedy() {
    let bench = Bench::new();
    let missing = bench.run(&["--lang", "vi", "verify", "--data", "nowhere"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("  → "), "{}", missing.err);
    assert!(!bench.path("nowhere").exists());
    let down = bench.run(&["--lang", "vi", "verify", "--database", "postgres://x:secret@127.0.0.1:1/x"]);
    assert_eq!(down.code, 2);
    assert!(down.err.contains("PostgreSQL có đang chạy") && !down.err.contains("secret"), "{}", down.err);
    bench.write("bad/chungtay.db", "not a database");
    let bad = bench.run(&["verify", "--data", "bad"]);
    assert_eq!(bad.code, 2, "{}", bad.out);
}

#[test]
fn a_newer_database_is_not_touched_and_a_current_one_needs_nothing() {
    let bench = Bench::new();
    begun(&bench);
    let said = bench.run(&["--lang", "en", "migrate", "--data", "here", "--dry-run"]);
    assert_eq!((said.code, said.out.trim()), (0, "the database is of this version"));
    change(
        &arg(&bench.path("here/chungtay.db")),
        "insert into migration (number, name, applied_at) values (999, 'x', '0')",
    );
    for command in [["serve", "--data", "here"], ["verify", "--data", "here"], ["migrate", "--data", "here"]]
    {
        let said = bench.run(&[&["--lang", "en"], &command[..]].concat());
        assert_eq!(said.code, 2);
        assert!(said.err.contains("newer version"), "{}", said.err);
    }
}

#[test]
fn a_server_holds_the_registry_and_the_folder_its_keys_and_backups() {
    let bench = Bench::new();
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    let fresh = runtime.block_on(Fresh::postgres());
    let Location::Postgres(url) = fresh.location().clone() else { unreachable!("it is a server") };
    let (serving, told) = serve(&bench, &["--data", "here", "--database", &url]);
    assert!(told.contains("http://"), "{told}");
    wait_for(|| nightly(&bench).len() == 1);
    drop(serving);
    assert!(bench.path("here/chungtay.keys").exists() && !bench.path("here/chungtay.db").exists());
    assert_eq!(bench.run(&["verify", "--database", &url]).code, 0);
}

#[test]
fn whoever_sits_at_the_machine_adds_an_administrator_and_gives_a_lost_password_anew() {
    let bench = Bench::new();
    let user = |arguments: &[&str]| bench.run(&[&["user"], arguments, &["--data", "here"]].concat());
    let absent = user(&["list"]);
    assert_eq!(absent.code, 2, "{}", absent.err);
    assert!(!bench.path("here").exists(), "a mistake in the path makes nothing");
    begun(&bench);
    let added = user(&["add", "quan.tri", "--name", "Trần Quản Trị"]);
    assert_eq!(added.code, 0, "{}", added.err);
    let taken = user(&["add", "Quan.Tri", "--name", "Ai Đó", "--lang", "en"]);
    assert_eq!(taken.code, 2);
    assert!(taken.err.contains("already"), "{}", taken.err);
    let reset = user(&["reset-password", "quan.tri"]);
    assert_eq!(reset.code, 0, "{}", reset.err);
    assert_ne!(added.out, reset.out, "another password");
    assert!(reset.out.contains("mật khẩu dùng một lần: "), "{}", reset.out);
    let list = user(&["list"]);
    assert_eq!(list.out, "quan.tri\tTrần Quản Trị\tadministrator\n");
    assert_eq!(user(&["reset-password", "khong.co"]).code, 2);
}
