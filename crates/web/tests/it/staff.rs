//! A server with a registry, people who may log in, and browsers that keep a cookie.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::{LazyLock, mpsc};

use registry::access::{Area, Right};
use registry::store::Store;
use registry::store::dates::Instant;
use registry::users::NewGrant;
use registry::{GrantId, Keys, Registry, Role, Scope, UserId};
use standards::units::Units;
use store::testing::Fresh;
use tokio::runtime::Handle;
use vocab::Day;
use web::{Listen, Site, Transport, serve};

pub(crate) use crate::browser::{Browser, hidden};
use crate::client::{pack, today};

pub(crate) const PASSWORD: &str = "bốn mùa hoa nở";
pub(crate) const ADMINISTRATOR: &str = "quan.tri";

/// A server with people.
pub(crate) struct Staffed {
    pub(crate) address: SocketAddr,
    pub(crate) registry: Registry,
    pub(crate) units: Units,
    runtime: Handle,
    _database: Fresh,
}

static SHARED: LazyLock<Staffed> = LazyLock::new(|| staffed(Transport::Plain));

/// The server that tests share; each adds people of its own.
pub(crate) fn house() -> &'static Staffed {
    &SHARED
}

/// Starts a server with an empty registry and one administrator.
pub(crate) fn staffed(transport: Transport) -> Staffed {
    staffed_in(Fresh::sqlite(), transport)
}

/// The same in some database.
pub(crate) fn staffed_in(database: Fresh, transport: Transport) -> Staffed {
    let location = database.location().clone();
    let (said, heard) = mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        let over_tls = !matches!(transport, Transport::Plain);
        runtime.block_on(async {
            let store = Store::open(&location, true).await.unwrap();
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
    Staffed { address, registry, runtime, units: Units::read(&pack()).0, _database: database }
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
        let user = self.wait(async {
            let user =
                self.registry.add_user(&scope, login, "Nguyễn Thị Lan", Instant::now()).await.unwrap().user;
            self.registry.set_password_here(user, PASSWORD, Instant::now()).await.unwrap();
            user
        });
        (user, self.grant(user, role, area))
    }

    /// Gives somebody one more role since long ago.
    pub(crate) fn grant(&self, user: UserId, role: Role, area: Area) -> GrantId {
        let scope = self.managing();
        let from = Day::from_civil(2026, 1, 1).unwrap();
        let new = NewGrant { role, area, from, until: None };
        self.wait(self.registry.grant_role(&scope, &self.units, user, &new, Instant::now())).unwrap()
    }

    /// Ends a role, as an administrator does at another desk.
    pub(crate) fn end(&self, grant: GrantId) {
        let scope = self.managing();
        self.wait(self.registry.end_role(&scope, &self.units, grant, None, Instant::now())).unwrap();
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser::at(self.address)
    }

    /// A browser in which somebody is logged in.
    pub(crate) fn logged_in(&self, login: &str) -> Browser {
        let mut browser = self.browser();
        let answer = browser.post("/login", &[("login", login), ("password", PASSWORD)]);
        assert_eq!(answer.status, 303, "{}", answer.text());
        browser
    }
}
