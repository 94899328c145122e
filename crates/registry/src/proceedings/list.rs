//! Danh sách niêm yết, danh sách kèm quyết định: made by the registry from the cases, kept as they were posted and proposed, known by
//! their SHA-256. Whoever posts or signs names the hash of what they saw; if the cases say something else by then, they are told.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use ::review::flow::Change;
use ::review::{Campaign, Case, Class, DeedKind, Lists, VillageRef};
use sha2::{Digest, Sha256};
use store::Fault;
use vocab::search_key;

use super::register::{self, Register};
use super::status::Movement;
use super::{Walk, village_id};
use crate::{HouseholdId, ProceedingId, Registry, Scope, VillageId};

/// A household on a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListLine {
    /// The household.
    pub household: HouseholdId,
    /// The number that people use.
    pub number: i64,
    /// Full name of its head.
    pub head: String,
    /// Year of birth of the head, only where two of the list have the same name.
    pub birth_year: Option<i64>,
    /// Its village.
    pub village: VillageId,
    /// Code of its result.
    pub outcome: &'static str,
    /// Code of what the decision before said, on the list of a correcting decision.
    pub corrects: Option<&'static str>,
    /// The list it was on before.
    pub before: Option<Class>,
    /// What became of it; `None` where nothing did.
    pub movement: Option<Movement>,
}

/// A list as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficialList {
    /// `posting`, `decision` or `correction`.
    pub kind: &'static str,
    /// The village of a posting.
    pub village: Option<VillageId>,
    /// The households, by name of the head.
    pub lines: Vec<ListLine>,
    /// How many there are on each list of a decision.
    pub lists: Lists,
    /// What the hash is of.
    pub text: String,
    /// SHA-256 of the text.
    pub sha256: [u8; 32],
}

impl OfficialList {
    fn new(
        kind: &'static str,
        of: ProceedingId,
        village: Option<VillageRef>,
        mut lines: Vec<ListLine>,
        lists: Lists,
    ) -> OfficialList {
        lines.sort_by_cached_key(|line| (search_key(&line.head), line.number));
        let village = village.map(village_id);
        let mut text = format!("chungtay-list/1\t{kind}\t{of}\n");
        if let Some(village) = village {
            let _ = writeln!(text, "village\t{village}");
        }
        for line in &lines {
            let year = line.birth_year.map_or_else(String::new, |year| year.to_string());
            let before = line.before.map_or("", ::review::Class::code);
            let moved = line.movement.map_or("", Movement::code);
            let head = line.head.replace(['\t', '\n', '\r'], " ");
            let (number, household, outcome, where_) =
                (line.number, line.household, line.outcome, line.village);
            let _ = match kind {
                "posting" => writeln!(text, "{number}\t{household}\t{head}\t{year}\t{outcome}"),
                "correction" => {
                    let from = line.corrects.unwrap_or("");
                    writeln!(text, "{number}\t{household}\t{head}\t{year}\t{from}\t{outcome}\t{where_}")
                }
                _ => writeln!(
                    text,
                    "{number}\t{household}\t{head}\t{year}\t{outcome}\t{before}\t{moved}\t{where_}"
                ),
            };
        }
        let sha256 = Sha256::digest(text.as_bytes()).into();
        OfficialList { kind, village, lines, lists, text, sha256 }
    }
}

impl Registry {
    /// The list of a village as it would be posted now; `None` outside the scope.
    ///
    /// # Errors
    /// The database failed.
    pub async fn posting_list(
        &self,
        scope: &Scope,
        walk: &Walk,
        village: VillageId,
    ) -> Result<Option<OfficialList>, Fault> {
        if !self.reaches_proceeding(scope, walk.proceeding.id).await? {
            return Ok(None);
        }
        let campaign = walk.campaign().map_err(|_| super::deed::unsound())?;
        let village = super::village_ref(village);
        let register = register::of(&self.store, &households(&campaign, Some(village))).await?;
        Ok(Some(posting(walk.proceeding.id, &campaign, village, &register)))
    }

    /// The lists that a decision would have now; `None` outside the scope.
    ///
    /// # Errors
    /// The database failed.
    pub async fn decision_list(&self, scope: &Scope, walk: &Walk) -> Result<Option<OfficialList>, Fault> {
        if !self.reaches_proceeding(scope, walk.proceeding.id).await? {
            return Ok(None);
        }
        let campaign = walk.campaign().map_err(|_| super::deed::unsound())?;
        let register = register::of(&self.store, &households(&campaign, None)).await?;
        Ok(Some(decision(walk.proceeding.id, &campaign, &register)))
    }

    /// What a correcting decision would change now; `None` outside the scope.
    ///
    /// # Errors
    /// The database failed.
    pub async fn correction_list(&self, scope: &Scope, walk: &Walk) -> Result<Option<OfficialList>, Fault> {
        if !self.reaches_proceeding(scope, walk.proceeding.id).await? {
            return Ok(None);
        }
        let campaign = walk.campaign().map_err(|_| super::deed::unsound())?;
        let register = register::of(&self.store, &households(&campaign, None)).await?;
        Ok(Some(correction(walk.proceeding.id, &campaign, &register)))
    }

