//! Which questions apply to a household, by the answers given so far.

use engine::bounds::Truth;
use engine::judge::Judge;
use standards::questionnaire::Subject;
use standards::{Answer, HouseholdAnswers};

use crate::real::standards;

#[test]
fn a_question_about_children_waits_for_the_age_and_is_not_asked_of_adults() {
    let all = standards();
    let standard = all.iter().find(|standard| standard.id == "vn-2022").expect("the standard");
    let day = "2026-01-01".parse().expect("a day");
    let judge = Judge::new(standard, standard.on(day).expect("covered"), None, None);
    let questionnaire = &standard.questionnaire;
    let find = |of, id| questionnaire.find(of, id).expect("a question");
    let (weight, age) = (find(Subject::Member, "low_weight_for_age"), find(Subject::Member, "age"));
    let mut answers = HouseholdAnswers::unanswered(questionnaire, 1);
    assert_eq!(judge.is_asked(weight, Some(0), &answers), Truth::Unknown);
    for (years, asked) in [(15, Truth::Yes), (16, Truth::No)] {
        answers.set(age, Some(0), Answer::Number(years));
        assert_eq!(judge.is_asked(weight, Some(0), &answers), asked, "{years}");
    }
    assert_eq!(judge.is_asked(find(Subject::Household, "toilet_type"), None, &answers), Truth::Yes);
}
