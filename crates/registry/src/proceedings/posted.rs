//! Bản niêm yết trên mạng: a posted list for whoever holds its secret, until the last minute of its last day. The secret is the number of
//! the list sealed with a key that is kept outside the database: nobody can guess or count through it, and there is nothing to
//! take down – after its last day it opens nothing.

use ::review::{Deed, Moment, VillageRef};
use store::dates::Instant;
use store::{Fault, Queries};
use uuid::Uuid;
use vocab::Day;

use super::walk::Walk;
use super::{deed, village_ref};
use crate::{ProceedingId, Registry, VillageId};

const PLACE: &str = "proceeding_list.posted";

/// A list that hangs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// Name of the village.
    pub village: String,
    /// Code of the commune in which it lies.
    pub commune_code: String,
    /// The year of the review.
    pub year: i32,
    /// The month of a monthly review.
    pub month: Option<u32>,
    /// Since when it hangs.
    pub since: Day,
    /// Its last day.
    pub last_day: Day,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
    /// The households.
    pub lines: Vec<PostedLine>,
}

/// A household on a posted list: what the law shows to everybody and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostedLine {
    /// Full name of the head.
    pub head: String,
    /// Year of birth, only where two heads of the list have one name.
    pub birth_year: Option<i64>,
    /// Code of the result.
    pub outcome: String,
}

/// What a kept list shows.
pub fn posted_lines(text: &str) -> Vec<PostedLine> {
    let line = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, _, head, year, outcome] = fields.as_slice() else { return None };
        Some(PostedLine {
            head: (*head).to_owned(),
            birth_year: year.parse().ok(),
            outcome: (*outcome).to_owned(),
        })
    };
    // The first two lines say which list it is.
    text.lines().skip(2).filter_map(line).collect()
}

/// The posting that an event made, as the campaign keeps it.
fn posting(walk: &Walk, number: i64) -> Option<(VillageRef, ::review::Posting)> {
    let at = usize::try_from(number).ok()?;
    let Deed::Post(post) = &walk.events.get(at)?.event.deed else { return None };
    let is_of_village = |deed: &Deed| matches!(deed, Deed::Post(other) if other.village == post.village);
    let before = walk.events.iter().take(at).filter(|one| is_of_village(&one.event.deed)).count();
    let campaign = walk.campaign().ok()?;
    Some((post.village, campaign.track(post.village)?.postings.get(before)?.clone()))
}

impl Registry {
    /// The secret of a posted list, for its address; `None`: the system gives no random numbers.
    pub fn posted_secret(&self, id: ProceedingId, number: i64) -> Option<Vec<u8>> {
        let number = u32::try_from(number).ok()?;
        let bytes: Vec<u8> = id.0.as_bytes().iter().copied().chain(number.to_be_bytes()).collect();
        self.keys.seal(PLACE, &bytes).ok()
    }

    /// The list of a secret while it hangs; `None`: there is none, or it hangs no longer.
    ///
    /// # Errors
    /// The database failed.
    pub async fn posted(&self, secret: &[u8], at: Instant) -> Result<Option<Posted>, Fault> {
        let opened = self.keys.unseal(PLACE, secret).filter(|bytes| bytes.len() == 20);
        let Some(opened) = opened else { return Ok(None) };
        let (id, number) = opened.split_at(16);
        let (Ok(id), Ok(number)) = (Uuid::from_slice(id), <[u8; 4]>::try_from(number)) else {
            return Ok(None);
        };
        let (id, number) = (ProceedingId(id), i64::from(u32::from_be_bytes(number)));
        let Some(walk) = self.walk(&self.store, id).await? else { return Ok(None) };
        let Some((village, posting)) = posting(&walk, number) else { return Ok(None) };
        if !posting.is_up(Moment::from_millis(at.millis())) {
            return Ok(None);
        }
        let kept = deed::lists(&self.store, &self.keys, id).await?.into_iter().flatten();
        let Some(kept) = kept.into_iter().find(|list| list.number == number) else { return Ok(None) };
        let sql = "select name, commune_code from village_now where village_id = $1";
        let Some(row) = self.store.row(sql, vec![Uuid::from_u128(village.0).into()]).await? else {
            return Ok(None);
        };
        Ok(Some(Posted {
            village: row.get("name")?,
            commune_code: row.get("commune_code")?,
            year: walk.proceeding.year,
            month: walk.proceeding.month,
            since: posting.posted_at.day(),
            last_day: posting.due.last_day,
            sha256: kept.sha256,
            lines: posted_lines(&kept.text),
        }))
    }
}

/// Which of the postings of a village an event made: its place among them.
pub fn posting_of(walk: &Walk, number: i64) -> Option<(VillageId, ::review::Posting)> {
    posting(walk, number).map(|(village, posting)| (super::village_id(village), posting))
}

/// The numbers of the events that posted the list of a village, oldest first.
pub fn postings_of(walk: &Walk, village: VillageId) -> Vec<i64> {
    let of_village = |deed: &Deed| matches!(deed, Deed::Post(post) if post.village == village_ref(village));
    walk.events.iter().filter(|one| of_village(&one.event.deed)).map(|one| one.number).collect()
}
