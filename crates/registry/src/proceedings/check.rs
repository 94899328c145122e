//! Kiểm tra lại cả đợt: every result decided again from what was answered, every event judged again, every list, status and board
//! made again and compared. The log says whether a row is as its act left it ([`crate::verify`]); this says whether what was
//! recorded is right. Whoever changed the database and all hashes in it is found here, if they did not also decide differently.

use std::collections::BTreeSet;

use ::review::{Campaign, Deed, Moment};
use serde_json::Value as Json;
use standards::standard::PovertyStandard;
use store::{Fault, Queries, Row};
use uuid::Uuid;

use super::beside::{Wrong, lying as lying_files, wrong_with};
use super::deed::{Kept, lists};
use super::reported::was_sent;
use super::unfit::{CampaignVerdict, UnfitWhat};
use super::walk::{Proceeding, Recorded, event, header, terms};
use super::wire::outcome_of;
use super::{board, list, managed, pack, status, village_id};
use crate::answers::sealed::opened;
use crate::facts::Fact;
use crate::keys::hex;
use crate::review::{NotAssessed, Terms, assess};
use crate::{CampaignId, Keys, ProceedingId, Registry};

impl Registry {
    /// Checks a campaign with all its communes, or one commune's proceeding, by the id of either. `standards` are those of the
    /// packs with which it was decided. `None`: there is no such campaign.
    ///
    /// # Errors
    /// The database failed.
    pub async fn verify_campaign(
        &self,
        id: Uuid,
        standards: &[PovertyStandard],
    ) -> Result<Option<CampaignVerdict>, Fault> {
        let frozen = self.store.snapshot().await?;
        let verdict = check(&frozen, &self.keys, id, standards).await;
        // Reading changed nothing: what becomes of the transaction does not matter.
        let _ = frozen.rollback().await;
        verdict
    }
}

async fn check(
    on: &impl Queries,
    keys: &Keys,
    id: Uuid,
    standards: &[PovertyStandard],
) -> Result<Option<CampaignVerdict>, Fault> {
    let sql =
        "select * from proceeding where campaign_id = $1 or id = $1 order by commune_code, procedure, month";
    let rows = on.rows(sql, vec![id.into()]).await?;
    let known = on.row("select id from campaign where id = $1", vec![id.into()]).await?;
    let campaign = match (&known, rows.first()) {
        (Some(_), _) => CampaignId(id),
        (None, Some(row)) => CampaignId(row.id("campaign_id")?),
        (None, None) => return Ok(None),
    };
    let mut verdict = CampaignVerdict::default();
    results(on, keys, campaign, standards, &mut verdict).await?;
    for row in &rows {
        verdict.checked.proceedings += 1;
        proceeding(on, keys, row, &mut verdict).await?;
    }
    Ok(Some(verdict))
}

/// So many results are read at once.
const TOGETHER: usize = 1000;

/// Every result that was recorded in the campaign and not taken back, also those that were corrected later.
async fn results(
    on: &impl Queries,
    keys: &Keys,
    campaign: CampaignId,
    standards: &[PovertyStandard],
    verdict: &mut CampaignVerdict,
) -> Result<(), Fault> {
    let mut after = (-1_i64, -1_i64);
    loop {
        let sql = format!(
            "select a.*, h.number, c.result_day, c.age_day, c.income_test, c.standard as of_standard, c.pack_digest as of_digest \
             from assessment a join campaign c on c.id = a.campaign_id join household h on h.id = a.household_id \
             where a.campaign_id = $1 and (a.act_seq, a.ordinal) > ($2, $3) \
             and not exists (select 1 from act u where u.undoes = a.act_seq) order by a.act_seq, a.ordinal limit {TOGETHER}"
        );
        let rows = on.rows(&sql, vec![campaign.0.into(), after.0.into(), after.1.into()]).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = (last.get("act_seq")?, last.get("ordinal")?);
        for row in &rows {
            result(keys, row, standards, verdict)?;
        }
    }
}

