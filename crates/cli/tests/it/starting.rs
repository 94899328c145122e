//! What keeps the program from starting or working: each with words in both languages that say what to do.

use std::net::TcpListener;
use std::process::{Command, Stdio};

use store::Location;
use store::testing::Fresh;
use tokio::runtime::Runtime;

use crate::office::{OFFICER, Office, fields};
use crate::{Bench, Said, said};

/// Both languages must say their words, and neither the secret.
#[track_caller]
fn in_both(run: impl Fn(&str) -> Said, vi: &[&str], en: &[&str]) {
    for (language, words) in [("vi", vi), ("en", en)] {
        let said = run(language);
        assert_eq!(said.code, 2, "{}{}", said.out, said.err);
        assert!(said.err.contains("  → ") && !said.err.contains("bi-mat"), "{}", said.err);
        for words in words {
            assert!(said.err.contains(words), "`{words}` is not in: {}", said.err);
        }
    }
}

fn serve(bench: &Bench, language: &str, options: &[&str]) -> Said {
    bench.run(&[&["--lang", language, "serve", "--listen", "127.0.0.1:0"], options].concat())
}

#[test]
fn a_database_server_that_is_down_or_has_no_such_database_is_said_at_the_start() {
    let bench = Bench::new();
    let down = "postgres://x:bi-mat@127.0.0.1:1/x";
    in_both(
        |language| serve(&bench, language, &["--data", "here", "--database", down]),
        &["không mở được cơ sở dữ liệu postgres://127.0.0.1:1/x", "PostgreSQL có đang chạy"],
        &["could not open the database postgres://127.0.0.1:1/x", "check that the database is running"],
    );
    let fresh = Runtime::new().expect("threads").block_on(Fresh::postgres());
    let Location::Postgres(url) = fresh.location() else { unreachable!("it is a server") };
    let name = url.split(['/', '?']).find(|part| part.starts_with("chungtay_test")).expect("a name");
    let other = url.replace(name, "khong_co");
    in_both(
        |language| serve(&bench, language, &["--data", "here", "--database", &other]),
        &["không mở được cơ sở dữ liệu", "có đúng cơ sở dữ liệu của chương trình"],
        &["could not open the database", "check that the database is ours"],
    );
}

#[test]
fn a_file_that_is_missing_or_none_of_ours_is_said_and_left_alone() {
    let bench = Bench::new();
    for command in [&["verify"][..], &["backup", "--to", "x.db"], &["migrate"]] {
        in_both(
            |language| bench.run(&[&["--lang", language], command, &["--data", "nowhere"]].concat()),
            &["không có cơ sở dữ liệu nowhere/chungtay.db", "kiểm tra đường dẫn"],
            &["there is no database nowhere/chungtay.db", "check the path"],
        );
    }
    assert!(!bench.path("nowhere").exists());
    bench.write("bad/chungtay.db", "Kính gửi Uỷ ban nhân dân xã ".repeat(100));
    in_both(
        |language| serve(&bench, language, &["--data", "bad"]),
        &["không mở được cơ sở dữ liệu bad/chungtay.db"],
        &["could not open the database bad/chungtay.db"],
    );
    assert!(bench.read("bad/chungtay.db").starts_with("Kính gửi"));
}

#[test]
fn a_port_that_is_taken_is_said_with_a_registry_too() {
    crate::office::both(|office| {
        let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = taken.local_addr().expect("its address").to_string();
        in_both(
            |language| office.run(&["--lang", language, "serve", "--listen", &address]),
            &[&format!("không mở được {address}"), "chọn cổng khác bằng --listen"],
            &[&format!("cannot listen on {address}"), "give another port with --listen"],
        );
    });
}

#[test]
fn a_database_of_a_newer_version_is_not_touched() {
    crate::office::both(|mut office| {
        office.kill();
        office.runtime.block_on(async {
            let tx = office.registry.store().begin().await.expect("begins");
            let sql = "insert into migration (number, name, applied_at) values (999, 'x', '2026-01-01')";
            let sql = if store::Queries::is_postgres(office.registry.store()) {
                sql
            } else {
                &sql.replace("'2026-01-01'", "'0'")
            };
            tx.execute(sql, vec![]).await.expect("inserted");
            tx.commit().await.expect("commits");
        });
        for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["verify"], &["user", "list"]] {
            in_both(
                |language| office.run(&[&["--lang", language], command].concat()),
                &["phiên bản mới hơn nâng cấp (bước 999)"],
                &["changed by a newer version of this program (step 999)"],
            );
        }
    });
}

