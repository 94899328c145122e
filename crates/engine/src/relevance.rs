//! Câu hỏi nào được hỏi: whether a question applies to a household, by the answers given so far.

use standards::HouseholdAnswers;
use standards::questionnaire::{QuestionIndex, Subject};
use standards::rule::Condition;

use crate::bounds::Truth;
use crate::interpret::Results;
use crate::judge::Judge;

impl Judge<'_> {
    /// Whether a condition over answers holds of a household, or of the member at a position.
    pub fn holds(&self, condition: &Condition, member: Option<usize>, answers: &HouseholdAnswers) -> Truth {
        self.interpreter(answers, &Results::default()).condition(condition, member)
    }

    /// Whether the question is asked of the household or a member; unknown while an answer that decides it is missing.
    pub fn is_asked(
        &self,
        question: QuestionIndex,
        member: Option<usize>,
        answers: &HouseholdAnswers,
    ) -> Truth {
        let of = self.standard().questionnaire.get(question);
        let member = if of.of == Subject::Member { member } else { None };
        let none = Results::default();
        match &of.relevant {
            None => Truth::Yes,
            Some(relevant) => self.interpreter(answers, &none).condition(relevant, member),
        }
    }
}
