//! Phiếu: a version of a form is published once and never changes; phones may send older ones for years.

use serde_json::json;
use store::dates::Instant;
use store::{Fault, Queries, Row};
use vocab::said;

use crate::act::{Cause, Done, FORM};
use crate::cell::Cell;
use crate::review::permitted;
use crate::{CampaignId, Registry, Scope, Stopped};

/// A form to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewForm {
    /// The id that its documents carry.
    pub form_id: String,
    /// The version that its documents carry.
    pub version: String,
    /// What phones show.
    pub title: String,
    /// Id of the standard that it asks for.
    pub standard: String,
    /// Digest of the standard's files.
    pub pack_digest: String,
    /// The XForm.
    pub xml: String,
}

/// A published form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// What was published.
    pub form: NewForm,
    /// Number of the act that published it.
    pub act_seq: i64,
}

impl Registry {
    /// Publishes a version of a form in a campaign. The same bytes again change nothing.
    ///
    /// # Errors
    /// The form does not ask for the campaign's standard, the version exists with other bytes, or the database failed.
    pub async fn publish_form(
        &self,
        by: Option<&Scope>,
        campaign: CampaignId,
        new: &NewForm,
        at: Instant,
    ) -> Result<Option<Done>, Stopped> {
        permitted(by)?;
        let content =
            json!({ "campaign": campaign.to_string(), "form": new.form_id, "version": new.version });
        let cause = Cause { content: Some(content), ..Cause::new("form.publish", by.map(Scope::user)) };
        let mut act = self.begin(cause, at).await?;
        let sql = "select standard, pack_digest from campaign c where c.id = $1 \
                   and not exists (select 1 from act u where u.undoes = c.act_seq)";
        let terms = act.tx.row(sql, vec![campaign.0.into()]).await?;
        let fits = match &terms {
            Some(row) => {
                row.get::<String>("standard")? == new.standard
                    && row.get::<String>("pack_digest")? == new.pack_digest
            }
            None => false,
        };
        if !fits {
            return Err(Stopped::refused(
                said!(
                    "phiếu không hỏi theo bộ chuẩn của đợt rà soát",
                    "the form does not ask for the standard of the campaign"
                ),
                said!(
                    "dùng phiếu của đúng bộ chuẩn mà đợt rà soát ghi",
                    "use the form of the standard that the campaign names"
                ),
            ));
        }
        let sql = "select xml from form where campaign_id = $1 and form_id = $2 and version = $3";
        let values = vec![campaign.0.into(), new.form_id.clone().into(), new.version.clone().into()];
        if let Some(row) = act.tx.row(sql, values).await? {
            if row.get::<String>("xml")? == new.xml {
                return Ok(None);
            }
            let version = &new.version;
            return Err(Stopped::refused(
                said!(
                    "phiên bản {version} của phiếu đã có với nội dung khác",
                    "version {version} of the form exists with other content"
                ),
                said!("đặt phiên bản mới cho phiếu", "give the form a new version"),
            ));
        }
        let texts = [&new.form_id, &new.version, &new.title, &new.standard, &new.pack_digest, &new.xml];
        let mut cells = vec![Cell::Id(uuid::Uuid::now_v7()), Cell::Id(campaign.0)];
        cells.extend(texts.map(|text| Cell::Text(text.clone())));
        act.add(&FORM, cells);
        Ok(Some(act.finish().await?))
    }

    /// The newest version of each form of a campaign.
    ///
    /// # Errors
    /// The database failed.
    pub async fn forms(&self, campaign: CampaignId) -> Result<Vec<Form>, Fault> {
        let sql = "select * from form f where f.campaign_id = $1 and f.act_seq = (select max(n.act_seq) from form n where n.campaign_id = f.campaign_id and n.form_id = f.form_id) order by f.form_id";
        self.store.rows(sql, vec![campaign.0.into()]).await?.iter().map(read).collect()
    }

    /// One version of a form, or the newest one.
    ///
    /// # Errors
    /// The database failed.
    pub async fn form(
        &self,
        campaign: CampaignId,
        form_id: &str,
        version: Option<&str>,
    ) -> Result<Option<Form>, Fault> {
        let sql = "select * from form where campaign_id = $1 and form_id = $2 and ($3 is null or version = $3) order by act_seq desc limit 1";
        let values = vec![campaign.0.into(), form_id.into(), version.map(str::to_owned).into()];
        self.store.row(sql, values).await?.as_ref().map(read).transpose()
    }
}

fn read(row: &Row) -> Result<Form, Fault> {
    let form = NewForm {
        form_id: row.get("form_id")?,
        version: row.get("version")?,
        title: row.get("title")?,
        standard: row.get("standard")?,
        pack_digest: row.get("pack_digest")?,
        xml: row.get("xml")?,
    };
    Ok(Form { form, act_seq: row.get("act_seq")? })
}
