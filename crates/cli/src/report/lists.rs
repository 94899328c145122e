//! The two detailed lists: a workbook a commune, a row a person of its poor or near-poor households.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use engine::bounds::Truth;
use engine::figures::{Before, Now, moved};
use engine::judge::Judge;
use lake::ListedHousehold;
use reports::official::{ListRow, ListSheet, list_workbook};
use standards::Answer;
use standards::layouts::{Asked, ConditionAt, ListColumn, ListLayout, Listed, Step};
use standards::questionnaire::{QuestionIndex, Subject};
use standards::rule::Condition;
use vocab::{Day, Language, said};

use super::given::Given;
use super::place::{Places, has_communes};
use super::{Report, keep};
use crate::failure::Failure;

/// The outcomes whose households the wanted lists name.
pub(super) fn outcomes(given: &Given, options: &Report) -> Vec<u8> {
    wanted(given, options).map(|list| list.outcome).collect()
}

fn wanted<'a>(given: &'a Given, options: &'a Report) -> impl Iterator<Item = &'a ListLayout> {
    given.set.lists.iter().filter(|list| options.table.contains(&list.number))
}

/// Every question whose answer the lists show or ask.
pub(super) fn questions(given: &Given, listed: &[u8]) -> Vec<QuestionIndex> {
    let mut questions = Vec::new();
    let rule = |at: ConditionAt| match given.set.item(at).map(|item| &item.asks) {
        Some(Asked::Rule(rule)) => rule.questions(),
        _ => Vec::new(),
    };
    for list in given.set.lists.iter().filter(|list| listed.contains(&list.outcome)) {
        for column in &list.columns {
            match &column.shows {
                Listed::Answer(question) => questions.push(*question),
                Listed::BirthYear(at) => {
                    questions.extend(rule(*at));
                    questions.extend(["birth_year", "birth_date"].iter().filter_map(|id| member(given, id)));
                }
                Listed::Mark(at) => questions.extend(rule(*at)),
                Listed::HouseholdNumber | Listed::MemberNumber | Listed::Came(_) => {}
            }
        }
    }
    questions
}

fn member(given: &Given, id: &str) -> Option<QuestionIndex> {
    given.standard.questionnaire.find(Subject::Member, id)
}

/// Writes the wanted lists into folders of their own.
pub(super) fn write(
    options: &Report,
    given: &Given,
    (listed, has_before): (&[ListedHousehold], bool),
    places: &Places,
    language: Language,
) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    if wanted(given, options).next().is_some() && !has_communes(options.by.level()) {
        return Err(Failure::could_not_run(
            said!("danh sách lập theo xã", "the lists are made by commune"),
            said!("thêm --by commune hoặc --by village", "add --by commune or --by village"),
        ));
    }
    let judge = Judge::new(&given.standard, given.params.clone(), None, None);
    for list in wanted(given, options) {
        let folder = options.out.join(format!("bieu-{}", list.number));
        fs::create_dir_all(&folder).map_err(|error| Failure::writing(&folder, &error))?;
        let mut communes: BTreeMap<[Option<&str>; 2], Vec<&ListedHousehold>> = BTreeMap::new();
        for household in listed.iter().filter(|household| household.outcome == list.outcome) {
            let [province, commune, _] = &household.place;
            communes.entry([province.as_deref(), commune.as_deref()]).or_default().push(household);
        }
        for ([province, commune], mut households) in communes {
            households.sort_by(|a, b| a.place.cmp(&b.place));
            let desk = Desk { given, judge: &judge, language, has_before };
            let sheet = desk.sheet(list, &households);
            let letterhead = places.letterhead(province, commune, language);
            let bytes = list_workbook(&sheet, &letterhead, language, given.made_on).map_err(|error| {
                let name = places.commune(commune.unwrap_or_default());
                Failure::could_not_run(
                    said!("không ghi được danh sách của {name}: {error}", "the list of {name}: {error}"),
                    said!("kiểm tra dữ liệu của xã này", "check the data of this commune"),
                )
            })?;
            files.push(keep(&folder.join(format!("{}.xlsx", commune.unwrap_or("khong-ro-xa"))), &bytes)?);
        }
    }
    Ok(files)
}

struct Desk<'a> {
    given: &'a Given,
    judge: &'a Judge<'a>,
    language: Language,
    has_before: bool,
}