fn result(
    keys: &Keys,
    row: &Row,
    standards: &[PovertyStandard],
    verdict: &mut CampaignVerdict,
) -> Result<(), Fault> {
    let number: Option<i64> = Some(row.get("number")?);
    if row.get::<Option<i64>>("erased_by")?.is_some() {
        verdict.checked.erased += 1;
        return Ok(());
    }
    let fixed = Terms::of_row(row)?;
    let (of, digest): (String, String) = (row.get("of_standard")?, row.get("of_digest")?);
    if fixed.standard != of || fixed.pack_digest != digest {
        verdict.add(UnfitWhat::ResultOtherwise, None, number);
        return Ok(());
    }
    let Some(standard) = standards.iter().find(|one| one.id == of && one.digest == digest) else {
        verdict.unknown_standards.insert((of, digest));
        return Ok(());
    };
    verdict.checked.results += 1;
    let Ok(answers) = opened(keys, row) else {
        verdict.add(UnfitWhat::Answers, None, number);
        return Ok(());
    };
    let list = |column: &str| {
        let json: Json = row.get(column)?;
        let texts = json.as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned);
        Ok::<Vec<String>, Fault>(texts.collect())
    };
    match assess(standard, &fixed, &answers) {
        Err(NotAssessed::Unreadable(_)) => verdict.add(UnfitWhat::Answers, None, number),
        Err(NotAssessed::Refused { .. }) => verdict.add(UnfitWhat::ResultOtherwise, None, number),
        Ok(again) => {
            let is_same = again.outcome == row.get::<String>("outcome")?
                && again.income_band == row.get::<String>("income_band")?
                && again.deprivation_count == row.get::<i64>("deprivation_count")?
                && again.deprivation_count_max == row.get::<i64>("deprivation_count_max")?
                && again.deprived == list("deprived")?
                && again.needs == list("needs")?;
            if !is_same {
                verdict.add(UnfitWhat::ResultOtherwise, None, number);
            }
        }
    }
    Ok(())
}

async fn proceeding(
    on: &impl Queries,
    keys: &Keys,
    row: &Row,
    verdict: &mut CampaignVerdict,
) -> Result<(), Fault> {
    let of = header(row)?;
    let Some(pack) = pack::kept(on, &of.pack).await? else {
        verdict.add(UnfitWhat::Pack, Some(&of), None);
        return Ok(());
    };
    let Some(terms) = terms(keys, row, &of)? else {
        verdict.add(UnfitWhat::Terms, Some(&of), None);
        return Ok(());
    };
    let opened_at = Moment::from_millis(of.opened_at.millis());
    let mut campaign = match Campaign::open(&pack.procedure, &pack.calendar, terms, opened_at) {
        Ok(campaign) => campaign,
        Err(refusal) => {
            verdict.add(UnfitWhat::EventRefused(*refusal.why), Some(&of), None);
            return Ok(());
        }
    };
    let mut kept = lists(on, keys, of.id).await?.into_iter();
    let mut next_list = kept.next();
    let mut lying = lying_files(on, of.id).await?;
    let sql = "select e.number, e.kind, e.household_id, e.village_id, e.assessment_id, e.at, e.content, e.act_seq, t.actor, t.at as acted_at, \
               a.outcome, a.household_id as of_household, a.campaign_id as of_campaign \
               from proceeding_event e join act t on t.seq = e.act_seq left join assessment a on a.id = e.assessment_id \
               where e.proceeding_id = $1 order by e.number";
    for (at, row) in on.rows(sql, vec![of.id.0.into()]).await?.iter().enumerate() {
        let number: i64 = row.get("number")?;
        if number != at as i64 {
            verdict.add(UnfitWhat::EventMissing, Some(&of), Some(at as i64));
            return Ok(());
        }
        let Some(recorded) = event(keys, of.id, row)? else {
            verdict.add(UnfitWhat::EventUnreadable, Some(&of), Some(number));
            return Ok(());
        };
        verdict.checked.events += 1;
        if !is_as_beside(&recorded, row, &campaign)? {
            verdict.add(UnfitWhat::EventOtherwise, Some(&of), Some(number));
        }
        if !is_as_result(&recorded, row, &campaign, &of)? {
            verdict.add(UnfitWhat::EventNotAsResult, Some(&of), Some(number));
        }
        if let Some(named) = list_of(&recorded.event.deed) {
            verdict.checked.lists += 1;
            match next_list.take() {
                Some(Some(one)) if one.number == number => {
                    if !is_as_kept(&one, named, &recorded.event.deed, of.id, &campaign) {
                        verdict.add(UnfitWhat::ListChanged, Some(&of), Some(number));
                    }
                }
                Some(None) => verdict.add(UnfitWhat::ListChanged, Some(&of), Some(number)),
                _ => verdict.add(UnfitWhat::ListMissing, Some(&of), Some(number)),
            }
            next_list = kept.next();
        }
        verdict.checked.files += recorded.files.len() as u64;
        match wrong_with(on, keys, &mut lying, &recorded).await? {
            Some(Wrong::Missing) => verdict.add(UnfitWhat::FileMissing, Some(&of), Some(number)),
            Some(Wrong::Changed) => verdict.add(UnfitWhat::FileChanged, Some(&of), Some(number)),
            None => {}
        }
        if !was_sent(on, &recorded).await? {
            verdict.add(UnfitWhat::Report, Some(&of), Some(number));
        }
        if let Err(refusal) = campaign.redo(&recorded.event) {
            verdict.add(UnfitWhat::EventRefused(*refusal.why), Some(&of), Some(number));
            return Ok(());
        }
        let should = decided(on, &of, &campaign, &recorded.event.deed).await?;
        if let Some(should) = should
            && !said_so(on, recorded.act_seq, &should).await?
        {
            verdict.add(UnfitWhat::Status, Some(&of), Some(number));
        }
    }
    if next_list.is_some() {
        verdict.add(UnfitWhat::ListMissing, Some(&of), None);
    }
    if !lying.is_empty() {
        verdict.add(UnfitWhat::FileMissing, Some(&of), lying.keys().next().copied());
    }
    if !stands_so(on, &of, &campaign).await? {
        verdict.add(UnfitWhat::Board, Some(&of), None);
    }
    Ok(())
}

