//! Parts of stories that need a process of their own: this same program of tests, started for one part only.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use store::{Kind, Location, Store};

use crate::tell::{refused, set};

/// Where the part finds its database.
const PLACE: &str = "CHUNGTAY_TEST_PLACE";

fn part(name: &str) -> Command {
    part_of(&std::env::current_exe().unwrap(), name)
}

fn part_of(program: &Path, name: &str) -> Command {
    let mut command = Command::new(program);
    command.args(["--exact", &format!("child::{name}"), "--ignored", "--nocapture", "--test-threads=1"]);
    command
}

/// Runs a part as a user without rights: root may write everything.
pub(crate) fn as_nobody(name: &str) {
    let folder = tempfile::tempdir().unwrap();
    let mut command = part(name);
    if folder.path().metadata().unwrap().uid() == 0 {
        const NOBODY: u32 = 65_534;
        // The build lies where only root may look.
        let program = folder.path().join("tests");
        std::fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
        std::os::unix::fs::chown(folder.path(), Some(NOBODY), Some(NOBODY)).unwrap();
        command = part_of(&program, name);
        command.uid(NOBODY).gid(NOBODY).current_dir(folder.path());
    }
    let done = command.env(PLACE, folder.path()).output().unwrap();
    let said = [done.stdout, done.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(done.status.success() && said.contains("1 passed"), "{said}");
}

/// Starts a part that writes to a database until it is killed, and yields what it acknowledges.
pub(crate) fn writing(name: &str, location: &Location) -> (Child, impl Iterator<Item = i64> + use<>) {
    writing_on(name, location, &|_| ())
}

/// The same in an environment of its own.
pub(crate) fn writing_on(
    name: &str,
    location: &Location,
    set: &dyn Fn(&mut Command),
) -> (Child, impl Iterator<Item = i64> + use<>) {
    let mut command = part(name);
    set(&mut command);
    let place = match location {
        Location::Sqlite(path) => path.display().to_string(),
        Location::Postgres(url) => url.clone(),
    };
    let mut child = command.env(PLACE, place).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    (child, lines.filter_map(|line| line.strip_prefix("acknowledged ")?.parse().ok()))
}

fn place() -> String {
    std::env::var(PLACE).expect("this part is started by a test")
}

#[tokio::test]
#[ignore = "a part of another test, which runs it in a process of its own"]
async fn read_only_file() {
    let folder = place();
    let path = Path::new(&folder).join("chungtay.db");
    let location = Location::Sqlite(path.clone());
    let store = Store::open(&location, true).await.unwrap();
    store.migrate().await.unwrap();
    store.close().await;
    let allow = |path: &Path, mode| std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
    allow(&path, 0o444);
    let written = async {
        let store = Store::open(&location, true).await?;
        let tx = store.begin().await?;
        set(&tx, "x").await?;
        tx.commit().await
    };
    refused(written.await, Kind::NoRoom, "could not");
    allow(&path, 0o644);
    allow(Path::new(&folder), 0o555);
    let other = Location::Sqlite(Path::new(&folder).join("new.db"));
    let made = Store::open(&other, true).await;
    allow(Path::new(&folder), 0o755);
    refused(made, Kind::NoRoom, "could not open");
}

async fn write_for_ever(hasty: bool) {
    let store = Store::open(&place().parse().unwrap(), false).await.unwrap();
    let mut seq = crate::survives::last(&store).await;
    loop {
        seq += 1;
        let tx = store.begin().await.unwrap();
        crate::survives::write(&tx, seq).await;
        if hasty {
            println!("acknowledged {seq}");
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        tx.commit().await.unwrap();
        if !hasty {
            println!("acknowledged {seq}");
        }
    }
}

#[tokio::test]
#[ignore = "a part of another test, which runs it in a process of its own"]
async fn writes_and_then_acknowledges() {
    write_for_ever(false).await;
}

#[tokio::test]
#[ignore = "a part of another test, which runs it in a process of its own"]
async fn writes_with_synchronous_off() {
    crate::power::write_carelessly(Path::new(&place())).await;
}

#[tokio::test]
#[ignore = "a part of another test, which runs it in a process of its own"]
async fn acknowledges_and_then_writes() {
    write_for_ever(true).await;
}
