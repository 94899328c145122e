//! A commune's office: the real program serves a registry with people in it, on either database, and is killed and started
//! again.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::sync::{Arc, Mutex};

use registry::access::{Area, Right};
use registry::keys::unhex;
use registry::register::{Birth, NewHousehold, NewPerson};
use registry::store::dates::Instant;
use registry::users::NewGrant;
use registry::villages::VillageDetails;
use registry::{GrantId, Keys, PersonId, Registry, Role};
use standards::units::Units;
use store::testing::Fresh;
use store::{Location, Store};
use tokio::runtime::Runtime;
use vocab::{Day, Zone};

use crate::Bench;
use crate::browser::Browser;
use crate::pack::pack;

pub(crate) const PASSWORD: &str = "bốn mùa hoa nở";
pub(crate) const ADMINISTRATOR: &str = "quan.tri";
pub(crate) const OFFICER: &str = "lan.nguyen";
pub(crate) const COLLEAGUE: &str = "mai.le";
const WARD: &str = "24823";

/// The office.
pub(crate) struct Office {
    pub(crate) bench: Bench,
    /// Where the data lie, as options of a command.
    place: Vec<String>,
    pub(crate) runtime: Runtime,
    /// The same registry beside the program, for what the pages do not show.
    pub(crate) registry: Registry,
    /// The file of the household of Lê Văn An, and himself.
    pub(crate) file: String,
    pub(crate) head: PersonId,
    /// The right of the colleague.
    pub(crate) grant: GrantId,
    serving: Option<Serving>,
    _database: Option<Fresh>,
}

struct Serving {
    child: Child,
    address: SocketAddr,
    told: Arc<Mutex<String>>,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Tells a story in an office with a SQLite file, then in one with a PostgreSQL database.
pub(crate) fn both(story: impl Fn(Office)) {
    for is_server in [false, true] {
        story(if is_server { Office::on_server() } else { Office::in_file() });
    }
}

impl Office {
    pub(crate) fn in_file() -> Office {
        Office::begun(None)
    }

    pub(crate) fn on_server() -> Office {
        let runtime = Runtime::new().expect("threads");
        Office::begun(Some(runtime.block_on(Fresh::postgres())))
    }

    /// An office that serves; the database was made and filled before.
    pub(crate) fn begun(database: Option<Fresh>) -> Office {
        let bench = Bench::new();
        let mut place = vec!["--data".to_owned(), "here".to_owned()];
        let location = match &database {
            None => Location::Sqlite(bench.path("here/chungtay.db")),
            Some(fresh) => fresh.location().clone(),
        };
        if let Location::Postgres(url) = &location {
            place.extend(["--database".to_owned(), url.clone()]);
        }
        // The program itself makes the keys and the tables.
        drop(serving(command(&bench, &place)));
        let secret = unhex(bench.read("here/chungtay.keys").trim()).expect("keys");
        let keys = Keys::of_secret(secret.try_into().expect("32 bytes"));
        let runtime = Runtime::new().expect("threads");
        let registry = runtime
            .block_on(async { Registry::new(Store::open(&location, false).await.expect("it opens"), keys) });
        let (file, head, grant) = runtime.block_on(filled(&registry)).expect("it can be filled");
        let mut office =
            Office { bench, place, runtime, registry, file, head, grant, serving: None, _database: database };
        office.start();
        office
    }

    /// Starts the program, for example after it was killed.
    pub(crate) fn start(&mut self) {
        self.start_as(command(&self.bench, &self.place));
    }

    /// The same by another way.
    pub(crate) fn start_as(&mut self, command: Command) {
        self.serving = None;
        self.serving = Some(serving(command));
    }

    /// The command that serves this office.
    pub(crate) fn command(&self) -> Command {
        command(&self.bench, &self.place)
    }

    fn serving(&self) -> &Serving {
        self.serving.as_ref().expect("the program was started")
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.serving().address
    }

    pub(crate) fn pid(&self) -> u32 {
        self.serving().child.id()
    }

    /// Ends it with signal 9, whatever it does.
    pub(crate) fn kill(&mut self) {
        self.serving = None;
    }

    /// What it wrote into its log so far.
    pub(crate) fn log(&self) -> String {
        self.serving().told.lock().expect("nobody failed in here").clone()
    }

    /// Runs another command of the program on the same data.
    pub(crate) fn run(&self, words: &[&str]) -> crate::Said {
        let place: Vec<&str> = self.place.iter().map(String::as_str).collect();
        let without_folder = words.first() == Some(&"verify") && place.len() > 2;
        let place = if without_folder { &place[2..] } else { &place[..] };
        self.bench.run(&[words, place].concat())
    }