/// The facts that a deed should have made, if it is a decision.
async fn decided(
    on: &impl Queries,
    of: &Proceeding,
    campaign: &Campaign<'_>,
    deed: &Deed,
) -> Result<Option<Vec<crate::facts::NewFact>>, Fault> {
    if !matches!(deed, Deed::Sign(_) | Deed::SignCorrection(_)) {
        return Ok(None);
    }
    let result_day = managed::result_day(on, of.campaign).await?;
    Ok(match deed {
        Deed::Sign(sign) => Some(status::of_decision(of.id, campaign, sign, result_day)),
        Deed::SignCorrection(sign) => Some(status::of_correction(of.id, campaign, sign, result_day)),
        _ => None,
    })
}

/// Who, when, what, whom and where beside an event are what its content says.
fn is_as_beside(recorded: &Recorded, row: &Row, campaign: &Campaign<'_>) -> Result<bool, Fault> {
    let deed = &recorded.event.deed;
    let id = |column: &str| Ok::<_, Fault>(row.get::<Option<Uuid>>(column)?.map(|id| id.as_u128()));
    Ok(row.get::<String>("kind")? == deed.kind().code()
        && row.instant("acted_at")?.map(|at| at.millis()) == Some(recorded.event.at.millis())
        && id("actor")? == Some(recorded.event.by.person.0)
        && id("household_id")? == super::place::household(deed, campaign).map(|one| one.0)
        && id("village_id")? == super::place::village(deed, campaign).map(|one| one.0))
}

