//! `chungtay import`: a list, or two files of microdata, into the registry – first what would become of every household,
//! and only with `--confirm` the act itself.
//!
//! Whoever imports logs in: the log names a person, and nobody can import for a place that is not theirs. The password is
//! read from standard input, never from an argument.

use std::fs;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use registry::access::Right;
use registry::import::{Asked, Decision, Decisions, Fate, Planned, Preview};
use registry::keys::hex;
use registry::session::{Attempt, LogIn};
use registry::snapshot::Which;
use registry::store::dates::Instant;
use registry::{CampaignId, Registry, Scope};
use roster::{Grid, Options, Roster, child};
use sha2::{Digest, Sha256};
use vocab::{Language, said};

use crate::calendar;
use crate::database::{Place, failed, runtime, stopped};
use crate::failure::{Failure, printing};
use crate::shelf::Shelf;

/// Options of `import`.
#[derive(Debug, Args)]
pub(crate) struct Import {
    #[command(flatten)]
    place: Place,
    /// A list as communes keep it: XLSX or CSV
    #[arg(long, value_name = "FILE", conflicts_with_all = ["households", "members"], required_unless_present = "households")]
    list: Option<PathBuf>,
    /// Microdata, one row a household: Parquet or CSV
    #[arg(long, value_name = "FILE", requires = "members")]
    households: Option<PathBuf>,
    /// Microdata, one row a member: Parquet or CSV, with the column full_name
    #[arg(long, value_name = "FILE", requires = "households")]
    members: Option<PathBuf>,
    /// The campaign in which the answers of microdata are recorded; without it they are not
    #[arg(long, value_name = "ID", requires = "households")]
    campaign: Option<CampaignId>,
    /// Log-in name of whoever imports; the password (and on a second line the code of the telephone) on standard input
    #[arg(long, value_name = "NAME")]
    login: String,
    /// Record it; without this nothing is written
    #[arg(long)]
    confirm: bool,
    /// Leave out the households about which a person must decide; they can be decided on the pages
    #[arg(long)]
    leave_undecided: bool,
}

/// Shows what would become of the files, and records it if that is asked for.
pub(crate) fn import(
    options: &Import,
    packs: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let shelf = Shelf::open(packs)?;
    let (roster, file_hash) = read(options, &shelf, language, out)?;
    let mut words = io::stdin().lock().lines().map_while(Result::ok);
    let (password, code) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    runtime()?.block_on(async {
        // Nothing may be made by a mistake in the path.
        options.place.current().await?.close().await;
        let registry = options.place.open(&shelf, &mut |_| ()).await?;
        let done =
            run(options, &registry, &shelf, (&roster, &file_hash), (&password, &code), (language, out)).await;
        registry.close().await;
        done
    })
}

async fn run(
    options: &Import,
    registry: &Registry,
    shelf: &Shelf,
    (roster, file_hash): (&Roster, &str),
    (password, code): (&str, &str),
    (language, out): (Language, &mut dyn Write),
) -> Result<(), Failure> {
    let now = Instant::now();
    let scope =
        scope(registry, shelf, Attempt { login: &options.login, password, code, ..Attempt::default() })
            .await?;
    let asked = match options.campaign {
        None => None,
        Some(campaign) => {
            let known = registry.campaign_to_seal(&Which::Campaign(campaign)).await.map_err(stopped)?;
            let standard = shelf.standard(&known.terms.standard)?;
            let engine_version = env!("CARGO_PKG_VERSION").to_owned();
            Some(Arc::new(Asked { campaign, standard, engine_version }))
        }
    };
    let preview = registry.preview_microdata(&scope, roster, file_hash, asked, now).await.map_err(stopped)?;
    shown(&preview, options.campaign.is_some(), language, out).map_err(|error| printing(&error))?;
    if !options.confirm {
        let words =
            said!("chưa ghi gì; thêm --confirm để ghi", "nothing was recorded; add --confirm to record it");
        return writeln!(out, "{}", words.get(language)).map_err(|error| printing(&error));
    }
    let undecided = preview.households.iter().enumerate().filter(|(_, one)| one.fate == Fate::Undecided);
    let decisions: Decisions = match options.leave_undecided {
        true => undecided.map(|(at, _)| (at, Decision::LeaveOut)).collect(),
        false => Decisions::new(),
    };
    let done = registry.confirm_import(&scope, &preview, &decisions, now).await.map_err(stopped)?;
    let (seq, added, changed) = (done.done.seq, done.households_added, done.households_changed);
    let (decided, left) = (done.decided, done.left_out);
    let words = said!(
        "đã ghi (việc số {seq} trong nhật ký): {added} hộ mới, {changed} hộ thay đổi, {decided} kết quả rà soát, {left} hộ để ngoài",
        "recorded (act {seq} of the log): {added} households added, {changed} changed, {decided} results, {left} left out"
    );
    writeln!(out, "{}", words.get(language)).map_err(|error| printing(&error))
}

