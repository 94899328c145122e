//! Putting a standard together from its drafts, and checking every rule once all the names are known.

use vocab::Finding;

use crate::load::standard::{Draft, NamedRule, read};
use crate::load::{
    PackFiles, deprivation_points, indicators, measure, points, questionnaire, rules::checked,
};
use crate::questionnaire::{AnswerKind, Questionnaire, Subject};
use crate::reading::Context;
use crate::rule::Names;
use crate::standard::{DeprivationRule, IncomeBand, IncomeTest, Indicator, Outcome, Param, PovertyStandard};

/// The standard of the first folder, with what it does not have taken from the next ones.
pub(crate) fn assemble(files: &PackFiles, chain: &[String], context: &Context) -> Option<PovertyStandard> {
    let drafts: Vec<Option<Draft>> = chain.iter().map(|folder| read(files, folder, context)).collect();
    let asked = questionnaire::read(files, chain, context);
    let measured = indicators::read(files, chain, context);
    let mut drafts = drafts.into_iter().collect::<Option<Vec<_>>>()?;
    let mut params: Vec<Param> = Vec::new();
    for draft in &drafts {
        for param in &draft.params {
            if !params.iter().any(|known| known.name == param.name) {
                params.push(param.clone());
            }
        }
    }
    let outcomes = take_first(&mut drafts, |draft| &mut draft.outcomes);
    let income_tests = take_first(&mut drafts, |draft| &mut draft.income_tests);
    let income_bands = take_first(&mut drafts, |draft| &mut draft.income_bands);
    let measure = drafts.iter_mut().find_map(|draft| draft.measure.take());
    let in_points = drafts.iter_mut().find_map(|draft| draft.deprivation_points.take());
    let own = drafts.into_iter().next()?;

    let questionnaire = asked?.finish(&params, context);
    let (dimensions, drafts) = measured?;
    let ids: Vec<String> = drafts.iter().map(|draft| draft.id.clone()).collect();
    let of_answers =
        Names { questionnaire: &questionnaire, params: &params, indicators: None, has_income_test: false };
    let of_results =
        Names { indicators: Some(&ids), has_income_test: !income_tests.is_empty(), ..of_answers };

    let indicators: Vec<Option<Indicator>> =
        drafts.into_iter().map(|draft| check_indicator(draft, &of_answers, context)).collect();
    let income_tests: Vec<Option<IncomeTest>> = income_tests
        .into_iter()
        .map(|draft| check_income_test(draft, &questionnaire, &of_answers, context))
        .collect();
    let income_tests = income_tests.into_iter().collect::<Option<Vec<_>>>();
    let income_bands: Vec<Option<IncomeBand>> = income_bands
        .into_iter()
        .map(|draft| check_band(draft, income_tests.as_deref().unwrap_or_default(), &of_results, context))
        .collect();
    check_last_outcome(&own, &outcomes, context);
    let outcomes: Vec<Option<Outcome>> =
        outcomes.into_iter().map(|draft| check_outcome(draft, &of_results, context)).collect();
    let measure = match measure {
        Some(draft) => Some(measure::check_measure(draft, &ids, &dimensions, &indicators, context)?),
        None => None,
    };
    let deprivation_points = match in_points {
        Some(draft) => Some(deprivation_points::check_deprivation_points(draft, &params, context)?),
        None => None,
    };
    let points = match points::read(files, chain, &of_answers, context) {
        Some(points) => Some(points?),
        None => None,
    };
    Some(PovertyStandard {
        id: own.id,
        label: own.label,
        status: own.status,
        scope: own.scope,
        covers: own.covers,
        source: own.source,
        note: own.note,
        params: params.clone(),
        dimensions,
        indicators: indicators.into_iter().collect::<Option<_>>()?,
        income_tests: income_tests?,
        income_bands: income_bands.into_iter().collect::<Option<_>>()?,
        outcomes: outcomes.into_iter().collect::<Option<_>>()?,
        measure,
        deprivation_points,
        points,
        digest: String::new(),
        place: own.place,
        questionnaire: questionnaire.clone(),
    })
}

fn take_first<T>(drafts: &mut [Draft], list: impl Fn(&mut Draft) -> &mut Vec<T>) -> Vec<T> {
    drafts
        .iter_mut()
        .map(|draft| std::mem::take(list(draft)))
        .find(|items| !items.is_empty())
        .unwrap_or_default()
}

fn check_indicator(draft: indicators::Draft, names: &Names<'_>, context: &Context) -> Option<Indicator> {
    let deprived = match draft.deprived {
        Ok(written) => DeprivationRule::Rule(checked(&written, names, context)?),
        Err(why) => DeprivationRule::Unknown(why),
    };
    Some(Indicator {
        id: draft.id,
        number: draft.number,
        dimension: draft.dimension,
        label: draft.label,
        deprived,
        text: draft.text,
        source: draft.source,
        place: draft.place,
    })
}

fn check_income_test(
    draft: NamedRule,
    questionnaire: &Questionnaire,
    names: &Names<'_>,
    context: &Context,
) -> Option<IncomeTest> {
    let at_or_below_line = checked(&draft.rule, names, context);
    let id = draft.rests_on.unwrap_or_default();
    let question = questionnaire.find(Subject::Household, &id).filter(|q| {
        matches!(
            questionnaire.get(*q).kind,
            AnswerKind::Number { .. } | AnswerKind::Boolean | AnswerKind::Choice(_)
        )
    });
    if question.is_none() {
        context.findings.borrow_mut().push(Finding::error(
            draft.place,
            format!("`question` must name a number, boolean or choice of the household; `{id}` is none"),
            "name the answer on which this income test rests",
        ));
    }
    Some(IncomeTest {
        id: draft.id,
        label: draft.label,
        question: question?,
        at_or_below_line: at_or_below_line?,
        source: draft.source,
    })
}

fn check_band(
    draft: NamedRule,
    tests: &[IncomeTest],
    names: &Names<'_>,
    context: &Context,
) -> Option<IncomeBand> {
    let when = checked(&draft.rule, names, context);
    let income_test = match &draft.rests_on {
        None => None,
        Some(id) => match tests.iter().position(|test| test.id == *id) {
            Some(at) => Some(at),
            None => {
                context.findings.borrow_mut().push(Finding::error(
                    draft.place,
                    format!("no income test `{id}`"),
                    "declare it with [[income_test]]",
                ));
                return None;
            }
        },
    };
    Some(IncomeBand { id: draft.id, label: draft.label, income_test, when: when?, source: draft.source })
}

fn check_outcome(draft: NamedRule, names: &Names<'_>, context: &Context) -> Option<Outcome> {
    let when = checked(&draft.rule, names, context)?;
    Some(Outcome { id: draft.id, label: draft.label, when, source: draft.source })
}

fn check_last_outcome(own: &Draft, outcomes: &[NamedRule], context: &Context) {
    let (place, message) = match outcomes.last() {
        Some(last) if last.rule.text.trim() == "true" => return,
        Some(last) => (last.place.clone(), "the last outcome is not always true"),
        None => (own.place.clone(), "there is no outcome"),
    };
    let hint = "end the list with an [[outcome]] whose `when` is \"true\", so that every household has one";
    context.findings.borrow_mut().push(Finding::error(place, message, hint));
}
