//! A server with a registry, people who may log in, and browsers that keep a cookie.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::{LazyLock, mpsc};

use registry::access::{Area, Right};
use registry::store::dates::Instant;
use registry::store::{Location, Store};
use registry::users::NewGrant;
use registry::{GrantId, Keys, Registry, Role, Scope, UserId};
use standards::units::Units;
use tempfile::TempDir;
use tokio::runtime::Handle;
use vocab::Day;
use web::{Listen, Site, Transport, serve};

use crate::client::{Answer, encoded, pack, send, today};

pub(crate) const PASSWORD: &str = "bốn mùa hoa nở";
pub(crate) const ADMINISTRATOR: &str = "quan.tri";

/// A server with people.
pub(crate) struct Staffed {
    pub(crate) address: SocketAddr,
    pub(crate) registry: Registry,
    pub(crate) units: Units,
    runtime: Handle,
    _folder: TempDir,
}

static SHARED: LazyLock<Staffed> = LazyLock::new(|| staffed(Transport::Plain));

/// The server that tests share; each adds people of its own.
pub(crate) fn house() -> &'static Staffed {
    &SHARED
}

/// Starts a server with an empty registry and one administrator.
pub(crate) fn staffed(transport: Transport) -> Staffed {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("chungtay.db");
    let (said, heard) = mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        let over_tls = !matches!(transport, Transport::Plain);
        runtime.block_on(async {
            let store = Store::open(&Location::Sqlite(file), true).await.unwrap();
            store.migrate().await.unwrap();
            let registry = Registry::new(store, Keys::of_secret([9; 32]));
            // Before the day of the pages.
            let then = Instant::from_millis(1_767_225_600_000);
            let added = registry.set_up_administrator(ADMINISTRATOR, "Trần Quản Trị", then).await.unwrap();
            registry.set_password_here(added.user, PASSWORD, then).await.unwrap();
            let site = Site::read(&pack(), "1.2.3", today, over_tls).expect("a sound pack");
            let site = site.with_registry(registry.clone());
            let listen = Listen { address: "127.0.0.1:0".parse().unwrap(), transport };
            let ready = |address| said.send((address, registry.clone(), Handle::current())).unwrap();
            serve(site, listen, ready).await.unwrap();
        });
    });
    let (address, registry, runtime) = heard.recv().unwrap();
    Staffed { address, registry, runtime, units: Units::read(&pack()).0, _folder: folder }
}

impl Staffed {
    /// Does something in the registry, beside the pages.
    pub(crate) fn wait<T>(&self, doing: impl Future<Output = T>) -> T {
        self.runtime.block_on(doing)
    }

    fn managing(&self) -> Scope {
        let actor = self.wait(async {
            let user = self.registry.user_of_login(ADMINISTRATOR).await.unwrap().unwrap();
            self.registry.actor(user).await.unwrap().unwrap()
        });
        actor.scope(Right::ManageUsers, &self.units, today()).unwrap()
    }

    /// Adds somebody with a role since long ago; the log-in name is unused so far.
    pub(crate) fn person(&self, login: &str, role: Role, area: Area) -> (UserId, GrantId) {
        let scope = self.managing();
        self.wait(async {
            let user =
                self.registry.add_user(&scope, login, "Nguyễn Thị Lan", Instant::now()).await.unwrap().user;
            self.registry.set_password_here(user, PASSWORD, Instant::now()).await.unwrap();
            let from = Day::from_civil(2026, 1, 1).unwrap();
            let new = NewGrant { role, area, from, until: None };
            let grant =
                self.registry.grant_role(&scope, &self.units, user, &new, Instant::now()).await.unwrap();
            (user, grant)
        })
    }

    /// Ends a role, as an administrator does at another desk.
    pub(crate) fn end(&self, grant: GrantId) {
        let scope = self.managing();
        self.wait(self.registry.end_role(&scope, &self.units, grant, None, Instant::now())).unwrap();
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser { to: self.address, cookie: None, challenge_cookie: String::new() }
    }

    /// A browser in which somebody is logged in.
    pub(crate) fn logged_in(&self, login: &str) -> Browser {
        let mut browser = self.browser();
        let answer = browser.post("/login", &[("login", login), ("password", PASSWORD)]);
        assert_eq!(answer.status, 303, "{}", answer.text());
        browser
    }
}

/// A browser without scripts.
pub(crate) struct Browser {
    to: SocketAddr,
    /// `name=value` of the session.
    pub(crate) cookie: Option<String>,
    /// The one that came with a challenge for a passkey.
    pub(crate) challenge_cookie: String,
}

impl Browser {
    fn send(&mut self, method: &str, path: &str, more: &[(&str, &str)], body: &str) -> Answer {
        let session = self.cookie.as_deref().unwrap_or_default();
        let cookies = format!("ct-lang=vi; {session}; {}", self.challenge_cookie);
        let mut headers = vec![("Cookie", cookies.as_str()), ("Sec-Fetch-Site", "same-origin")];
        headers.extend(more);
        if method == "POST" {
            headers.push(("Content-Type", "application/x-www-form-urlencoded"));
        }
        let answer = send(self.to, method, path, &headers, body.as_bytes());
        let set = answer.header("set-cookie").split(';').next().unwrap_or_default();
        if set.contains("ct-passkey=") {
            self.challenge_cookie = set.to_owned();
        }
        if set.contains("ct-session=") {
            self.cookie = Some(set.to_owned()).filter(|set| !set.ends_with('='));
        }
        answer
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, &[], "")
    }

    pub(crate) fn get_part(&mut self, path: &str) -> Answer {
        self.send("GET", path, &[("HX-Request", "true")], "")
    }

    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        self.send("POST", path, &[], &body.collect::<Vec<_>>().join("&"))
    }

    /// The token of the session.
    pub(crate) fn token(&self) -> &str {
        self.cookie.as_deref().and_then(|cookie| cookie.split_once('=')).map_or("", |(_, token)| token)
    }
}

/// The hidden fields of the form with this address.
pub(crate) fn hidden(html: &str, action: &str) -> Vec<(String, String)> {
    let form =
        html.split("<form").find(|form| form.contains(&format!("action=\"{action}\""))).expect("a form");
    let form = form.split("</form>").next().unwrap_or_default();
    let of = |field: &str, name: &str| {
        let value = field.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
        Some(
            value
                .replace("&#38;", "&")
                .replace("&#60;", "<")
                .replace("&#62;", ">")
                .replace("&#34;", "\"")
                .replace("&#39;", "'"),
        )
    };
    let fields = form.split("<input").filter(|field| field.contains("type=\"hidden\""));
    fields.filter_map(|field| Some((of(field, "name")?, of(field, "value").unwrap_or_default()))).collect()
}