/// Reads the files in limited child processes; what cannot be read at all ends it here.
fn read(
    options: &Import,
    shelf: &Shelf,
    language: Language,
    out: &mut dyn Write,
) -> Result<(Roster, String), Failure> {
    let lists = web::reference_lists(&shelf.files);
    let reading = Options { on: calendar::today(), lists: &lists, ethnic_codes: None, list: None };
    let (roster, bytes) = match (&options.list, &options.households, &options.members) {
        (Some(list), _, _) => (roster::read(&cells(list)?, &reading), contents(list)?),
        (None, Some(households), Some(members)) => (
            roster::read_microdata(&cells(households)?, &cells(members)?, &reading),
            roster::microdata::joined(&contents(households)?, &contents(members)?),
        ),
        _ => return Err(unusable()),
    };
    if roster.households.is_empty() {
        for finding in &roster.findings {
            writeln!(out, "{}", finding.on_screen(language)).map_err(|error| printing(&error))?;
        }
        return Err(Failure::Input);
    }
    Ok((roster, hex(&Sha256::digest(&bytes))))
}

fn contents(file: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(file).map_err(|_| unreadable(file, &roster::Finding::of_file(roster::Problem::FileMissing)))
}

fn cells(file: &Path) -> Result<Grid, Failure> {
    let failed = |_| unreadable(file, &roster::Finding::of_file(roster::Problem::ReaderFailed));
    let program = std::env::current_exe().map_err(failed)?;
    child::read_in_child(&program, file, child::Limits::default())
        .map_err(|finding| unreadable(file, &finding))
}

fn unreadable(file: &Path, finding: &roster::Finding) -> Failure {
    let (shown, why) = (file.display(), finding.reason());
    let (vi, en) = (why.vi, why.en);
    Failure::could_not_run(said!("{shown}: {vi}", "{shown}: {en}"), finding.remedy())
}

fn unusable() -> Failure {
    Failure::could_not_run(
        said!("chưa nêu tệp nào", "no file is named"),
        said!(
            "ghi --list, hoặc cả --households và --members",
            "name --list, or both --households and --members"
        ),
    )
}

/// Where the person who logs in may change households; the session ends at once.
async fn scope(registry: &Registry, shelf: &Shelf, attempt: Attempt<'_>) -> Result<Scope, Failure> {
    let now = Instant::now();
    let entered = registry.log_in(attempt, now).await.map_err(|fault| failed(&fault))?;
    let LogIn::In(_, token) = entered else {
        return Err(Failure::could_not_run(
            said!("không đăng nhập được", "the log-in failed"),
            said!(
                "kiểm tra tên, mật khẩu và mã; mật khẩu dùng một lần phải được đổi trên trang đăng nhập trước",
                "check name, password and code; a password for once is changed on the log-in page first"
            ),
        ));
    };
    let actor = registry.actor_of(&token, now).await.map_err(|fault| failed(&fault))?;
    registry.log_out(&token).await.map_err(|fault| failed(&fault))?;
    let (units, _) = standards::units::Units::read(&shelf.files);
    let scope = actor.and_then(|actor| actor.scope(Right::ChangeHouseholds, &units, calendar::today()));
    scope.ok_or_else(|| {
        Failure::could_not_run(
            said!("vai trò này không được sửa hồ sơ hộ", "this role may not change households"),
            said!("nhờ công chức cấp xã nhập danh sách", "ask an officer of the commune to import the list"),
        )
    })
}

fn shown(preview: &Preview, has_campaign: bool, language: Language, out: &mut dyn Write) -> io::Result<()> {
    for finding in &preview.general {
        writeln!(out, "{}", finding.on_screen(language))?;
    }
    if preview.earlier.is_some() {
        let words = said!("đúng tệp này đã được ghi trước đây", "exactly this file was recorded before");
        writeln!(out, "{}", words.get(language))?;
    }
    if preview.has_answers() && !has_campaign {
        let words = said!(
            "câu trả lời không được ghi, vì chưa nêu --campaign; chỉ ghi người và nơi ở",
            "answers are not recorded, as no --campaign is named; only people and where they live"
        );
        writeln!(out, "{}", words.get(language))?;
    }
    for household in &preview.households {
        // Names stay on the pages: a terminal's words end in logs.
        writeln!(out, "{}: {}", household.at, fate(household).get(language))?;
        for finding in &household.findings {
            writeln!(out, "  {}", finding.on_screen(language))?;
        }
        for wrong in &household.wrong_answers {
            let at = wrong.at.as_ref().map(ToString::to_string).unwrap_or_default();
            let (why, remedy) = (wrong.why.get(language), wrong.remedy.get(language));
            writeln!(out, "  {at}: {}: {why}. {remedy}", wrong.question)?;
        }
    }
    Ok(())
}

fn fate(household: &Planned) -> vocab::LocalText {
    let result = household.answered.as_ref().map(|answered| format!(" – {}", answered.assessed.outcome));
    let result = result.unwrap_or_default();
    match &household.fate {
        Fate::New => said!("hộ mới{result}", "a new household{result}"),
        Fate::Changes(_) => said!("đã có, có thay đổi{result}", "known, and changes{result}"),
        Fate::NothingNew(_) => said!("đã có, không có gì mới{result}", "known, nothing new{result}"),
        Fate::Undecided => said!("cần người quyết định{result}", "a person must decide{result}"),
        Fate::Repeats(first) => said!("lặp lại {first}", "repeats {first}"),
        Fate::Refused(why) => {
            let (vi, en) = (&why.why.vi, &why.why.en);
            let (todo, to_do) = (&why.remedy.vi, &why.remedy.en);
            said!("chưa ghi được: {vi}. {todo}", "cannot be recorded: {en}. {to_do}")
        }
    }
}
