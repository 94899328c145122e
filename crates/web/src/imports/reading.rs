//! From the bytes of a file to a list: the cells are read in a limited child process, their meaning here.

use std::io::Write as _;
use std::sync::Arc;

use registry::import::{Asked, Draft, Preview};
use registry::snapshot::Which;
use registry::store::dates::Instant;
use registry::{CampaignId, Scope, Stopped};
use roster::{CodeList, EthnicGroups, Finding, Grid, Lists, Options, Problem, ProvinceCodes, Roster};
use standards::PackFiles;
use vocab::said;

use crate::signed_in::SignedIn;
use crate::site::Site;

/// What reads the cells of a file.
pub(crate) type ReadList = fn(&[u8]) -> Result<Grid, Finding>;

/// Reads a file in a child process of this program. Blocks.
pub(crate) fn in_child(bytes: &[u8]) -> Result<Grid, Finding> {
    let failed = |_| Finding::of_file(Problem::ReaderFailed);
    let program = std::env::current_exe().map_err(failed)?;
    // Only this user may read it, and it is gone when this is left.
    let mut file = tempfile::NamedTempFile::new().map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.flush()).map_err(failed)?;
    roster::child::read_in_child(&program, file.path(), roster::child::Limits::default())
}

/// The reference lists of a pack; one that is missing or damaged is empty, and every value that needs it is a finding.
pub fn lists(files: &PackFiles) -> Lists {
    let text = |path: &str| String::from_utf8_lossy(files.get(path).unwrap_or_default()).into_owned();
    Lists {
        ethnic_groups: EthnicGroups::parse(&text("lists/ethnic_groups.csv")).unwrap_or_default(),
        provinces: ProvinceCodes::parse(&text("lists/personal_id_province_codes.csv")).unwrap_or_default(),
    }
}

/// The cells of a file, read where blocking is allowed.
pub(crate) async fn grid(site: &Site, bytes: Vec<u8>) -> Result<Grid, Finding> {
    let read = site.read_list;
    let reading = tokio::task::spawn_blocking(move || read(&bytes));
    reading.await.unwrap_or_else(|_| Err(Finding::of_file(Problem::ReaderFailed)))
}

/// What a file says, or the two files of microdata that were put together.
pub(crate) async fn roster(site: &Site, bytes: &[u8], ethnic_codes: Option<i64>) -> Result<Roster, Finding> {
    let Some((households, members)) = roster::microdata::parted(bytes) else {
        return Ok(meaning(site, &grid(site, bytes.to_vec()).await?, ethnic_codes));
    };
    let (households, members) = (grid(site, households.to_vec()).await?, grid(site, members.to_vec()).await?);
    let options = Options { on: (site.today)(), lists: &site.rosters, ethnic_codes: None, list: None };
    Ok(roster::read_microdata(&households, &members, &options))
}

fn meaning(site: &Site, grid: &Grid, ethnic_codes: Option<i64>) -> Roster {
    let ethnic_codes = match ethnic_codes {
        Some(1979) => Some(CodeList::Of1979),
        Some(2008) => Some(CodeList::Of2008),
        _ => None,
    };
    roster::read(grid, &Options { on: (site.today)(), lists: &site.rosters, ethnic_codes, list: None })
}

/// The preview of a kept list.
pub(crate) async fn preview(signed_in: &SignedIn, scope: &Scope, draft: &Draft) -> Result<Preview, Stopped> {
    let site = &signed_in.visit.site;
    let roster = roster(site, &draft.content, draft.wishes.ethnic_codes)
        .await
        .map_err(|finding| Stopped::refused(finding.reason(), finding.remedy()))?;
    let asked = match draft.wishes.campaign {
        Some(campaign) if !roster.answers.is_empty() => Some(asked(signed_in, campaign).await?),
        _ => None,
    };
    let registry = &signed_in.registry;
    registry.preview_microdata(scope, &roster, &draft.file_hash, asked, Instant::now()).await
}

/// The campaign with the standard that decides in it.
async fn asked(signed_in: &SignedIn, campaign: CampaignId) -> Result<Arc<Asked>, Stopped> {
    let chosen = signed_in.registry.campaign_to_seal(&Which::Campaign(campaign)).await?;
    let site = &signed_in.visit.site;
    let shelved = site.library.standard(&chosen.terms.standard).ok_or_else(|| {
        Stopped::refused(
            said!("không có bộ chuẩn của đợt rà soát này", "the standard of this campaign is not here"),
            said!("báo cho người quản trị hệ thống", "tell the administrator"),
        )
    })?;
    let (standard, engine_version) = (shelved.standard.clone(), site.version.clone());
    Ok(Arc::new(Asked { campaign, standard, engine_version }))
}
