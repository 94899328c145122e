//! Where villages lay before their commune was merged: two of one name are told apart by it.

use std::collections::BTreeMap;

use store::Fault;
use uuid::Uuid;
use vocab::Day;

use crate::facts::{self, Fact};
use crate::{Registry, VillageId};

/// The commune before that of today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerCommune {
    /// Its code.
    pub code: String,
    /// A day on which the village lay there: codes are given again.
    pub on: Day,
}

impl Registry {
    /// The communes in which villages lay before. One that lay in no other is left out.
    ///
    /// # Errors
    /// The database failed.
    pub async fn former_communes(
        &self,
        villages: &[VillageId],
    ) -> Result<BTreeMap<VillageId, FormerCommune>, Fault> {
        let ids: Vec<Uuid> = villages.iter().map(|village| village.0).collect();
        let mut by_village: BTreeMap<Uuid, Vec<Fact>> = BTreeMap::new();
        for fact in facts::about(&self.store, &ids).await? {
            by_village.entry(fact.subject).or_default().push(fact);
        }
        let former = |(id, facts): (Uuid, Vec<Fact>)| Some((VillageId(id), before(&facts)?));
        Ok(by_village.into_iter().filter_map(former).collect())
    }
}

fn before(facts: &[Fact]) -> Option<FormerCommune> {
    let code = |fact: &Fact| fact.value.as_ref()?.get("commune_code")?.as_str().map(str::to_owned);
    let mut said: Vec<(Day, String)> =
        facts.iter().filter_map(|fact| Some((fact.valid.from?, code(fact)?))).collect();
    // Of two facts from one day on, the one recorded later counts: it stands last.
    said.sort_by_key(|(from, _)| *from);
    let (_, now) = said.last()?.clone();
    let (from, code) = said.into_iter().rfind(|(_, code)| *code != now)?;
    Some(FormerCommune { code, on: from })
}