impl Desk<'_> {
    fn sheet<'l>(&self, list: &'l ListLayout, households: &[&ListedHousehold]) -> ListSheet<'l> {
        let headings = list.columns.iter().map(|column| {
            let above = column.under.first().map(|words| words.get(self.language));
            (above, column.label.get(self.language))
        });
        let mut rows = Vec::new();
        for (number, household) in (1..).zip(households) {
            for at in 0..household.answers.members.len().max(1) {
                let cell = |column: &ListColumn| self.cell(list, column, household, (number, at));
                rows.push(ListRow { cells: list.columns.iter().map(cell).collect(), is_first: at == 0 });
            }
        }
        let mut notes: Vec<String> =
            list.note.iter().map(|note| note.get(self.language).to_owned()).collect();
        let unnamed = households.iter().any(|household| self.is_unnamed(household));
        if unnamed {
            let words = said!(
                "Tệp dữ liệu không có họ tên (bộ số liệu niêm phong không chứa tên): cột họ tên để trống, điền từ hồ sơ hộ theo mã hộ.",
                "The data file has no names (sealed snapshots hold none): fill that column from the household files by household id."
            );
            notes.push(words.get(self.language).to_owned());
        }
        if !self.has_before {
            let words = said!(
                "Chưa có kết quả năm trước nên chưa ghi được hộ mới, hộ tái, hộ cũ.",
                "Last year's result is not there, so new, fallen back and old are not told."
            );
            notes.push(words.get(self.language).to_owned());
        }
        ListSheet {
            number: list.number,
            title: list.title.get(self.language),
            headings: headings.collect(),
            rows,
            notes,
        }
    }

    fn is_unnamed(&self, household: &ListedHousehold) -> bool {
        let name = member(self.given, "full_name");
        name.is_some_and(|name| *household.answers.get(name, Some(0)) == Answer::Missing)
    }

    fn cell(
        &self,
        list: &ListLayout,
        column: &ListColumn,
        household: &ListedHousehold,
        (number, at): (usize, usize),
    ) -> String {
        let is_first = at == 0;
        let once = |words: String| if is_first { words } else { String::new() };
        match &column.shows {
            Listed::HouseholdNumber => once(number.to_string()),
            Listed::MemberNumber => (at + 1).to_string(),
            Listed::Answer(question) => self.words(*question, household.answers.get(*question, Some(at))),
            Listed::BirthYear(when) => match self.holds(*when, Some(at), household) {
                Truth::Yes => self.birth_year(household, at),
                Truth::No | Truth::Unknown => String::new(),
            },
            Listed::Mark(when) => once(match self.holds(*when, None, household) {
                Truth::Yes => "x".to_owned(),
                Truth::No => String::new(),
                Truth::Unknown => "?".to_owned(),
            }),
            Listed::Came(steps) => once(match self.came(list, household) {
                None => String::new(),
                Some(came) if came.map_or(steps.is_empty(), |step| steps.contains(&step)) => "x".to_owned(),
                Some(_) => String::new(),
            }),
        }
    }

    fn holds(&self, at: ConditionAt, member: Option<usize>, household: &ListedHousehold) -> Truth {
        let rule: Option<&Condition> = match self.given.set.item(at).map(|item| &item.asks) {
            Some(Asked::Rule(rule)) => Some(rule),
            _ => None,
        };
        rule.map_or(Truth::Unknown, |rule| self.judge.holds(rule, member, &household.answers))
    }

    /// By which step a household came into its class; `Some(None)` if it was in it last year, `None` if last year is not known.
    fn came(&self, list: &ListLayout, household: &ListedHousehold) -> Option<Option<Step>> {
        let (flow, before) = (list.flow?, household.before?);
        let people = u32::try_from(household.answers.members.len()).unwrap_or(u32::MAX);
        let now = Now { outcome: household.outcome, people };
        let relapsed = self.holds(flow.relapsed, None, household);
        // Wherever it lived: a household that only moved is no new one.
        if let Before::Was { outcome, .. } = before
            && outcome == flow.of
        {
            return Some(None);
        }
        let entered = moved(flow, before, now, relapsed);
        let step = entered.into_iter().flatten().find(|(step, households, ..)| {
            *households > 0 && *step != Step::Closing && *step != Step::Opening
        });
        Some(step.map(|(step, ..)| step))
    }

    fn birth_year(&self, household: &ListedHousehold, at: usize) -> String {
        let number = |id: &str| {
            let question = member(self.given, id)?;
            if let Answer::Number(number) = household.answers.get(question, Some(at)) {
                Some(*number)
            } else {
                None
            }
        };
        let day = number("birth_date").and_then(|days| i32::try_from(days).ok()).map(Day::from_epoch_days);
        match (day, number("birth_year")) {
            (Some(day), _) => day.year().to_string(),
            (None, Some(year)) => year.to_string(),
            (None, None) => String::new(),
        }
    }

    /// An answer in words.
    fn words(&self, question: QuestionIndex, answer: &Answer) -> String {
        let of = self.given.standard.questionnaire.get(question);
        match answer {
            Answer::Text(text) => text.clone(),
            Answer::Choice(at) => {
                let choice = of.kind.choices().get(usize::from(*at));
                choice.map(|choice| choice.label.get(self.language).to_owned()).unwrap_or_default()
            }
            Answer::Number(number) => number.to_string(),
            _ => String::new(),
        }
    }
}
