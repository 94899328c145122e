//! Signal 9 at any moment, to the program or to the database server: what was acknowledged is there, nothing is there in
//! part, and work goes on.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::Duration;

use store::testing::{Cluster, Fresh};

use crate::browser::Browser;
use crate::office::{ADMINISTRATOR, OFFICER, Office, fields};

/// What the pages acknowledged.
#[derive(Default)]
struct Acknowledged {
    users: BTreeSet<String>,
    /// The number in the newest name of the household's head, and the last one that was sent.
    name: usize,
    sent: usize,
    lists: BTreeSet<String>,
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// Adds users until the program is gone.
fn add_users(browser: &mut Browser, round: usize, told: &Mutex<Acknowledged>) {
    for n in 0.. {
        let login = format!("u{round}.{n}");
        let sent = browser.try_post("/admin/users", &[("name", "Hoàng Văn Ba"), ("login", &login)]);
        let Some(answer) = sent.filter(|answer| answer.status < 500) else { return };
        assert_eq!(answer.status, 200, "{}", answer.text());
        told.lock().expect("nobody failed in here").users.insert(login);
    }
}

/// Corrects a name again and again until the program is gone.
fn correct_names(office: &Office, browser: &mut Browser, told: &Mutex<Acknowledged>) {
    loop {
        let Some(file) = browser.send("GET", &office.file, &[], b"") else { return };
        // An answer may have been cut off, too.
        let html = String::from_utf8_lossy(&file.bytes).into_owned();
        let Some((_, rest)) = html.split_once("name=\"seen\" value=\"") else { return };
        let seen = rest.split('"').next().unwrap_or_default();
        let n = {
            let mut told = told.lock().expect("nobody failed in here");
            told.sent += 1;
            told.sent
        };
        let typed = office.name(&format!("Lê Văn An {n}"), seen);
        let path = format!("{}/changes/person", office.file);
        let sent = browser.try_post(&path, &fields(&typed));
        let Some(answer) = sent.filter(|answer| answer.status < 500) else { return };
        assert_eq!(answer.status, 303, "{}", answer.text());
        told.lock().expect("nobody failed in here").name = n;
    }
}

/// Records lists of one household each until the program is gone.
fn record_lists(browser: &mut Browser, round: usize, told: &Mutex<Acknowledged>) {
    for n in 0.. {
        let name = format!("Trần Thị Số {round} {n}");
        let list = format!(
            "Họ và tên chủ hộ;Họ và tên;Quan hệ với chủ hộ;Ngày sinh;Giới tính;CCCD;Mã xã;Thôn\n{name};{name};Chủ hộ;1950;Nữ;06815{:07};24823;Thôn 1\n",
            round * 1000 + n
        );
        let Some(recorded) = crate::uploads::recorded(browser, list.as_bytes()) else { return };
        assert!(recorded, "{name}");
        told.lock().expect("nobody failed in here").lists.insert(name);
    }
}

/// Three people work while `strike` comes; then everything that they were told must be there.
fn work_until(office: &Office, round: usize, told: &Mutex<Acknowledged>, strike: impl FnOnce()) {
    let mut browsers = [ADMINISTRATOR, OFFICER, OFFICER].map(|login| office.logged_in(login));
    let [administrator, officer, colleague] = &mut browsers;
    std::thread::scope(|scope| {
        scope.spawn(|| add_users(administrator, round, told));
        scope.spawn(|| correct_names(office, officer, told));
        scope.spawn(|| record_lists(colleague, round, told));
        strike();
    });
}

fn is_all_there(office: &Office, told: &Acknowledged) {
    office.is_whole();
    let users = office.run(&["user", "list"]).out;
    for login in &told.users {
        assert!(users.contains(&format!("{login}\t")), "{login} was acknowledged and is gone");
    }
    let mut browser = office.logged_in(OFFICER);
    let file = browser.get(&office.file).text();
    if told.name > 0 {
        let is_there = (told.name..=told.sent).any(|n| file.contains(&format!("Lê Văn An {n}<")));
        assert!(is_there, "the name {} was acknowledged and is gone", told.name);
    }
    let list = browser.get("/households/export.csv").text();
    for name in &told.lists {
        assert_eq!(
            list.matches(&format!("{name},")).count(),
            1,
            "the household of {name} must be there once: {list}"
        );
    }
}

fn killed_again_and_again(mut office: Office, kills: usize) {
    let told = Mutex::new(Acknowledged::default());
    let mut dice = Dice(20_261_126);
    for round in 0..kills {
        let wait = Duration::from_millis(30 + dice.below(900));
        let pid = office.pid().to_string();
        work_until(&office, round, &told, || {
            std::thread::sleep(wait);
            let killed = std::process::Command::new("kill").args(["-9", &pid]).status();
            assert!(killed.is_ok_and(|status| status.success()));
        });
        office.start();
        is_all_there(&office, &told.lock().expect("nobody failed in here"));
    }
    let told = told.into_inner().expect("nobody failed in here");
    assert!(told.users.len() > kills / 2 && told.name > kills / 2, "hardly anything was done");
    assert!(!told.lists.is_empty(), "no list was recorded");
}

#[test]
fn a_program_killed_at_any_moment_has_lost_no_act_and_has_none_in_part_in_a_file() {
    killed_again_and_again(Office::in_file(), 20);
}

#[test]
fn a_program_killed_at_any_moment_has_lost_no_act_and_has_none_in_part_on_a_server() {
    killed_again_and_again(Office::on_server(), 20);
}

#[test]
fn a_database_server_killed_at_any_moment_has_lost_no_act_and_the_program_goes_on() {
    let server = Cluster::start("");
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    let office = Office::begun(Some(runtime.block_on(Fresh::on(&server.maintenance()))));
    let told = Mutex::new(Acknowledged::default());
    let mut dice = Dice(7);
    for round in 0..5 {
        let wait = Duration::from_millis(100 + dice.below(900));
        work_until(&office, round, &told, || {
            std::thread::sleep(wait);
            server.kill();
        });
        server.start_again();
        is_all_there(&office, &told.lock().expect("nobody failed in here"));
    }
}
