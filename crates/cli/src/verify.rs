//! `chungtay verify`: whether everything that official acts wrote is as they left it. Exit 1: it is not. With `--campaign` also
//! whether what was recorded of a campaign is right ([`campaign`]).

mod campaign;

use std::io::Write;
use std::path::Path;

use clap::Args;
use registry::CampaignId;
use registry::audit::Checkpoint;
use registry::verify::{Tampering, Verdict, Verified, verify as verify_log};
use serde_json::{Value, json};
use vocab::{Language, said};

use crate::database::{Place, failed, runtime};
use crate::failure::{Failure, printing};
use crate::key_file;
use crate::shelf::Shelf;

/// Options of `verify`.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    place: Place,
    /// A checkpoint that was kept elsewhere (`chungtay-log/1 …`); may be given more than once
    #[arg(long, value_name = "TEXT", value_parser = checkpoint)]
    checkpoint: Vec<Checkpoint>,
    /// Id of a campaign, or of one commune's review in it: decide every result, judge every event and make every list again
    #[arg(long, value_name = "ID")]
    campaign: Option<CampaignId>,
    /// One JSON object on standard output
    #[arg(long)]
    json: bool,
}

fn checkpoint(text: &str) -> Result<Checkpoint, String> {
    text.parse()
        .map_err(|()| "không phải mốc kiểm tra · not a checkpoint: chungtay-log/1 SIZE ROOT TIME".to_owned())
}

/// Verifies the log.
pub(crate) fn verify(
    options: &Verify,
    packs: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let shelf = Shelf::open(packs)?;
    let groups = shelf.groups()?;
    let mut of_campaign = None;
    let verdict = runtime()?.block_on(async {
        let store = options.place.current().await?;
        // A copy is verified without its keys, too; then what filled forms hold is not opened.
        let keys = key_file::read_or_make(&options.place.folder(), false).ok();
        let verdict = verify_log(&store, &groups, keys.as_ref(), &options.checkpoint).await;
        let verdict = verdict.map_err(|fault| failed(&fault));
        if let (Ok(_), Some(id)) = (&verdict, options.campaign) {
            of_campaign = Some(campaign::check(&store, keys, &shelf, id).await?);
        }
        store.close().await;
        verdict
    })?;
    let words = if options.json {
        let mut object = object(&verdict, language);
        if let (Some(checked), Some(fields)) = (&of_campaign, object.as_object_mut()) {
            fields.insert("campaign".to_owned(), campaign::object(checked, language));
        }
        object.to_string()
    } else {
        let told = of_campaign.as_ref().map(|checked| campaign::words(checked, language));
        [Some(words(&verdict, language)), told].into_iter().flatten().collect::<Vec<_>>().join("\n")
    };
    writeln!(out, "{words}").map_err(|error| printing(&error))?;
    match (verdict, of_campaign) {
        (Verdict::Tampered { .. }, _) => Err(Failure::Input),
        (Verdict::Whole(_), Some(checked)) if !checked.found.is_empty() => Err(Failure::Input),
        (Verdict::Whole(_), Some(checked)) if !checked.is_whole() => Err(campaign::unchecked(&checked)),
        (Verdict::Whole(_), _) => Ok(()),
    }
}

fn words(verdict: &Verdict, language: Language) -> String {
    match verdict {
        Verdict::Whole(Verified { acts, rows, erased, .. }) => {
            let root = verdict_root(verdict).unwrap_or_default();
            let said = said!(
                "nhật ký nguyên vẹn: {acts} việc, {rows} dòng ({erased} dòng đã xóa theo luật)\ngốc {root}",
                "the log is whole: {acts} acts, {rows} rows ({erased} erased by law)\nroot {root}"
            );
            said.get(language).to_owned()
        }
        Verdict::Tampered { found, count } => {
            let head = said!(
                "nhật ký đã bị sửa: {count} chỗ không khớp",
                "the log was tampered with: {count} places do not fit"
            );
            let mut lines = vec![head.get(language).to_owned()];
            lines.extend(found.iter().map(|one| format!("- {}", one.words().get(language))));
            if found.len() < usize::try_from(*count).unwrap_or(usize::MAX) {
                lines.push("…".to_owned());
            }
            let remedy = said!(
                "  → dừng chương trình, giữ nguyên một bản của cơ sở dữ liệu này làm bằng chứng, báo người phụ trách; rồi phục hồi bản sao lưu còn nguyên vẹn",
                "  → stop the program, keep a copy of this database as evidence, tell whoever is responsible; then restore a backup that is whole"
            );
            lines.push(remedy.get(language).to_owned());
            lines.join("\n")
        }
    }
}

fn verdict_root(verdict: &Verdict) -> Option<String> {
    match verdict {
        Verdict::Whole(verified) => Some(verified.root_text()),
        Verdict::Tampered { .. } => None,
    }
}

/// The object of `verify --json`, schema `chungtay.verify/1`.
fn object(verdict: &Verdict, language: Language) -> Value {
    let (verified, found, count) = match verdict {
        Verdict::Whole(verified) => (Some(verified), &[][..], 0),
        Verdict::Tampered { found, count } => (None, found.as_slice(), *count),
    };
    json!({
        "schema": "chungtay.verify/1",
        "whole": verified.is_some(),
        "acts": verified.map(|verified| verified.acts),
        "rows": verified.map(|verified| verified.rows),
        "erased": verified.map(|verified| verified.erased),
        "root": verdict_root(verdict),
        "tampered_total": count,
        "tampered": found.iter().map(|one| finding(one, language)).collect::<Vec<_>>(),
    })
}

fn finding(one: &Tampering, language: Language) -> Value {
    json!({
        "what": one.what.code(),
        "message": one.words().get(language),
        "act_seq": one.act_seq,
        "table": one.table,
        "ordinal": one.ordinal,
    })
}
