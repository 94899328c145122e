//! A PostgreSQL server that lives as long as the test process, even if that is killed.
//!
//! A shell stands between: it starts the server and reads from a pipe that only the test process holds. When the pipe
//! closes, for whatever reason, it stops the server and removes the files.

use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

/// Where distributions put the programs of the server; the newest version is taken.
const PLACES: &[&str] = &["/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt"];
/// What the tests say when there is none.
const MISSING: &str = "these tests need the programs of a PostgreSQL server (15 or newer): install `postgresql-15`, or name the maintenance database of a running server in CHUNGTAY_TEST_POSTGRES";
/// How long a server may take to start on a busy machine.
const START: Duration = Duration::from_secs(60);

const GUARD: &str = r#"
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c logging_collector=off $3 >>"$2/log" 2>&1 &
server=$!
read -r wish
if [ "$wish" = kill ]; then
  # The server with all its processes, so that none of them can still write.
  kill -STOP "$server"
  kill -KILL $(ps -o pid= --ppid "$server") "$server"
else
  # Immediate: what was not written by now is lost, as by a power cut.
  kill -QUIT "$server"
fi
wait "$server"
[ "$wish" = stop ] || [ "$wish" = kill ] || rm -rf "$2"
"#;

/// A server of our own, reachable through a socket in its folder.
#[derive(Debug)]
pub struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    settings: String,
    guard: Mutex<Option<Child>>,
}

impl Cluster {
    /// The server that all tests of this process share.
    pub fn of_this_process() -> &'static Cluster {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(|| Cluster::start(""))
    }

    /// A server for one test, which may crash it. `settings` are further words of its command line.
    pub fn start(settings: &str) -> Cluster {
        let programs = programs().expect(MISSING);
        // Short: the path of a socket holds some hundred bytes.
        let folder = tempfile::Builder::new().prefix("chungtay-pg-").tempdir_in("/tmp");
        let folder = folder.expect("a temporary folder can be made").keep();
        if let Some((uid, gid)) = other_user() {
            chown(&folder, Some(uid), Some(gid)).expect("root gives the folder to the user postgres");
        }
        std::fs::set_permissions(&folder, PermissionsExt::from_mode(0o711)).expect("the folder is ours");
        let mut init = as_other_user(&programs.join("initdb"));
        init.arg("-D").arg(folder.join("data")).args([
            "--no-sync",
            "--no-instructions",
            "-U",
            "postgres",
            "-A",
            "trust",
        ]);
        // A server whose own order is not the order of bytes, as most are.
        init.args(["-E", "UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=vi"]);
        let made = init.current_dir("/").output().expect("initdb can be started");
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        let cluster = Cluster { programs, folder, settings: settings.to_owned(), guard: Mutex::new(None) };
        cluster.start_again();
        cluster
    }

    /// The address of its maintenance database.
    pub fn maintenance(&self) -> String {
        format!("postgres://postgres@localhost/postgres?host={}", self.folder.display())
    }

    /// Stops it at once: what it had not written is lost, as by a power cut.
    pub fn crash(&self) {
        self.end(b"stop\n");
    }

    /// Kills all its processes with signal 9.
    pub fn kill(&self) {
        self.end(b"kill\n");
    }

    fn end(&self, wish: &[u8]) {
        let taken = self.guard.lock().expect("no test panicked in here").take();
        let mut guard = taken.expect("the server was running");
        guard.stdin.take().expect("the guard listens").write_all(wish).expect("the guard listens");
        guard.wait().expect("the guard ends");
    }

    /// Starts it after a crash.
    pub fn start_again(&self) {
        let mut guard = as_other_user(Path::new("/bin/sh"));
        guard.args(["-c", GUARD, "sh"]).arg(&self.programs).arg(&self.folder).arg(&self.settings);
        guard.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let started = guard.spawn().expect("a shell can be started");
        *self.guard.lock().expect("no test panicked in here") = Some(started);
        let until = Instant::now() + START;
        while !self.is_ready() {
            let log = || std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            assert!(Instant::now() < until, "PostgreSQL did not start:\n{}", log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn is_ready(&self) -> bool {
        let mut ask = Command::new(self.programs.join("pg_isready"));
        ask.arg("-q")
            .arg("-h")
            .arg(&self.folder)
            .args(["-t", "5"])
            .status()
            .is_ok_and(|status| status.success())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Closing the pipe is the word to stop and to clean up.
        let Ok(Some(mut guard)) = self.guard.lock().map(|mut guard| guard.take()) else { return };
        drop(guard.stdin.take());
        let _ = guard.wait();
    }
}

/// The folder of the newest server's programs.
fn programs() -> Option<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = Vec::new();
    for place in PLACES {
        let Ok(versions) = std::fs::read_dir(place) else { continue };
        for version in versions.flatten() {
            let digits: String =
                version.file_name().to_string_lossy().chars().filter(char::is_ascii_digit).collect();
            let programs = version.path().join("bin");
            if programs.join("initdb").is_file() && programs.join("postgres").is_file() {
                found.push((digits.parse().unwrap_or(0), programs));
            }
        }
    }
    let in_path = std::env::var_os("PATH").unwrap_or_default();
    let first = std::env::split_paths(&in_path)
        .find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file());
    found.sort();
    found.pop().map(|(_, programs)| programs).or(first)
}

/// PostgreSQL does not run as root: then it runs as the user `postgres`.
fn other_user() -> Option<(u32, u32)> {
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    is_root.then(|| {
        let number = |flag: &str| {
            let said = Command::new("id").args([flag, "postgres"]).output().ok()?;
            String::from_utf8_lossy(&said.stdout).trim().parse::<u32>().ok()
        };
        number("-u")
            .zip(number("-g"))
            .expect("as root, the tests need the user `postgres`, which comes with the server")
    })
}

fn as_other_user(program: &Path) -> Command {
    let mut command = Command::new(program);
    if let Some((uid, gid)) = other_user() {
        command.uid(uid).gid(gid);
    }
    command
}
