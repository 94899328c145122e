//! Phân loại hộ, two files in and one out. Starts with the hope that both files are sorted, and sorts what is not.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use standards::questionnaire::Subject;

use vocab::{LocalText, said};

use crate::failure::{Failure, Stop, defect};
use crate::ids::IdKind;
use crate::job::{ClassifyJob, Summary};
use crate::output::encode::{Encoding, Output};
use crate::output_file::OutputFile;
use crate::prepare::prepare;
use crate::problems::ProblemList;
use crate::progress::Progress;
use crate::sort::sort;
use crate::source::pipe::read_ahead;
use crate::source::rows::{HOUSEHOLD_ID, RowStream};
use crate::source::{Reading, Source};
use crate::spans::divide;
use crate::work::{Found, Setting, Stretch, walk, walk_all};

/// Rows of a batch, so that a batch of households with its members stays in the processor's cache.
const HOUSEHOLD_ROWS: usize = 8_192;
const MEMBER_ROWS: usize = 16_384;

/// Classifies two files of microdata. Nothing appears under the name of the result before it is complete.
///
/// # Errors
/// The input has problems (all of them are listed), the work could not be done, or it was cancelled.
pub fn classify(job: &ClassifyJob<'_>, progress: &Progress) -> Result<Summary, Failure> {
    let list = job.problems.as_deref().map(OutputFile::create).transpose()?;
    let outcome = run(job, progress);
    let (problems, result) = match outcome {
        Ok((problems, summary)) => (problems, Ok(summary)),
        // A file that is refused as a whole is a list of one problem.
        Err(Failure::InputProblems(found)) => {
            let mut problems = ProblemList::new(job.language);
            problems.extend(found.kept)?;
            (problems, Err(()))
        }
        Err(other) => return Err(other),
    };
    let refused = !problems.is_empty() && !job.skip_bad;
    let problems = problems.finish(list)?;
    match result {
        Ok((summary, output)) if !refused => {
            output.finish()?;
            Ok(Summary { problems, ..summary })
        }
        _ => Err(Failure::InputProblems(problems)),
    }
}

type Classified = (ProblemList, (Summary, Output));

fn run(job: &ClassifyJob<'_>, progress: &Progress) -> Result<Classified, Failure> {
    for input in [&job.households, &job.members] {
        let same = |a: &Path, b: &Path| {
            a.canonicalize().ok().zip(b.canonicalize().ok()).is_some_and(|(a, b)| a == b)
        };
        if same(input, &job.out) {
            return Err(Failure::could_not_run(
                said!("tệp kết quả sẽ ghi đè lên tệp đầu vào", "the result would replace an input file"),
                said!("chọn tên khác cho tệp kết quả", "choose another name for the result"),
            ));
        }
    }
    let sources =
        [Source::open(&job.households, Subject::Household)?, Source::open(&job.members, Subject::Member)?];
    let mut kind = common_kind(&sources)?;
    let mut sorted = [false, false];
    loop {
        match attempt(job, progress, &sources, kind, sorted) {
            Ok((found, setting_notes, output)) => {
                let mut summary = found.tally.into_summary();
                if let Some(figuring) = job.figuring.as_ref().filter(|figuring| figuring.is_whole) {
                    figuring.add_gone(&mut summary.figured);
                }
                summary.explained = found.explained;
                summary.notes = sources.iter().flat_map(Source::notes).chain(setting_notes).collect();
                return Ok((found.problems, (summary, output)));
            }
            Err(Stop::Failed(failure)) => return Err(failure),
            Err(Stop::Unsorted(of)) => {
                let at = usize::from(of == Subject::Member);
                match sorted.get_mut(at) {
                    Some(sorted) if !*sorted => *sorted = true,
                    _ => {
                        return Err(Failure::could_not_run(
                            said!(
                                "các dòng đã sắp xếp lại trở về không theo thứ tự",
                                "sorted rows came back unsorted"
                            ),
                            defect(),
                        ));
                    }
                }
            }
            Err(Stop::TextIds) => {
                let parquet = sources.iter().find(|source| !source.is_csv());
                if parquet.is_some() || kind == IdKind::Text {
                    return Err(mismatch(&sources, IdKind::Integer, IdKind::Text));
                }
                kind = IdKind::Text;
            }
        }
    }
}

/// Both files must write ids in the same way. CSV files beginning with an integer are integers until proved otherwise.
fn common_kind(sources: &[Source; 2]) -> Result<IdKind, Failure> {
    let [households, members] = sources;
    match (households.id_kind()?, members.id_kind()?) {
        ((a, true), (b, true)) if a != b => Err(mismatch(sources, a, b)),
        ((kind, true), _) | (_, (kind, true)) => Ok(kind),
        ((IdKind::Integer, _), (IdKind::Integer, _)) => Ok(IdKind::Integer),
        _ => Ok(IdKind::Text),
    }
}

fn mismatch(sources: &[Source; 2], of_households: IdKind, of_members: IdKind) -> Failure {
    let [_, members] = sources;
    let (of_households, of_members) = (of_households.words(), of_members.words());
    let LocalText { vi: vi_h, en: en_h } = of_households;
    let LocalText { vi: vi_m, en: en_m } = of_members;
    let message = if members.is_csv() || sources.iter().any(Source::is_csv) {
        said!(
            "mã hộ là số nguyên trong một tệp và là chữ trong tệp kia",
            "household ids are integers in one file and text in the other"
        )
    } else {
        said!(
            "mã hộ là {vi_h} trong tệp hộ và là {vi_m} trong tệp thành viên",
            "household ids are {en_h} in the households file and {en_m} in the members file"
        )
    };
    let remedy =
        said!("ghi mã hộ theo cùng một cách trong cả hai tệp", "write the ids in the same way in both files");
    Failure::input(members.name().row_problem(None, HOUSEHOLD_ID, message, remedy))
}

