//! The form of a campaign is made from the very standard by which the campaign decides, and published for its phones.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use forms::{Form, Terms};
use registry::access::Right;
use registry::capture::NewForm;
use registry::snapshot::Sealable;
use registry::store::dates::Instant;
use registry::{Scope, Stopped};
use vocab::{Finding, LocalText, said};

use crate::error::Refusal;
use crate::field::{board, reading};
use crate::signed_in::SignedIn;

/// Publishes the form; the same one again changes nothing.
pub(super) async fn publish(who: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let campaign = board::campaign(&who, &id).await?;
    match who.told(published(&who, &scope, &campaign).await)? {
        Ok(()) => Ok(Redirect::to(&format!("/field/{id}")).into_response()),
        Err(words) => board::shown(&who, campaign, Some(words)).await,
    }
}

async fn published(who: &SignedIn, scope: &Scope, campaign: &Sealable) -> Result<(), Stopped> {
    let new = made(who, campaign)?;
    who.registry.publish_form(Some(scope), campaign.id, &new, Instant::now()).await.map(|_| ())
}

/// The form of a campaign.
fn made(who: &SignedIn, campaign: &Sealable) -> Result<NewForm, Stopped> {
    let terms = &campaign.terms;
    let not_here = || {
        Stopped::refused(
            said!(
                "bộ dữ liệu pháp luật của máy chủ khác với đợt rà soát",
                "the law packs of this server are not those of the campaign"
            ),
            said!(
                "khởi động máy chủ với đúng gói mà đợt rà soát ghi",
                "start the server with the packs that the campaign names"
            ),
        )
    };
    let standard = reading::standard_of(&who.visit.site, terms).ok_or_else(not_here)?;
    let params = standard.on(terms.result_day).map_err(|_| not_here())?;
    let test = |id: &String| standard.income_tests.iter().position(|test| test.id == *id);
    let terms = Terms {
        result_day: terms.result_day,
        age_day: terms.age_day,
        params: &params,
        income_test: terms.income_test.as_ref().and_then(test),
        total: None,
    };
    let form = Form::new(standard, &terms).map_err(|findings| unrunnable(&findings))?;
    Ok(NewForm {
        xml: form.xform(),
        form_id: form.id,
        version: form.version,
        title: form.title.vi,
        standard: standard.id.clone(),
        pack_digest: standard.digest.clone(),
    })
}

/// What no client could run, in the words of the first finding.
fn unrunnable(findings: &[Finding]) -> Stopped {
    let first = findings.first();
    let why = first.map_or_else(|| LocalText::same(""), |finding| LocalText::same(finding.message.as_str()));
    Stopped::refused(
        why,
        said!(
            "sửa bộ chuẩn: `chungtay packs check` liệt kê mọi chỗ mà điện thoại không chạy được",
            "mend the standard: `chungtay packs check` lists everything that a phone cannot run"
        ),
    )
}
