//! `/review/{id}/files/{file}`: scans and photographs that were kept with deeds. They are named where the deed is shown and leave only as an
//! attachment: nobody's upload runs inside a page of ours.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use registry::proceedings::{FileKind, KeptFile};
use registry::store::dates::Instant;
use registry::{FileId, Stopped, documents};
use vocab::Day;

use super::desk::{Desk, Told};
use super::words;
use crate::admin::time;
use crate::error::Refusal;
use crate::layout::encoded;
use crate::signed_in::SignedIn;
use crate::visit::attachment;

/// A kept file as pages name it.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) href: String,
    pub(super) label: String,
    /// `PDF · 1,2 MB`.
    pub(super) what: String,
    /// The place that it shows and when it was taken.
    pub(super) shows: Option<String>,
    pub(super) sha256: String,
}

/// The files of the proceeding that may be seen.
pub(super) async fn all(desk: &Desk) -> Result<Vec<KeptFile>, Refusal> {
    let files = desk.who.registry.proceeding_files(&desk.scope, desk.id).await;
    files.map_err(|fault| Refusal::of_fault(&fault))
}

/// Those of an event, in words.
pub(super) fn of_event(desk: &Desk, files: &[KeptFile], number: i64) -> Vec<Kept> {
    let language = desk.who.visit.language;
    let places = desk.seen.walk.procedure().posting.as_ref().map(|rule| &rule.places);
    let of = files.iter().filter(|file| file.number == number);
    of.map(|file| {
        let size = documents::size_words(u64::try_from(file.size).unwrap_or(0), language);
        let place = file.place.as_ref().map(|id| {
            let known = places.and_then(|places| places.iter().find(|(known, _)| known == id));
            known.map_or_else(|| id.clone(), |(_, label)| words::sentence(label.get(language)))
        });
        let shows = [place, file.taken_at.map(|at| time::shown(at, language))];
        let shows = shows.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        Kept {
            href: format!("{}/files/{}", desk.base(), file.id),
            label: desk.who.visit.t(match file.kind {
                FileKind::Minutes => "review-file-minutes",
                FileKind::Posting => "review-file-posting",
                FileKind::Decision => "review-file-decision",
            }),
            what: format!("{} · {size}", file.media.name()),
            shows: (!shows.is_empty()).then_some(shows),
            sha256: file.sha256.clone(),
        }
    })
    .collect()
}

/// Takes one away.
pub(super) async fn take(
    who: SignedIn,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let desk = Desk::open(who, &id).await?;
    let file: FileId = file.parse().map_err(|_| Refusal::NoPage)?;
    if !all(&desk).await?.iter().any(|one| one.id == file) {
        return Err(Refusal::NoPage);
    }
    let taken = desk.who.registry.take_proceeding_file(&desk.scope, desk.id, file, Instant::now()).await;
    let taken = match taken {
        Ok(taken) => taken,
        Err(Stopped::Failed(fault)) => return Err(Refusal::of_fault(&fault)),
        Err(Stopped::Refused(refusal)) => {
            tracing::error!(why = refusal.why.en, "a file that was kept with a deed cannot be handed out");
            return Err(Refusal::Broken);
        }
    };
    let ending = taken.media.endings().first().copied().unwrap_or("bin");
    let plain = format!("tep-{}.{ending}", file.to_string().split('-').next_back().unwrap_or_default());
    let mut response = attachment(taken.bytes, &plain, taken.media.code());
    let name = encoded(&taken.name).replace('+', "%20");
    let both = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{name}");
    if let Ok(both) = HeaderValue::from_str(&both) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, both);
    }
    Ok(response)
}

/// A refusal of the registry, told on the page where the file was chosen.
pub(super) fn told(desk: &Desk, stopped: Stopped) -> Result<Told, Refusal> {
    match stopped {
        Stopped::Refused(refusal) => Ok(desk.unreadable(&refusal.why, &refusal.remedy)),
        Stopped::Failed(fault) => Err(Refusal::of_fault(&fault)),
    }
}

/// `2026-09-16T08:30`, as browsers send what was typed into their field of day and time; empty is none.
pub(super) fn moment(typed: &str) -> Result<Option<Instant>, ()> {
    if typed.is_empty() {
        return Ok(None);
    }
    let (day, clock) = typed.split_once('T').ok_or(())?;
    let day: Day = day.parse().map_err(|_| ())?;
    let mut parts = clock.split(':').map(str::parse::<i64>);
    let (Some(Ok(hour @ 0..=23)), Some(Ok(minute @ 0..=59))) = (parts.next(), parts.next()) else {
        return Err(());
    };
    Ok(Some(time::beginning(day).plus_seconds(hour * 3600 + minute * 60)))
}

/// The same of an instant, for filling the field.
pub(super) fn typed(at: Instant) -> String {
    let utc = time::utc(Instant::from_millis(at.millis() + 7 * 3_600_000));
    utc.get(..16).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_browsers_send_of_day_and_time_is_read_and_written_in_viet_nam() {
        let at = moment("2026-09-16T08:30").unwrap().unwrap();
        assert_eq!(time::shown(at, vocab::Language::Vi), "16/09/2026 08:30");
        assert_eq!(typed(at), "2026-09-16T08:30");
        assert_eq!(moment("2026-09-16T00:00:59").unwrap(), moment("2026-09-16T00:00").unwrap());
        assert_eq!(moment(""), Ok(None));
        for bad in ["2026-09-16", "2026-09-16T24:00", "2026-09-16T8", "2026-02-30T08:00", "x"] {
            assert!(moment(bad).is_err(), "{bad}");
        }
    }
}
