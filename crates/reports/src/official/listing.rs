//! Danh sách chi tiết: the rows of a list, a row a person of its poor or near-poor households, from their answers.

use engine::bounds::Truth;
use engine::figures::{Before, ListedHousehold, Now, moved};
use engine::judge::Judge;
use standards::Answer;
use standards::layouts::{Asked, ConditionAt, ListColumn, ListLayout, Listed, Step, TableSet};
use standards::questionnaire::{QuestionIndex, Subject};
use standards::rule::Condition;
use standards::standard::PovertyStandard;
use vocab::{Day, Language, said};

use super::list::{ListRow, ListSheet};

/// Every question whose answer the lists show or ask.
pub fn list_questions(set: &TableSet, standard: &PovertyStandard, listed: &[u8]) -> Vec<QuestionIndex> {
    let mut questions = Vec::new();
    let rule = |at: ConditionAt| match set.item(at).map(|item| &item.asks) {
        Some(Asked::Rule(rule)) => rule.questions(),
        _ => Vec::new(),
    };
    for list in set.lists.iter().filter(|list| listed.contains(&list.outcome)) {
        for column in &list.columns {
            match &column.shows {
                Listed::Answer(question) => questions.push(*question),
                Listed::BirthYear(at) => {
                    questions.extend(rule(*at));
                    questions
                        .extend(["birth_year", "birth_date"].iter().filter_map(|id| member(standard, id)));
                }
                Listed::Mark(at) => questions.extend(rule(*at)),
                Listed::HouseholdNumber | Listed::MemberNumber | Listed::Came(_) => {}
            }
        }
    }
    questions
}

fn member(standard: &PovertyStandard, id: &str) -> Option<QuestionIndex> {
    standard.questionnaire.find(Subject::Member, id)
}

/// Whoever fills detailed lists.
#[derive(Clone, Copy)]
pub struct Listing<'a> {
    /// The set of tables.
    pub set: &'a TableSet,
    /// A judge of the standard on the result day.
    pub judge: &'a Judge<'a>,
    /// The language.
    pub language: Language,
    /// Whether last year's result is there.
    pub has_before: bool,
}

impl Listing<'_> {
    /// The sheet of some households, in their order.
    pub fn sheet<'l>(&self, list: &'l ListLayout, households: &[&ListedHousehold]) -> ListSheet<'l> {
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
                "Số liệu không có họ tên của một số hộ (bộ số liệu niêm phong không chứa tên, hoặc câu trả lời đã xóa theo luật): cột họ tên để trống, điền từ hồ sơ hộ.",
                "Some households have no names in the data (sealed snapshots hold none, or answers were erased by law): fill that column from the household files."
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
        let name = member(self.judge.standard(), "full_name");
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
        let rule: Option<&Condition> = match self.set.item(at).map(|item| &item.asks) {
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
            let question = member(self.judge.standard(), id)?;
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
        let of = self.judge.standard().questionnaire.get(question);
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
