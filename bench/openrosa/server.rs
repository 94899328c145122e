//! A real server with a campaign, surveyors and phones in its database.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use registry::verify::Verdict;
use registry::{Keys, Registry};
use store::testing::{Cluster, Fresh};
use store::{Location, Queries, Store};

use super::field::{SECRET, field};
use super::phones::Phone;

const PHONES: usize = 50;

/// A server that runs, and its database.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    phones: Vec<Phone>,
    child: Child,
    database: Fresh,
    _folder: tempfile::TempDir,
    _cluster: Option<Cluster>,
}

impl Server {
    pub(crate) async fn start(is_postgres: bool) -> Result<Server, Box<dyn Error>> {
        Server::start_under(is_postgres, &|_, _| ()).await
    }

    /// The same; `set` sees where the database lies and may change how the program is started.
    pub(crate) async fn start_under(
        is_postgres: bool,
        set: &dyn Fn(&Location, &mut Command),
    ) -> Result<Server, Box<dyn Error>> {
        let cluster = is_postgres.then(|| Cluster::start("-c shared_buffers=256MB"));
        let database = match &cluster {
            Some(cluster) => Fresh::on(&cluster.maintenance()).await,
            None => Fresh::sqlite(),
        };
        let phones = field(database.store().await, PHONES, 1).await?;
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("chungtay.keys"), registry::keys::hex(&SECRET))?;
        let url = match database.location() {
            Location::Sqlite(path) => format!("sqlite:{}", path.display()),
            Location::Postgres(url) => url.clone(),
        };
        let mut command = Command::new(env!("CARGO_BIN_EXE_chungtay"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--database", &url, "--data"]).arg(folder.path());
        set(database.location(), &mut command);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let mut said = BufReader::new(child.stderr.take().ok_or("no output")?).lines();
        let address = loop {
            let line = said.next().ok_or("the server does not start")??;
            if let Some((_, rest)) = line.split_once("http://") {
                let address: String =
                    rest.chars().take_while(|c| c.is_ascii_digit() || ".:".contains(*c)).collect();
                break address.parse()?;
            }
        };
        // Its log is read and forgotten: a pipe that is full would stop it.
        std::thread::spawn(move || said.for_each(drop));
        Ok(Server { address, phones, child, database, _folder: folder, _cluster: cluster })
    }

    /// One of the phones, by turns.
    pub(crate) fn phone(&self, at: usize) -> Phone {
        let phone = self.phones.get(at % self.phones.len().max(1)).cloned();
        phone.unwrap_or(Phone { base: String::new(), household: String::new(), version: String::new() })
    }

    /// The greatest resident set so far.
    pub(crate) fn most_memory(&self) -> String {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
        kilobytes.map_or_else(String::new, |kilobytes| format!("{} MB", kilobytes / 1024))
    }

    /// Looks for everything that was receipted, and verifies the log.
    pub(crate) async fn holds(&self, receipts: usize) -> Result<(), Box<dyn Error>> {
        let registry = self.registry().await?;
        let sql = "select count(*) as n from submission_body";
        let row = registry.store().row(sql, vec![]).await?.ok_or("no count")?;
        let stored: i64 = row.get("n")?;
        let verdict = registry.verify(&[]).await?;
        registry.close().await;
        if usize::try_from(stored)? != receipts || !matches!(verdict, Verdict::Whole(_)) {
            return Err(format!("{receipts} receipts, {stored} stored, {verdict:?}").into());
        }
        Ok(())
    }

    /// Ends it as a power cut does: at once.
    pub(crate) fn kill(&mut self) -> std::io::Result<()> {
        self.child.kill()?;
        self.child.wait().map(|_| ())
    }

    /// The registry of its database, once it is dead.
    pub(crate) async fn registry(&self) -> Result<Registry, Box<dyn Error>> {
        Ok(Registry::new(Store::open(self.database.location(), false).await?, Keys::of_secret(SECRET)))
    }

    pub(crate) async fn stop(mut self) -> Result<(), Box<dyn Error>> {
        Ok(self.kill()?)
    }
}