    /// A browser in which somebody is logged in.
    pub(crate) fn logged_in(&self, login: &str) -> Browser {
        let mut browser = Browser::at(self.address());
        let answer = browser.post("/login", &[("login", login), ("password", PASSWORD)]);
        assert_eq!(answer.status, 303, "{}\n{}", answer.text(), self.log());
        browser
    }

    /// The log must be whole, by the program's own command.
    #[track_caller]
    pub(crate) fn is_whole(&self) {
        let verified = self.run(&["verify"]);
        assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
    }

    /// What a form of the household's file must say it saw.
    pub(crate) fn seen(&self, browser: &mut Browser) -> String {
        let html = browser.get(&self.file).text();
        let rest = html.split_once("name=\"seen\" value=\"").expect("a form").1;
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    /// The fields of a corrected name.
    pub(crate) fn name<'a>(&self, name: &'a str, seen: &'a str) -> Vec<(&'static str, String)> {
        let fields =
            [("person", self.head.to_string().as_str()), ("name", name)].map(|(k, v)| (k, v.to_owned()));
        let more = [("reason", "theo giấy tờ"), ("on", "2026-02-01"), ("seen", seen)]
            .map(|(k, v)| (k, v.to_owned()));
        fields.into_iter().chain(more).collect()
    }
}

/// Fields as a browser takes them.
pub(crate) fn fields<'a>(owned: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    owned.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

fn command(bench: &Bench, place: &[String]) -> Command {
    let place: Vec<&str> = place.iter().map(String::as_str).collect();
    bench.command(&[&["--lang", "vi", "serve", "--listen", "127.0.0.1:0"], &place[..]].concat())
}

/// Serves until the pages can be reached, and goes on listening to the log.
fn serving(mut command: Command) -> Serving {
    let mut child = command.stderr(Stdio::piped()).spawn().expect("a process");
    let lines = BufReader::new(child.stderr.take().expect("its words")).lines();
    let told = Arc::new(Mutex::new(String::new()));
    let (say, heard) = mpsc::channel();
    let log = told.clone();
    std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            let address =
                line.split_once("http://").and_then(|(_, rest)| rest.split('/').next()?.parse().ok());
            log.lock().expect("nobody failed in here").push_str(&format!("{line}\n"));
            if let Some(address) = address {
                let _ = say.send(address);
            }
        }
    });
    let address = heard.recv().unwrap_or_else(|_| {
        unreachable!("it does not serve: {}", told.lock().expect("nobody failed in here"))
    });
    Serving { child, address, told }
}

async fn filled(registry: &Registry) -> Result<(String, PersonId, GrantId), registry::Stopped> {
    let (then, from) = (Instant::from_millis(1_751_500_800_000), Day::from_civil(2025, 7, 1));
    let from = from.expect("a day");
    let village = VillageDetails {
        name: "Thôn 1".into(),
        kind: "thon".into(),
        commune_code: WARD.into(),
        province_code: "68".into(),
        zone: Zone::Urban,
        zone_source: "bịa cho phép thử".into(),
        from,
    };
    let village = registry.add_villages(None, vec![village], then).await?.remove(0);
    let head = NewPerson {
        name: "Lê Văn An".into(),
        sex: Some("male".into()),
        birth: Birth::Year(1980),
        ethnic_group: None,
        id_number: None,
        phone: None,
        relation: "head".into(),
    };
    let home = NewHousehold { village, address: None, people: vec![head], head: 0, from: Some(from) };
    let home = registry.register_households(None, "thử", vec![home], then).await?.remove(0);
    let administrator = registry.set_up_administrator(ADMINISTRATOR, "Trần Quản Trị", then).await?.user;
    registry.set_password_here(administrator, PASSWORD, then).await?;
    let units = Units::read(&pack()).0;
    let actor = registry.actor(administrator).await?.expect("the administrator");
    let scope = actor
        .scope(Right::ManageUsers, &units, Day::from_civil(2025, 7, 10).expect("a day"))
        .expect("manages users");
    let mut grants = Vec::new();
    for (login, name) in [(OFFICER, "Nguyễn Thị Lan"), (COLLEAGUE, "Lê Thị Mai")] {
        let user = registry.add_user(&scope, login, name, then).await?.user;
        registry.set_password_here(user, PASSWORD, then).await?;
        let new =
            NewGrant { role: Role::CommuneOfficer, area: Area::Commune(WARD.into()), from, until: None };
        grants.push(registry.grant_role(&scope, &units, user, &new, then).await?);
    }
    let grant = grants.pop().expect("two");
    Ok((format!("/households/{}", home.household), home.people[0], grant))
}
