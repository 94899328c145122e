//! No room in the middle of an act, and a database that may only be read: nothing of the act is there, reading goes on, and
//! so does everything once there is room.
//!
//! SQLite's file meets a real limit of the process (a file may not grow), on PostgreSQL the server answers as it does when
//! its disk is full (SQLSTATE 53100), at the last table that an act writes to.

use std::process::Command;

use rlimit::{Resource, prlimit};

use crate::browser::{Browser, hidden};
use crate::office::{OFFICER, Office, fields};
use crate::uploads::send_file;

const FULL: &str = "create function full_disk() returns trigger language plpgsql as $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$";

/// Starts the program so that a file that may not grow is an error and not the end of it.
fn started(office: &mut Office) {
    let program = office.command();
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""])
        .arg(program.get_program())
        .args(program.get_args());
    command.current_dir(program.get_current_dir().expect("a folder"));
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    office.start_as(command);
}

fn change(office: &Office, sql: &str) {
    office.runtime.block_on(async {
        let tx = office.registry.store().begin().await.expect("begins");
        tx.execute(sql, vec![]).await.expect("changes");
        tx.commit().await.expect("commits");
    });
}

fn fill(office: &Office, is_full: bool) {
    if !store::Queries::is_postgres(office.registry.store()) {
        let most = if is_full { 4096 } else { rlimit::INFINITY };
        let pid = i32::try_from(office.pid()).expect("a process");
        prlimit(pid, Resource::FSIZE, Some((most, rlimit::INFINITY)), None).expect("a limit");
    } else if is_full {
        change(office, FULL);
        change(
            office,
            "create trigger full_disk before insert or update on audit_head for each row execute function full_disk()",
        );
    } else {
        change(office, "drop trigger full_disk on audit_head");
    }
}

fn refused(browser: &mut Browser, path: &str, typed: &[(&str, &str)]) {
    let answer = browser.post(path, typed);
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert!(answer.text().contains("Máy chủ không ghi được dữ liệu"), "{}", answer.text());
    let kept = hidden(&answer.text(), path);
    let kept: Vec<(&str, &str)> = kept.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(kept, typed);
}

#[test]
fn a_full_disk_in_an_act_leaves_nothing_of_it_and_the_program_goes_on() {
    crate::office::both(|mut office| {
        started(&mut office);
        let mut browser = office.logged_in(OFFICER);
        let seen = office.seen(&mut browser);
        let typed = office.name("Lê Văn Ân", &seen);
        let path = format!("{}/changes/person", office.file);
        fill(&office, true);
        refused(&mut browser, &path, &fields(&typed));
        let is_file = !store::Queries::is_postgres(office.registry.store());
        if is_file {
            let list = crate::uploads::list(&["Trần Thị Cúc;Trần Thị Cúc;Chủ hộ;1950;Nữ;;24823;Thôn 1"]);
            let answer = send_file(&mut browser, list.as_bytes()).expect("an answer");
            assert_eq!(answer.status, 503);
            assert!(answer.text().contains("Máy chủ không ghi được dữ liệu"), "{}", answer.text());
            // One that does not even fit beside the database.
            let answer = send_file(&mut browser, list.repeat(50).as_bytes()).expect("an answer");
            assert!(answer.text().contains("không chạy được chương trình đọc tệp"), "{}", answer.text());
        }
        let page = browser.get(&office.file);
        assert_eq!(page.status, 200, "reading goes on");
        assert!(!page.text().contains("Lê Văn Ân"));
        assert_eq!(office.seen(&mut browser), seen);
        fill(&office, false);
        office.is_whole();
        assert_eq!(browser.post(&path, &fields(&typed)).status, 303);
        let page = browser.get(&office.file);
        assert!(page.text().contains("Lê Văn Ân"), "{} {}", page.status, page.text());
        office.is_whole();
        assert!(office.log().contains("free some room"), "{}", office.log());
    });
}

#[test]
fn a_server_that_may_only_be_read_says_so_and_keeps_what_was_typed() {
    let mut office = Office::on_server();
    let mut browser = office.logged_in(OFFICER);
    let seen = office.seen(&mut browser);
    let typed = office.name("Lê Văn Ân", &seen);
    let path = format!("{}/changes/person", office.file);
    let name = "do $$ begin execute format('alter database %I set default_transaction_read_only = MODE', current_database()); end $$";
    change(&office, &name.replace("MODE", "on"));
    office.start();
    browser.to = office.address();
    refused(&mut browser, &path, &fields(&typed));
    assert_eq!(browser.get(&office.file).status, 200);
    change(&office, &name.replace("MODE", "off"));
    office.start();
    browser.to = office.address();
    assert_eq!(browser.post(&path, &fields(&typed)).status, 303);
}