/// One walk over both files, of which some are sorted first.
fn attempt(
    job: &ClassifyJob<'_>,
    progress: &Progress,
    sources: &[Source; 2],
    kind: IdKind,
    sorted: [bool; 2],
) -> Result<(Found, Vec<LocalText>, Output), Stop> {
    let (setting, readings, mut notes) = prepare(job, progress, sources, kind, sorted)?;
    let file = OutputFile::create(&job.out)?;
    let (mut output, encoding) = Output::create(file, job.format, &setting.columns.schema, &metadata(job))?;
    let rows: u64 = sources.iter().map(Source::rows_estimate).sum();
    let again: u64 =
        sources.iter().zip(sorted).filter(|(_, sorted)| *sorted).map(|(s, _)| s.rows_estimate()).sum();
    progress.start(rows + again);
    let [of_households, of_members] = &readings;
    let found = match (of_households, of_members) {
        (Reading::Parquet(households, h), Reading::Parquet(members, m)) if sorted == [false, false] => {
            let spans = divide(households, members, kind)?;
            if spans.len() > 1 {
                let open = |at: usize| {
                    let span = spans.get(at).ok_or(Failure::Cancelled)?;
                    let skip = match &span.after {
                        Some(after) if !span.members.is_empty() => {
                            members.rows_through(span.members.start, kind, after)?
                        }
                        _ => 0,
                    };
                    Ok(Stretch {
                        households: households.read(h, span.households.clone(), 0, HOUSEHOLD_ROWS, kind)?,
                        members: members.read(m, span.members.clone(), skip, MEMBER_ROWS, kind)?,
                        after: span.after.clone(),
                        is_last: span.is_last,
                    })
                };
                let found = walk_all(&setting, spans.len(), open, &encoding, &mut output)?;
                if found.members != members.rows() {
                    let message = said!(
                        "số liệu thống kê trong tệp Parquet mâu thuẫn với các dòng của tệp",
                        "the statistics of the Parquet file contradict its rows"
                    );
                    let remedy =
                        said!("ghi lại tệp, không kèm thống kê", "write the file again without statistics");
                    return Err(members.name.refused(message, remedy).into());
                }
                found
            } else {
                stream(&setting, &readings, kind, sorted, &encoding, &mut output)?
            }
        }
        _ => stream(&setting, &readings, kind, sorted, &encoding, &mut output)?,
    };
    for (source, _) in sources.iter().zip(sorted).filter(|(_, sorted)| *sorted) {
        let shown = &source.name().shown;
        notes.push(said!(
            "{shown}: chưa sắp xếp theo household_id; đã được sắp xếp trước, trong tệp tạm",
            "{shown}: not sorted by household_id; it was sorted first, in temporary files"
        ));
    }
    if found.tally.too_many_units {
        notes.push(said!(
            "có quá nhiều mã đơn vị hành chính khác nhau; bỏ phần kết quả theo đơn vị",
            "there are too many different unit codes; results by unit are left out"
        ));
    }
    Ok((found, notes, output))
}

/// Walks over both files as two streams, read ahead on threads of their own.
fn stream(
    setting: &Setting<'_>,
    readings: &[Reading; 2],
    kind: IdKind,
    sorted: [bool; 2],
    encoding: &Encoding,
    output: &mut Output,
) -> Result<Found, Stop> {
    let mut problems = ProblemList::new(setting.job.language);
    let mut open = |at: usize, rows: usize| -> Result<RowStream<'static>, Stop> {
        let (Some(reading), Some(name)) = (readings.get(at), setting.names.get(at)) else {
            return Err(Failure::Cancelled.into());
        };
        let all = reading.all(rows, kind)?;
        if sorted.get(at) != Some(&true) {
            return Ok(all);
        }
        let sorted = sort(all, kind, name, rows, setting.progress, setting.job.language)?;
        problems.append(sorted.problems)?;
        Ok(sorted.rows)
    };
    let (households, members) = (open(0, HOUSEHOLD_ROWS)?, open(1, MEMBER_ROWS)?);
    let mut found = Found { problems, ..Found::nothing(setting) };
    let walked = std::thread::scope(|scope| {
        let threads = setting.job.threads;
        let ahead = |stream: RowStream<'static>, least: usize| {
            if threads >= least { read_ahead(scope, stream) } else { stream }
        };
        let stretch = Stretch {
            households: ahead(households, 3),
            members: ahead(members, 2),
            after: None,
            is_last: true,
        };
        walk(setting, stretch, encoding, &AtomicBool::new(false), |part| Ok(output.append(part)?))
    })?;
    found.append(walked)?;
    Ok(found)
}

fn metadata(job: &ClassifyJob<'_>) -> Vec<(String, String)> {
    let own = [
        ("chungtay.standard", job.standard.id.clone()),
        ("chungtay.digest", job.standard.digest.clone()),
        ("chungtay.result_day", job.result_day.to_string()),
        ("chungtay.age_day", job.age_day.to_string()),
    ];
    own.into_iter().map(|(key, value)| (key.to_owned(), value)).chain(job.metadata.iter().cloned()).collect()
}