#[test]
fn whoever_waits_too_long_for_another_program_is_told_and_loses_nothing() {
    crate::office::both(|office| {
        let mut browser = office.logged_in(OFFICER);
        let seen = office.seen(&mut browser);
        let typed = office.name("Lê Văn Ân", &seen);
        let path = format!("{}/changes/person", office.file);
        // Another program is in the middle of an act.
        let held = office.runtime.block_on(async {
            let tx = office.registry.store().begin().await.expect("begins");
            tx.execute("update audit_head set size = size", vec![]).await.expect("holds the place");
            tx
        });
        in_both(
            |language| {
                office.run(&[
                    "--lang",
                    language,
                    "user",
                    "add",
                    &format!("ba.{language}"),
                    "--name",
                    "Hoàng Ba",
                ])
            },
            &["chương trình khác đang giữ cơ sở dữ liệu"],
            &["another program holds the database"],
        );
        let waited = browser.post(&path, &fields(&typed));
        assert_eq!(waited.status, 503);
        assert!(waited.text().contains("Gửi lại những gì đã nhập"), "{}", waited.text());
        assert_eq!(browser.get(&office.file).status, 200, "reading goes on");
        office.runtime.block_on(held.rollback()).expect("gives it back");
        assert_eq!(browser.post(&path, &fields(&typed)).status, 303);
        office.is_whole();
    });
}

/// The program as a user without rights: root may write everything.
#[test]
fn a_file_or_folder_that_may_not_be_written_is_said() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65_534;
    let mut office = Office::in_file();
    office.kill();
    let bench = &office.bench;
    let is_root = bench.folder.path().metadata().expect("the folder").uid() == 0;
    let program = bench.path("chungtay");
    // The build may lie where nobody else may look.
    if std::fs::hard_link(env!("CARGO_BIN_EXE_chungtay"), &program).is_err() {
        std::fs::copy(env!("CARGO_BIN_EXE_chungtay"), &program).expect("copied");
    }
    let folder = bench.path("here");
    let files = || std::fs::read_dir(&folder).expect("the folder").flatten().map(|entry| entry.path());
    let allow = |file: u32, of_folder: u32| {
        for path in files().filter(|path| path.is_file()) {
            std::fs::set_permissions(path, PermissionsExt::from_mode(file)).expect("ours");
        }
        std::fs::set_permissions(&folder, PermissionsExt::from_mode(of_folder)).expect("ours");
    };
    if is_root {
        for path in files().chain([folder.clone(), bench.folder.path().to_owned()]) {
            chown(path, Some(NOBODY), Some(NOBODY)).expect("root may");
        }
    }
    let run = |language: &str, words: &[&str]| {
        let mut command = Command::new(&program);
        command.args([&["--lang", language], words, &["--data", "here"]].concat());
        command.current_dir(bench.folder.path()).stdin(Stdio::null());
        if is_root {
            command.uid(NOBODY).gid(NOBODY);
        }
        said(command.output().expect("a run"))
    };
    let add = ["user", "add", "ba.hoang", "--name", "Hoàng Ba"];
    let remedy = ["quyền đọc và ghi thư mục"];
    allow(0o444, 0o755);
    in_both(|language| run(language, &add), &remedy, &["the right to write the folder"]);
    allow(0o644, 0o555);
    let backup = ["backup", "--to", "here/x.db"];
    in_both(|language| run(language, &backup), &remedy, &["the right to write the folder"]);
    allow(0o644, 0o755);
    let done = run("vi", &add);
    assert_eq!(done.code, 0, "{}", done.err);
}

#[test]
fn a_database_that_is_opened_twice_serves_both() {
    crate::office::both(|office| {
        let mut command = office.command();
        let mut other = command.stderr(Stdio::null()).spawn().expect("a second program");
        let mut browser = office.logged_in(OFFICER);
        for n in 0..5 {
            let seen = office.seen(&mut browser);
            let typed = office.name(&format!("Lê Văn An {n}"), &seen);
            assert_eq!(browser.post(&format!("{}/changes/person", office.file), &fields(&typed)).status, 303);
        }
        let _ = other.kill();
        let _ = other.wait();
        office.is_whole();
    });
}
