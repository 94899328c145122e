//! `chungtay verify --campaign`: a whole campaign decided, judged and listed again.

use registry::proceedings::{CampaignVerdict, Checked};
use registry::store::Store;
use registry::{CampaignId, Keys, Registry};
use serde_json::{Value, json};
use standards::standard::PovertyStandard;
use vocab::{Language, said};

use crate::database::failed;
use crate::failure::Failure;
use crate::shelf::Shelf;

/// Checks the campaign.
pub(super) async fn check(
    store: &Store,
    keys: Option<Keys>,
    shelf: &Shelf,
    id: CampaignId,
) -> Result<CampaignVerdict, Failure> {
    let Some(keys) = keys else {
        return Err(Failure::could_not_run(
            said!(
                "không có khóa của cơ sở dữ liệu này, nên không đọc được câu trả lời và các việc đã ghi",
                "the keys of this database are not here, so answers and events cannot be read"
            ),
            said!(
                "chạy ở máy chủ có tệp khóa, hoặc đặt tệp khóa vào thư mục dữ liệu",
                "run it where the key file lies, or put the key file into the data folder"
            ),
        ));
    };
    let standards = standards(shelf);
    let registry = Registry::new(store.clone(), keys);
    let verdict = registry.verify_campaign(id.0, &standards).await.map_err(|fault| failed(&fault))?;
    verdict.ok_or_else(|| {
        Failure::could_not_run(
            said!("không có đợt rà soát `{id}`", "there is no campaign `{id}`"),
            said!(
                "dùng mã của đợt, như trang các đợt rà soát ghi",
                "use the id that the page of campaigns shows"
            ),
        )
    })
}

/// All standards of the pack that can be read; what was decided by another one is told.
fn standards(shelf: &Shelf) -> Vec<PovertyStandard> {
    shelf.files.standards().iter().filter_map(|id| shelf.standard(id).ok()).collect()
}

pub(super) fn words(verdict: &CampaignVerdict, language: Language) -> String {
    let Checked { proceedings, events, results, erased, lists, files } = verdict.checked;
    let head = if verdict.found.is_empty() {
        said!(
            "đợt rà soát: {proceedings} xã, {results} kết quả tính lại ({erased} đã xóa theo luật), {events} việc xét lại, {lists} danh sách lập lại, {files} tệp đối chiếu: khớp hết",
            "the campaign: {proceedings} communes, {results} results decided again ({erased} erased by law), {events} events judged again, {lists} lists made again, {files} files compared: all fit"
        )
    } else {
        let n = verdict.found.len();
        said!("đợt rà soát: {n} chỗ không khớp", "the campaign: {n} places do not fit")
    };
    let mut lines = vec![head.get(language).to_owned()];
    lines.extend(verdict.found.iter().map(|one| format!("- {}", one.words().get(language))));
    lines.join("\n")
}

/// The part of `verify --json` about a campaign.
pub(super) fn object(verdict: &CampaignVerdict, language: Language) -> Value {
    let Checked { proceedings, events, results, erased, lists, files } = verdict.checked;
    let found = verdict.found.iter().map(|one| {
        json!({
            "what": one.what.code(), "message": one.words().get(language), "commune": one.commune, "number": one.number,
        })
    });
    let unknown = verdict.unknown_standards.iter().map(|(id, digest)| json!({ "id": id, "digest": digest }));
    json!({
        "whole": verdict.is_whole(), "proceedings": proceedings, "events": events, "results": results, "erased": erased,
        "lists": lists, "files": files, "unfit": found.collect::<Vec<_>>(), "unknown_standards": unknown.collect::<Vec<_>>(),
    })
}

/// Nothing is wrong, but not everything could be checked.
pub(super) fn unchecked(verdict: &CampaignVerdict) -> Failure {
    let (id, digest) = verdict.unknown_standards.iter().next().cloned().unwrap_or_default();
    Failure::could_not_run(
        said!(
            "không tính lại được các kết quả theo chuẩn `{id}` (mã băm {digest}): gói đang dùng có nội dung khác",
            "results by the standard `{id}` (digest {digest}) were not decided again: the pack here has other files"
        ),
        said!(
            "chạy lại với --packs chỉ bộ dữ liệu pháp luật của lúc đó",
            "run it again with --packs naming the packs of that time"
        ),
    )
}
