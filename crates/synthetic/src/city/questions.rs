//! The questions of which a visit knows more than chance: who somebody is, and what the list of last year said.

use standards::questionnaire::{QuestionIndex, Questionnaire, Subject};

use super::value::Written;
use crate::asked::Keeping;
use crate::population::Population;

/// Positions of questions whose ids have the same meaning in every standard of the pack.
#[derive(Clone, Debug)]
pub(super) struct Questions {
    pub(super) birth_date: Option<QuestionIndex>,
    pub(super) birth_year: Option<QuestionIndex>,
    pub(super) id_number: Option<QuestionIndex>,
    pub(super) member_change: Option<QuestionIndex>,
    pub(super) phone: Option<QuestionIndex>,
    pub(super) review_reason: Option<QuestionIndex>,
    pub(super) screening_result: Option<QuestionIndex>,
    pub(super) last_year_class: Option<QuestionIndex>,
    pub(super) income_12_months: Option<QuestionIndex>,
    dwelling_area: Option<QuestionIndex>,
    id_issued_on: Option<QuestionIndex>,
    diplomas: [Option<QuestionIndex>; 2],
    /// By question.
    written: Vec<Written>,
}

impl Questions {
    pub(super) fn of(questionnaire: &Questionnaire) -> Questions {
        let member = |id: &str| questionnaire.find(Subject::Member, id);
        let household = |id: &str| questionnaire.find(Subject::Household, id);
        let all = questionnaire.questions.iter();
        Questions {
            birth_date: member("birth_date"),
            birth_year: member("birth_year"),
            id_number: member("id_number"),
            member_change: member("member_change"),
            phone: household("phone"),
            review_reason: household("review_reason"),
            screening_result: household("screening_result"),
            last_year_class: household("last_year_class"),
            income_12_months: household("income_12_months"),
            dwelling_area: household("dwelling_area"),
            id_issued_on: member("id_issued_on"),
            diplomas: ["general_diploma", "training_diploma"].map(member),
            written: all.map(|question| Written::new(&question.id, &question.kind)).collect(),
        }
    }

    /// Says what becomes of earlier answers to these questions.
    pub(super) fn keep(&self, population: &mut Population) {
        let answers = [
            self.birth_date,
            self.birth_year,
            self.id_number,
            self.member_change,
            self.phone,
            self.review_reason,
            self.screening_result,
            self.last_year_class,
            self.dwelling_area,
            self.id_issued_on,
        ];
        let with = |all: &[Option<QuestionIndex>], keeping: Keeping| {
            all.iter().flatten().map(|question| (*question, keeping)).collect::<Vec<_>>()
        };
        let all = [with(&answers, Keeping::Answer), with(&self.diplomas, Keeping::Highest)];
        for (question, keeping) in all.into_iter().flatten() {
            population.asked.keep(question, keeping);
        }
    }

    /// What an earlier visit tells about a member.
    pub(super) fn of_members(&self) -> impl Iterator<Item = QuestionIndex> {
        self.diplomas.into_iter().chain([self.id_issued_on]).flatten()
    }

    /// What an earlier visit tells about a household in the same dwelling.
    pub(super) fn of_dwellings(&self) -> Option<QuestionIndex> {
        self.dwelling_area
    }

    pub(super) fn written(&self, question: QuestionIndex) -> Option<&Written> {
        self.written.get(usize::from(question.0))
    }

    /// A question with the cell of a choice, if the questionnaire has both.
    pub(super) fn choice(&self, question: Option<QuestionIndex>, code: &str) -> Option<(QuestionIndex, i64)> {
        let question = question?;
        Some((question, self.written(question)?.cell(code)?))
    }
}
