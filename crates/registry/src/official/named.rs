//! Whom a pseudonym of a snapshot means, for whoever may see the household.

use std::collections::{BTreeMap, BTreeSet};

use standards::HouseholdAnswers;
use standards::standard::PovertyStandard;
use store::{Fault, Queries, Row, Value, places};
use uuid::Uuid;

use crate::access::Right;
use crate::answers;
use crate::answers::sealed::opened;
use crate::households::Line;
use crate::official::{may_take_names, pieces};
use crate::snapshot::Snapshot;
use crate::{Registry, Scope, Stopped, VillageId};

/// The households behind a figure, as far as somebody may see them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BehindCell {
    /// Those of this page, in the order of their heads' names.
    pub lines: Vec<Line>,
    /// How many there are in the caller's places.
    pub inside: usize,
    /// How many were counted, but lie in no place of the caller today.
    pub elsewhere: usize,
}

impl Registry {
    /// The households that these pseudonyms mean: they were reviewed in one of these villages, this year or last.
    ///
    /// # Errors
    /// The database failed.
    pub async fn behind_cell(
        &self,
        scope: &Scope,
        of: &[&Snapshot],
        (villages, pseudonyms): (&[VillageId], &BTreeSet<String>),
        (page, per_page): (usize, usize),
    ) -> Result<BehindCell, Fault> {
        if scope.right() != Right::SeeHouseholds {
            return Ok(BehindCell::default());
        }
        let ids: Vec<Uuid> = self.meant(of, villages, pseudonyms).await?.into_values().collect();
        let mut inside: Vec<(String, Uuid)> = Vec::new();
        for some in ids.chunks(500) {
            let mut values: Vec<Value> = some.iter().map(|id| (*id).into()).collect();
            let among = places(1, values.len(), self.store.is_postgres());
            let condition = scope.condition("h", &mut values);
            let sql = format!(
                "select h.household_id, h.head_search from household_now h where h.household_id in ({among}) and {condition}"
            );
            for row in self.store.rows(&sql, values).await? {
                let name = row.get::<Option<String>>("head_search")?.unwrap_or_default();
                inside.push((name, row.id("household_id")?));
            }
        }
        inside.sort();
        let shown = inside.iter().skip(page.saturating_sub(1) * per_page).take(per_page);
        let here: Vec<Uuid> = shown.map(|(_, id)| *id).collect();
        let elsewhere = pseudonyms.len().saturating_sub(inside.len());
        Ok(BehindCell { lines: self.lines(&here).await?, inside: inside.len(), elsewhere })
    }

    /// What these households answered when the snapshot was sealed, with their names: for a list that is taken away.
    ///
    /// # Errors
    /// The scope is none for exports, or the database failed.
    pub async fn named_answers(
        &self,
        by: &Scope,
        (snapshot, standard): (&Snapshot, &PovertyStandard),
        villages: &[VillageId],
        pseudonyms: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, HouseholdAnswers>, Stopped> {
        may_take_names(by)?;
        let campaigns = self.campaigns().await?;
        let campaign = campaigns.into_iter().find(|one| one.id == snapshot.manifest.campaign());
        let Some(campaign) = campaign else { return Ok(BTreeMap::new()) };
        let rows = self.store.rows("select undoes, seq from act where undoes is not null", vec![]).await?;
        let size = snapshot.manifest.log_size();
        let mut undone = BTreeSet::new();
        for row in rows {
            if row.get::<i64>("seq")? < size {
                undone.insert(row.get::<i64>("undoes")?);
            }
        }
        let meant = self.meant(&[snapshot], villages, pseudonyms).await?;
        let by_household: BTreeMap<Uuid, String> = meant.into_iter().map(|(name, id)| (id, name)).collect();
        let ids: Vec<Uuid> = by_household.keys().copied().collect();
        let mut newest: BTreeMap<Uuid, Row> = BTreeMap::new();
        for some in ids.chunks(200) {
            let mut values: Vec<Value> = some.iter().map(|id| (*id).into()).collect();
            let among = places(1, values.len(), self.store.is_postgres());
            values.extend([campaign.id.0.into(), size.into()]);
            let (of, before) = (values.len() - 1, values.len());
            let sql = format!(
                "select id, household_id, answers, erased_by, act_seq from assessment where household_id in ({among}) \
                 and campaign_id = ${of} and act_seq < ${before} order by act_seq, ordinal"
            );
            for row in self.store.rows(&sql, values).await? {
                if !undone.contains(&row.get("act_seq")?) {
                    newest.insert(row.id("household_id")?, row);
                }
            }
        }
        let mut answered = BTreeMap::new();
        for (household, row) in newest {
            if row.get::<Option<i64>>("erased_by")?.is_some() {
                continue;
            }
            let stored = opened(&self.keys, &row)?;
            let read = answers::read(standard, &stored, campaign.terms.age_day);
            if let (Ok(read), Some(pseudonym)) = (read, by_household.get(&household)) {
                answered.insert(pseudonym.clone(), read);
            }
        }
        Ok(answered)
    }

    /// The households of pseudonyms, among those that were reviewed in these villages.
    async fn meant(
        &self,
        of: &[&Snapshot],
        villages: &[VillageId],
        pseudonyms: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, Uuid>, Fault> {
        let mut meant = BTreeMap::new();
        if pseudonyms.is_empty() {
            return Ok(meant);
        }
        for snapshot in of {
            for some in pieces(villages) {
                let mut values: Vec<Value> = some.iter().map(|village| village.0.into()).collect();
                let among = places(1, values.len(), self.store.is_postgres());
                values.push(snapshot.manifest.campaign().0.into());
                let at = values.len();
                let sql = format!(
                    "select distinct household_id from assessment where village_id in ({among}) and campaign_id = ${at}"
                );
                for row in self.store.rows(&sql, values).await? {
                    let id: Uuid = row.id("household_id")?;
                    let pseudonym = self.keys.pseudonym("household", id.as_bytes());
                    if pseudonyms.contains(&pseudonym) {
                        meant.insert(pseudonym, id);
                    }
                }
            }
        }
        Ok(meant)
    }
}
