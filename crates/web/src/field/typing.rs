//! The fields of a paper form as they are typed, read as answers, and the other way round.

use engine::judge::Judge;
use registry::answers::stored;
use registry::snapshot::Sealable;
use serde_json::Value as Json;
use standards::questionnaire::{AnswerKind, Question, QuestionIndex, Subject, ZONE};
use standards::standard::PovertyStandard;
use standards::{AgeQuestions, Answer, HouseholdAnswers};
use vocab::{Day, Decimal, Language};

use crate::field::answers::as_written;
use crate::format;
use crate::law::try_it::answers::{MOST_MEMBERS, NONE_OF_THESE, Typed, drop_unasked, read};
use crate::law::try_it::fields;
use crate::law::try_it::form::Form;
use crate::visit::Visit;

/// Names and values of fields.
pub(super) type Pairs = Vec<(String, String)>;

/// The paper form of a campaign.
pub(super) struct Paper<'a> {
    judge: Judge<'a>,
    questions: Vec<(QuestionIndex, &'a Question)>,
    ages: Option<AgeQuestions>,
    age_day: Day,
}

impl<'a> Paper<'a> {
    /// `None` if the standard says nothing of the campaign's days.
    pub(super) fn of(standard: &'a PovertyStandard, campaign: &Sealable) -> Option<Paper<'a>> {
        let params = standard.on(campaign.terms.result_day).ok()?;
        let wanted = campaign.terms.income_test.as_ref();
        let test = wanted.and_then(|id| standard.income_tests.iter().position(|test| test.id == *id));
        Some(Paper {
            judge: Judge::new(standard, params, test, None),
            questions: fields::every(standard),
            ages: AgeQuestions::of(&standard.questionnaire),
            age_day: campaign.terms.age_day,
        })
    }

    pub(super) fn standard(&self) -> &'a PovertyStandard {
        self.judge.standard()
    }

    /// What was typed, read, with the ages that follow from births; answers to questions that are not asked are taken back.
    pub(super) fn read(&self, pairs: &Pairs, language: Language) -> Typed {
        let mut typed = read(self.standard(), &self.questions, pairs, language);
        if let Some(ages) = &self.ages {
            typed.answers.members.iter_mut().for_each(|member| ages.derive(member, self.age_day));
        }
        drop_unasked(&self.judge, &self.questions, &mut typed.answers);
        typed
    }

    /// The form with what was typed in it.
    pub(super) fn form(&self, typed: &Typed, visit: &Visit) -> Form {
        let mut form = Form::of(&self.judge, &self.questions, typed, None, visit);
        for (at, person) in form.people.iter_mut().enumerate() {
            let known = self.not_asked(&typed.answers, at);
            person.fields.retain(|field| !known.iter().any(|id| field.name.ends_with(&format!(".{id}"))));
            // Whoever types from paper sees there what comes next.
            person.waiting = false;
        }
        form
    }

    /// What was typed as it is stored.
    pub(super) fn stored(&self, typed: &Typed) -> Json {
        let mut answers = stored(self.standard(), &typed.answers);
        let members = answers.get_mut("members").and_then(Json::as_array_mut);
        for (at, member) in members.into_iter().flatten().enumerate() {
            let known = self.not_asked(&typed.answers, at);
            if let Some(member) = member.as_object_mut() {
                member.retain(|id, _| !known.contains(&id.as_str()));
            }
        }
        answers
    }

    /// As on a phone: the year of birth is asked where the day is not known, and the age where neither is.
    fn not_asked(&self, answers: &HouseholdAnswers, member: usize) -> Vec<&str> {
        let Some(ages) = &self.ages else { return Vec::new() };
        let id = |at: QuestionIndex| self.standard().questionnaire.get(at).id.as_str();
        let is_known = |at: Option<QuestionIndex>| {
            at.is_some_and(|at| *answers.get(at, Some(member)) != Answer::Missing)
        };
        let (by_day, by_year) = (is_known(ages.birth_date), is_known(ages.birth_year));
        let year = ages.birth_year.filter(|_| by_day).map(id);
        let age = (by_day || by_year).then(|| id(ages.age));
        year.into_iter().chain(age).collect()
    }
}

/// An empty form: as many people as the household has, in the zone of its village.
pub(super) fn empty(zone: Option<&str>, members: i64) -> Pairs {
    let members = usize::try_from(members).unwrap_or(1).clamp(1, MOST_MEMBERS);
    let zone = zone.map(|zone| ("h.zone".to_owned(), zone.to_owned()));
    std::iter::once(("members".to_owned(), members.to_string())).chain(zone).collect()
}