    /// The list of a decision that was signed, by the number of its event: as it was proposed and kept, whatever was decided and
    /// whoever was renamed since; `None` outside the scope, or where that event is no signature.
    ///
    /// # Errors
    /// The database failed, or what it holds was changed.
    pub async fn signed_list(
        &self,
        scope: &Scope,
        walk: &Walk,
        number: i64,
    ) -> Result<Option<OfficialList>, Fault> {
        let kind = |one: &super::Recorded| one.event.deed.kind();
        let proposing = match walk.events.iter().find(|one| one.number == number).map(kind) {
            Some(DeedKind::Sign) => DeedKind::Propose,
            Some(DeedKind::SignCorrection) => DeedKind::ProposeCorrection,
            _ => return Ok(None),
        };
        let mut earlier = walk.events.iter().rev().filter(|one| one.number < number);
        let Some(proposed) = earlier.find(|one| kind(one) == proposing) else { return Ok(None) };
        let lists = self.proceeding_lists(scope, walk.proceeding.id).await?;
        let Some(kept) = lists.into_iter().find(|one| one.number == proposed.number) else {
            return Ok(None);
        };
        let then = walk.before(proposed.number);
        let campaign = then.campaign().map_err(|_| super::deed::unsound())?;
        let names = names_of(&kept.text);
        let made = match proposing {
            DeedKind::ProposeCorrection => correction(walk.proceeding.id, &campaign, &names),
            _ => decision(walk.proceeding.id, &campaign, &names),
        };
        if made.text == kept.text { Ok(Some(made)) } else { Err(super::deed::unsound()) }
    }
}

/// The households that a list shows.
pub(crate) fn households(
    campaign: &Campaign<'_>,
    village: Option<VillageRef>,
) -> Vec<::review::HouseholdRef> {
    let cases = campaign
        .cases()
        .filter(|case| case.is_active() && village.is_none_or(|village| case.village == village));
    cases.map(|case| case.household).collect()
}

/// What hangs in a village.
pub(crate) fn posting(
    of: ProceedingId,
    campaign: &Campaign<'_>,
    village: VillageRef,
    register: &Register,
) -> OfficialList {
    let cases = campaign.cases().filter(|case| case.is_active() && case.village == village);
    OfficialList::new("posting", of, Some(village), lines(cases, register), Lists::default())
}

/// What is decided on: who is on a list, and who leaves one.
pub(crate) fn decision(of: ProceedingId, campaign: &Campaign<'_>, register: &Register) -> OfficialList {
    let decided = |case: &&Case| {
        case.is_active()
            && case.outcome().is_some_and(|outcome| outcome.is_recognized() || case.before.is_some())
    };
    OfficialList::new(
        "decision",
        of,
        None,
        lines(campaign.cases().filter(decided), register),
        campaign.lists(),
    )
}

/// The households that a correcting decision changes, each with what was decided before.
pub(crate) fn correction(id: ProceedingId, campaign: &Campaign<'_>, register: &Register) -> OfficialList {
    let changed = campaign.to_correct();
    let of = |household| changed.iter().find(|one| one.household == household);
    let mut lines = lines(campaign.cases().filter(|case| of(case.household).is_some()), register);
    for line in &mut lines {
        if let Some(one) = of(super::household_ref(line.household)) {
            (line.outcome, line.corrects, line.movement) = (one.to.code(), Some(one.from.code()), None);
        }
    }
    OfficialList::new("correction", id, None, lines, Lists::default())
}

fn lines<'a>(cases: impl Iterator<Item = &'a Case>, register: &Register) -> Vec<ListLine> {
    let cases: Vec<&Case> = cases.collect();
    let name = |case: &Case| register.get(&case.household).map(|one| one.head.clone()).unwrap_or_default();
    let (mut once, mut twice) = (BTreeSet::new(), BTreeSet::new());
    for case in &cases {
        let key = search_key(&name(case));
        if !once.insert(key.clone()) {
            twice.insert(key);
        }
    }
    let line = |case: &&Case| {
        let registered = register.get(&case.household);
        let head = name(case);
        ListLine {
            household: super::household_id(case.household),
            number: registered.map_or(0, |one| one.number),
            birth_year: registered
                .and_then(|one| one.birth_year)
                .filter(|_| twice.contains(&search_key(&head))),
            head,
            village: village_id(case.village),
            outcome: case.outcome().map_or("", |outcome| outcome.code()),
            corrects: None,
            before: case.before,
            movement: Movement::of(&change(case)),
        }
    };
    cases.iter().map(line).collect()
}

/// What became of a case, for the flow.
pub(crate) fn change(case: &Case) -> Change {
    Change {
        before: case.before,
        after: case.outcome().filter(|_| case.is_active()).and_then(::review::Outcome::class),
        formerly: case.formerly.clone(),
        came: None,
        left: case.left(),
        persons_before: 0,
        persons_after: 0,
    }
}

/// The names that a kept list shows, so that it can be made again without asking what people are called by now.
pub(crate) fn names_of(text: &str) -> Register {
    let mut names = BTreeMap::new();
    for line in text.lines().skip(1) {
        let mut fields = line.split('\t');
        let (Some(number), Some(household), Some(head), Some(year)) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            continue;
        };
        let (Ok(number), Ok(household)) = (number.parse(), household.parse::<uuid::Uuid>()) else { continue };
        let registered = register::Registered {
            number,
            head: head.to_owned(),
            birth_year: year.parse().ok(),
            ..register::Registered::default()
        };
        names.insert(::review::HouseholdRef(household.as_u128()), registered);
    }
    names
}
