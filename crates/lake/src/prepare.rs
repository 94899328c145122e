//! Before a walk over two files: which of their columns are read, in which types, and what the result will look like.

use arrow_schema::Schema;
use engine::classify::{AlsoAsked, Plan};
use engine::intake::{Binding, Intake};
use engine::judge::Judge;
use standards::questionnaire::{QuestionIndex, Subject};

use vocab::{LocalText, said};

use crate::failure::{Failure, InputProblems};
use crate::ids::IdKind;
use crate::job::ClassifyJob;
use crate::members::MEMBER_NO;
use crate::output::{PLACE_COLUMNS, ResultColumns, SAMPLE_COLUMNS, WEIGHT};
use crate::problems::Problem;
use crate::progress::Progress;
use crate::source::rows::{FileName, HOUSEHOLD_ID};
use crate::source::{Reading, Source};
use crate::work::Setting;

/// Everything for a walk: what threads share, how files are read, remarks.
pub(crate) type Prepared<'a> = (Setting<'a>, [Reading; 2], Vec<LocalText>);

/// Decides which columns are read and how.
pub(crate) fn prepare<'a>(
    job: &'a ClassifyJob<'a>,
    progress: &'a Progress,
    sources: &[Source; 2],
    kind: IdKind,
    sorted: [bool; 2],
) -> Result<Prepared<'a>, Failure> {
    let nothing = AlsoAsked::default();
    let also = job.figuring.as_ref().map_or(&nothing, |figuring| figuring.plan.also_asked());
    let plan = Plan::asking(job.standard, job.params, job.income_test, job.points, also);
    let every: Vec<QuestionIndex> = job.standard.questionnaire.iter().map(|(at, _)| at).collect();
    let mut asked = if job.every_question { every } else { plan.questions().to_vec() };
    asked.extend(job.figuring.iter().flat_map(|figuring| figuring.list_questions.iter().copied()));
    asked.sort_unstable();
    asked.dedup();
    let intake = Intake::new(job.standard, &asked, job.age_day);
    let [of_households, of_members] = sources;
    let mut notes = Vec::new();
    let mut reading = |source: &Source,
                       of: Subject,
                       plain: bool,
                       more: &[&str]|
     -> Result<(Reading, Intake, Binding), Failure> {
        let intake = intake.clone().with_text_cells(source.is_csv());
        let mut wanted: Vec<String> = intake.columns(of).into_iter().map(|column| column.name).collect();
        wanted.extend(more.iter().map(|name| (*name).to_owned()));
        wanted.extend(job.keep.iter().filter(|_| of == Subject::Household).cloned());
        let reading = source.reading(&wanted, kind, plain)?;
        let (binding, missing) = bind(&intake, of, reading.schema(), source.name())?;
        let shown = &source.name().shown;
        let unknown = |name: &String| {
            !name.is_empty()
                && !wanted.contains(name)
                && !job.standard.questionnaire.questions.iter().any(|q| q.id == *name)
        };
        let unknown: Vec<String> = source.columns().into_iter().filter(unknown).collect();
        if !unknown.is_empty() {
            let LocalText { vi, en } = listed(&unknown);
            notes.push(said!(
                "{shown}: các cột sau không phải câu hỏi của chuẩn nên được bỏ qua: {vi}",
                "{shown}: these columns are no questions of the standard and were ignored: {en}"
            ));
        }
        if !missing.is_empty() {
            let LocalText { vi, en } = listed(&missing);
            notes.push(said!(
                "{shown}: không có các cột sau nên mọi câu trả lời của chúng coi như còn thiếu: {vi}",
                "{shown}: these columns are not there, so all their answers are missing: {en}"
            ));
        }
        Ok((reading, intake, binding))
    };
    let mut more = vec![HOUSEHOLD_ID, WEIGHT];
    more.extend(PLACE_COLUMNS);
    more.extend(SAMPLE_COLUMNS);
    let (households, intake_h, binding_h) = reading(of_households, Subject::Household, sorted[0], &more)?;
    let (members, intake_m, binding_m) =
        reading(of_members, Subject::Member, sorted[1], &[HOUSEHOLD_ID, MEMBER_NO])?;
    let columns = ResultColumns::new(job.standard, households.schema(), &job.keep, kind)?;
    let setting = Setting {
        job,
        progress,
        plan,
        judge: Judge::new(job.standard, job.params.clone(), job.income_test, job.points),
        intakes: [intake_h, intake_m],
        bindings: [binding_h, binding_m],
        names: [of_households.name().clone(), of_members.name().clone()],
        columns,
    };
    Ok((setting, [households, members], notes))
}

/// Finds the columns of a file; a column of the wrong type is a problem of the file.
fn bind(
    intake: &Intake,
    of: Subject,
    schema: &Schema,
    name: &FileName,
) -> Result<(Binding, Vec<String>), Failure> {
    intake.bind(of, schema).map_err(|problems| {
        let of_file = |problem: engine::intake::Problem| Problem {
            of,
            file: name.shown.clone(),
            row: None,
            column: problem.column,
            value: problem.value,
            message: problem.message,
            remedy: problem.remedy,
        };
        let count = problems.len() as u64;
        Failure::InputProblems(InputProblems {
            kept: problems.into_iter().map(of_file).collect(),
            count,
            file: None,
        })
    })
}

fn listed(names: &[String]) -> LocalText {
    const MOST: usize = 20;
    let shown = names.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MOST) {
        0 => LocalText::same(shown),
        more => said!("{shown} và {more} cột nữa", "{shown} and {more} more"),
    }
}