/// Adds or removes a person, as the button that was pressed says; the people behind move up.
pub(super) fn pressed(pairs: Pairs) -> Pairs {
    let press =
        pairs.iter().find(|(name, _)| name == "do").map(|(_, value)| value.clone()).unwrap_or_default();
    let members = pairs.iter().find(|(name, _)| name == "members").and_then(|(_, value)| value.parse().ok());
    let members: usize = members.unwrap_or(1).clamp(1, MOST_MEMBERS);
    let removed = press.strip_prefix("remove-").and_then(|n| n.parse::<usize>().ok());
    let removed = removed.filter(|n| (1..=members).contains(n) && members > 1);
    let now = if press == "add" {
        (members + 1).min(MOST_MEMBERS)
    } else {
        members - usize::from(removed.is_some())
    };
    let mut kept: Pairs = vec![("members".to_owned(), now.to_string())];
    for (name, value) in pairs {
        let of = name.strip_prefix('m').and_then(|rest| rest.split_once('.'));
        let of = of.and_then(|(number, question)| Some((number.parse::<usize>().ok()?, question.to_owned())));
        match (of, removed) {
            (Some((number, _)), Some(gone)) if number == gone => {}
            (Some((number, question)), Some(gone)) if number > gone => {
                kept.push((format!("m{}.{question}", number - 1), value));
            }
            (Some(_), _) => kept.push((name, value)),
            // What was not filled in says nothing.
            (None, _) if name.starts_with("h.") => kept.push((name, value)),
            (None, _) => {}
        }
    }
    kept.retain(|(_, value)| !value.trim().is_empty());
    kept
}

/// Stored answers as fields, whatever they are: what cannot be read stands in its field and is told there.
pub(super) fn filled(standard: &PovertyStandard, answers: &Json, language: Language) -> Pairs {
    let members = answers.get("members").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    let mut pairs: Pairs = vec![("members".to_owned(), members.len().max(1).to_string())];
    for (at, question) in standard.questionnaire.iter() {
        let of: Vec<(Option<usize>, Option<&Json>)> = match question.of {
            Subject::Household if at == ZONE => vec![(None, answers.get("zone"))],
            Subject::Household => {
                vec![(None, answers.get("household").and_then(|all| all.get(&question.id)))]
            }
            Subject::Member => {
                members.iter().enumerate().map(|(n, all)| (Some(n), all.get(&question.id))).collect()
            }
        };
        for (member, answer) in of {
            let Some(answer) = answer else { continue };
            let name = fields::name(question, member);
            pairs.extend(values(question, answer, language).into_iter().map(|value| (name.clone(), value)));
        }
    }
    pairs
}

fn values(question: &Question, answer: &Json, language: Language) -> Vec<String> {
    match (&question.kind, answer) {
        (_, Json::Bool(yes)) => vec![if *yes { "yes" } else { "no" }.to_owned()],
        (AnswerKind::Choices(_), Json::Array(codes)) if codes.is_empty() => vec![NONE_OF_THESE.to_owned()],
        (AnswerKind::Choices(_), Json::Array(codes)) => {
            codes.iter().filter_map(Json::as_str).map(str::to_owned).collect()
        }
        (AnswerKind::Number { scale, .. }, answer) => {
            let text = as_written(answer);
            let value = text.parse::<Decimal>().ok().and_then(|value| value.at_scale(*scale));
            vec![value.map_or(text, |value| format::decimal(value, *scale, language))]
        }
        (_, answer) => vec![as_written(answer)],
    }
}

#[cfg(test)]
mod tests {
    use super::{Pairs, pressed};

    fn pairs(all: &[(&str, &str)]) -> Pairs {
        all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_person_who_is_removed_takes_her_answers_along_and_those_behind_move_up() {
        let typed = pairs(&[
            ("members", "3"),
            ("h.toilet", "none"),
            ("m1.age", "40"),
            ("m2.age", "38"),
            ("m3.age", "9"),
            ("m10.age", "1"),
            ("do", "remove-2"),
            ("lang", "vi"),
            ("h.roof", " "),
        ]);
        let expected = pairs(&[
            ("members", "2"),
            ("h.toilet", "none"),
            ("m1.age", "40"),
            ("m2.age", "9"),
            ("m9.age", "1"),
        ]);
        assert_eq!(pressed(typed), expected);
        assert_eq!(pressed(pairs(&[("members", "1"), ("do", "remove-1")])), pairs(&[("members", "1")]));
        assert_eq!(pressed(pairs(&[("members", "1"), ("do", "add")])), pairs(&[("members", "2")]));
    }
}
