//! A real server with a campaign, surveyors and phones in its database.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use registry::access::{Actor, Area, Grant, Right};
use registry::capture::NewForm;
use registry::register::{Birth, NewHousehold, NewPerson};
use registry::review::{NewCampaign, ReviewKind};
use registry::store::dates::Instant;
use registry::users::NewGrant;
use registry::verify::Verdict;
use registry::villages::VillageDetails;
use registry::{GrantId, HouseholdId, Keys, Registry, Role, UserId};
use standards::standard::PovertyStandard;
use standards::units::Units;
use standards::{PackFiles, load};
use store::testing::{Cluster, Fresh};
use store::{Location, Queries, Store};
use vocab::{Day, Zone};

use super::phones::Phone;

const SECRET: [u8; 32] = [7; 32];
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

fn pack(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            pack(root, &path, files)?;
        } else if let Ok(inside) = path.strip_prefix(root) {
            files.push((inside.to_string_lossy().into_owned(), std::fs::read(&path)?));
        }
    }
    Ok(())
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
        let phones = fill(database.store().await).await?;
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

/// The form of vn-2022 for these terms, as an office publishes it.
fn form(standard: &PovertyStandard, new: &NewCampaign) -> Result<NewForm, Box<dyn Error>> {
    let params = standard.on(new.result_day).map_err(|why| format!("{why:?}"))?;
    let terms = forms::Terms {
        result_day: new.result_day,
        age_day: new.age_day,
        params: &params,
        income_test: None,
        total: None,
    };
    let form = forms::Form::new(standard, &terms).map_err(|findings| format!("{findings:?}"))?;
    Ok(NewForm {
        xml: form.xform(),
        form_id: form.id,
        version: form.version,
        title: form.title.vi,
        standard: standard.id.clone(),
        pack_digest: standard.digest.clone(),
    })
}

/// A village of the commune of all phones, with a household for each.
async fn homes(registry: &Registry, day: Day, now: Instant) -> Result<Vec<HouseholdId>, Box<dyn Error>> {
    let words = |stopped: registry::Stopped| format!("{stopped:?}");
    let village = VillageDetails {
        name: "Thôn bịa ra".to_owned(),
        kind: "thon".to_owned(),
        commune_code: "24823".to_owned(),
        province_code: "68".to_owned(),
        zone: Zone::Rural,
        zone_source: "bịa cho phép đo".to_owned(),
        from: day,
    };
    let village =
        *registry.add_villages(None, vec![village], now).await.map_err(words)?.first().ok_or("no village")?;
    let home = |at: usize| NewHousehold {
        village,
        address: Some(format!("số {at}")),
        people: vec![NewPerson {
            name: format!("Người thứ {at}"),
            sex: None,
            birth: Birth::Year(1970),
            ethnic_group: None,
            id_number: None,
            phone: None,
            relation: "head".to_owned(),
        }],
        head: 0,
        from: Some(day),
    };
    let homes = registry
        .register_households(None, "thử", (0..PHONES).map(home).collect(), now)
        .await
        .map_err(words)?;
    Ok(homes.iter().map(|home| home.household).collect())
}

/// A campaign, surveyors, phones.
async fn fill(store: Store) -> Result<Vec<Phone>, Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/vn");
    let mut files = Vec::new();
    pack(&root, &root, &mut files)?;
    let files = PackFiles::new(files);
    let standard = load(&files, "standards/vn-2022").standard.ok_or("the standard does not load")?;
    let (units, _) = Units::read(&files);
    let registry = Registry::new(store, Keys::of_secret(SECRET));
    let now = Instant::now();
    let words = |stopped: registry::Stopped| format!("{stopped:?}");
    let admin = registry.set_up_administrator("quan.tri", "Quản Trị", now).await.map_err(words)?.user;
    let day = Day::from_epoch_days(i32::try_from(now.millis().div_euclid(86_400_000))?);
    let grant = Grant {
        id: GrantId::fresh(),
        role: Role::Administrator,
        area: Area::Everywhere,
        from: day,
        until: None,
    };
    let actor = Actor { user: admin, name: String::new(), login: String::new(), grants: vec![grant] };
    let scope = actor.scope(Right::ManageUsers, &units, day).ok_or("no scope")?;
    let new = NewCampaign {
        kind: ReviewKind::Yearly,
        label: "Rà soát".to_owned(),
        year: 2026,
        standard: standard.id.clone(),
        pack_digest: standard.digest.clone(),
        result_day: Day::from_civil(2026, 12, 31).ok_or("no day")?,
        age_day: Day::from_civil(2026, 12, 31).ok_or("no day")?,
        income_test: None,
    };
    let campaign = registry.open_campaign(None, &new, &standard, now).await.map_err(words)?;
    let form = form(&standard, &new)?;
    registry.publish_form(None, campaign, &form, now).await.map_err(words)?;
    let households = homes(&registry, day, now).await?;
    let mut phones = Vec::new();
    for (at, household) in households.into_iter().enumerate() {
        let user: UserId =
            registry.add_user(&scope, &format!("may.{at}"), "Rà Soát Viên", now).await.map_err(words)?.user;
        let role = NewGrant {
            role: Role::Surveyor,
            area: Area::Commune("24823".to_owned()),
            from: day,
            until: None,
        };
        registry.grant_role(&scope, &units, user, &role, now).await.map_err(words)?;
        let enrolled =
            registry.enrol_device(None, &units, (campaign, user), "Máy", now).await.map_err(words)?;
        registry.assign(None, &units, (campaign, user), &[household], now).await.map_err(words)?;
        phones.push(Phone {
            base: format!("/v1/key/{}/projects/{campaign}", enrolled.token),
            household: household.to_string(),
            version: form.version.clone(),
        });
    }
    registry.close().await;
    Ok(phones)
}