/// What an event says of a result is what the record on which it rests says.
fn is_as_result(
    recorded: &Recorded,
    row: &Row,
    campaign: &Campaign<'_>,
    of: &Proceeding,
) -> Result<bool, Fault> {
    let deed = &recorded.event.deed;
    let rests = matches!(deed, Deed::Survey(_) | Deed::Classify(_) | Deed::Recheck(_) | Deed::Reconsider(_));
    if recorded.assessment.is_none() || !rests {
        return Ok(recorded.assessment.is_none() && !rests);
    }
    let Some(outcome) = row.get::<Option<String>>("outcome")? else { return Ok(false) };
    let household = row.get::<Option<Uuid>>("of_household")?.map(|id| id.as_u128());
    let about = super::place::household(deed, campaign).map(|one| one.0);
    let is_here = household == about && row.get::<Option<Uuid>>("of_campaign")? == Some(of.campaign.0);
    Ok(is_here
        && match deed {
            Deed::Classify(deed) => deed.outcome == outcome_of(&outcome),
            Deed::Recheck(deed) => Some(deed.outcome) == outcome_of(&outcome),
            Deed::Reconsider(deed) => Some(deed.outcome) == outcome_of(&outcome),
            _ => true,
        })
}

fn list_of(deed: &Deed) -> Option<[u8; 32]> {
    match deed {
        Deed::Post(deed) => Some(deed.list_hash),
        Deed::Propose(deed) => Some(deed.list_hash),
        Deed::ProposeCorrection(deed) => Some(deed.list_hash),
        _ => None,
    }
}

/// A kept list has the hash that the event names, and is what the cases gave, byte for byte, with the names that it shows.
fn is_as_kept(kept: &Kept, named: [u8; 32], deed: &Deed, id: ProceedingId, campaign: &Campaign<'_>) -> bool {
    let names = list::names_of(&kept.text);
    let made = match deed {
        Deed::Post(deed) => list::posting(id, campaign, deed.village, &names),
        Deed::ProposeCorrection(_) => list::correction(id, campaign, &names),
        _ => list::decision(id, campaign, &names),
    };
    let village = match deed {
        Deed::Post(deed) => Some(village_id(deed.village)),
        _ => None,
    };
    made.sha256 == named
        && made.text == kept.text
        && kept.sha256 == hex(&named)
        && kept.kind == made.kind
        && kept.village == village
}

/// The facts of a decision are there, and no others.
async fn said_so(on: &impl Queries, act_seq: i64, should: &[crate::facts::NewFact]) -> Result<bool, Fault> {
    let subjects: Vec<Uuid> = should.iter().map(|fact| fact.subject).collect();
    let facts = crate::facts::ever_about(on, &subjects).await?;
    let of_act: Vec<&Fact> = facts.iter().filter(|fact| fact.act_seq == act_seq).collect();
    let row = on.row("select count(*) as n from fact where act_seq = $1", vec![act_seq.into()]).await?;
    let count: i64 = row.map(|row| row.get("n")).transpose()?.unwrap_or(0);
    let is_said = |should: &crate::facts::NewFact| {
        of_act.iter().any(|fact| {
            fact.subject == should.subject
                && fact.attribute == should.attribute
                && fact.valid == should.valid
                // What was erased by law is gone; that it was said stays.
                && fact.value.as_ref().is_none_or(|value| *value == should.value)
        })
    };
    Ok(usize::try_from(count) == Ok(should.len()) && should.iter().all(is_said))
}

async fn stands_so(on: &impl Queries, of: &Proceeding, campaign: &Campaign<'_>) -> Result<bool, Fault> {
    let sql = "select events, is_signed, is_finished, standing from proceeding_now where proceeding_id = $1";
    let Some(row) = on.row(sql, vec![of.id.0.into()]).await? else { return Ok(false) };
    let rows = on
        .rows("select village_id from proceeding_place where proceeding_id = $1", vec![of.id.0.into()])
        .await?;
    let places: BTreeSet<u128> =
        rows.iter().map(|row| Ok(row.id("village_id")?.as_u128())).collect::<Result<_, Fault>>()?;
    let villages: BTreeSet<u128> = campaign.terms().villages.iter().map(|village| village.0).collect();
    let (events, is_signed, is_finished): (i64, bool, bool) =
        (row.get("events")?, row.get("is_signed")?, row.get("is_finished")?);
    let standing: Json = row.get("standing")?;
    Ok(usize::try_from(events) == Ok(campaign.events())
        && is_signed == campaign.decision().is_some()
        && is_finished == board::is_finished(campaign)
        && standing == board::standing(campaign)
        && places == villages)
}
