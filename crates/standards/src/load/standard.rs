//! Reading `standard.toml` of a folder and of those it extends, and putting a standard together.

use vocab::{Citation, Finding, LocalText, Place, Span, Zone};

use crate::load::{PackFiles, indicators, join, points, questionnaire, rules::checked};
use crate::questionnaire::{AnswerKind, Questionnaire, Subject};
use crate::reading::{Context, Source, Table, Written};
use crate::rule::Names;
use crate::standard::{
    DeprivationRule, IncomeBand, IncomeTest, Indicator, Measure, Outcome, Param, ParamValue, PovertyStandard,
    StandardScope, Status,
};

/// `standard.toml` of one folder; rules are not checked yet.
struct Draft {
    id: String,
    label: LocalText,
    status: Status,
    scope: StandardScope,
    covers: Span,
    source: Citation,
    note: Option<LocalText>,
    params: Vec<Param>,
    outcomes: Vec<NamedRule>,
    income_tests: Vec<NamedRule>,
    income_bands: Vec<NamedRule>,
    measure: Option<MeasureDraft>,
    place: Place,
}

/// An outcome, band or income test with its rule as written.
struct NamedRule {
    id: String,
    label: LocalText,
    rule: Written,
    source: Citation,
    /// The question or income test that it names.
    rests_on: Option<String>,
    place: Place,
}

struct MeasureDraft {
    weights: Weights,
    poverty_cutoff: (i64, i64),
    source: Citation,
    place: Place,
}

enum Weights {
    Equal,
    EqualByDimension,
    Given(Vec<(String, (i64, i64))>),
}

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
        Some(draft) => Some(check_measure(draft, &ids, &dimensions, &indicators, context)?),
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

/// Reports a file that no folder of the chain has.
pub(crate) fn missing_file(chain: &[String], file: &str, context: &Context) {
    let folder = chain.first().map(String::as_str).unwrap_or_default();
    context.findings.borrow_mut().push(Finding::error(
        Place { file: join(folder, file), line: 0 },
        "the file is missing",
        "write it, or take it over with `extends`",
    ));
}

fn read(files: &PackFiles, folder: &str, context: &Context) -> Option<Draft> {
    let path = join(folder, "standard.toml");
    let source = Source::new(&path, files.get(&path)?, context)?;
    source.read(|table| read_draft(table, context))?
}

fn read_draft(table: &Table<'_>, context: &Context) -> Option<Draft> {
    let id = table.required_text("id");
    if let Some(id) = &id
        && !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    {
        table.error_at_key("id", format!("`{id}` is not an id"), "use a-z, 0-9 and -");
    }
    let label = table.required_local_text("label");
    let status = table.word(
        "status",
        &[
            ("in_force", Status::InForce),
            ("provisional", Status::Provisional),
            ("historic", Status::Historic),
            ("example", Status::Example),
        ],
    );
    if !table.has("status") {
        table.error(
            "`status` is missing",
            "write status = \"in_force\", \"provisional\", \"historic\" or \"example\"",
        );
    }
    let local = table.word("scope", &[("national", false), ("local", true)]).unwrap_or(false);
    let places = table.texts("places");
    if local == places.is_empty() {
        table.error(
            "`scope` and `places` do not fit",
            "a local standard names its places; a national one none",
        );
    }
    let _ = table.text("extends");
    let covers = read_covers(table);
    let source = table.citation("source");
    let note = table.local_text("note");
    let params = table.table("param").map(|of| read_params(&of, context)).unwrap_or_default();
    let outcomes = named_rules(table, "outcome", "when", None);
    let income_tests = named_rules(table, "income_test", "at_or_below_line", Some("question"));
    let income_bands = named_rules(table, "income_band", "when", Some("income_test"));
    let measure = table.table("measure").and_then(|of| read_measure(&of));
    Some(Draft {
        id: id?,
        label: label?,
        status: status?,
        scope: if local { StandardScope::Local(places) } else { StandardScope::National },
        covers: covers?,
        source: source?,
        note,
        params,
        outcomes,
        income_tests,
        income_bands,
        measure,
        place: table.place(),
    })
}

fn read_covers(table: &Table<'_>) -> Option<Span> {
    let Some(covers) = table.table("covers") else {
        if !table.has("covers") {
            table.error(
                "`covers` is missing",
                "write covers = { from = \"2022-01-01\", until = \"2027-01-01\" }",
            );
        }
        return None;
    };
    let span = Span { from: covers.day("from"), until: covers.day("until") };
    if span.from.is_none() {
        covers.error("`from` is missing", "say from which result day the standard decides");
    }
    if let (Some(from), Some(until)) = (span.from, span.until)
        && from >= until
    {
        covers.error("`until` is not after `from`", "`until` is the first day that is no longer covered");
    }
    covers.report_unknown_keys();
    Some(span)
}

fn read_params(table: &Table<'_>, context: &Context) -> Vec<Param> {
    let names: Vec<&str> = table.keys().collect();
    names.into_iter().filter_map(|name| read_param(table, name, context)).collect()
}

fn read_param(table: &Table<'_>, name: &str, context: &Context) -> Option<Param> {
    let mut label = None;
    let mut unit: Option<String> = None;
    let mut values = Vec::new();
    for entry in param_entries(table, name) {
        let value = entry.decimal("value");
        if !entry.has("value") {
            entry.error("`value` is missing", "a value that is not known is left out of the pack");
        }
        let zone = entry.word("zone", &[("rural", Zone::Rural), ("urban", Zone::Urban)]);
        let (from, until) = (entry.day("from"), entry.day("until"));
        if !entry.has("from") {
            entry.error("`from` is missing", "say from which result day the value holds");
        }
        label = label.or_else(|| entry.local_text("label"));
        let _ = entry.local_text("note");
        let own_unit = entry.text("unit");
        if let (Some(first), Some(own)) = (&unit, &own_unit)
            && first != own
        {
            entry.error_at_key("unit", format!("the unit was `{first}` before"), "use one unit for one name");
        }
        unit = unit.or(own_unit);
        let source = entry.citation("source");
        entry.report_unknown_keys();
        if let (Some(value), Some(from), Some(source), false) = (value, from, source, entry.is_broken()) {
            values.push((
                value,
                ParamValue {
                    value: 0,
                    zone,
                    valid: Span { from: Some(from), until },
                    source,
                    place: entry.place(),
                },
            ));
        }
    }
    let scale = values.iter().map(|(value, _)| value.scale).max()?;
    let values = values
        .into_iter()
        .filter_map(|(exact, value)| Some(ParamValue { value: exact.at_scale(scale)?, ..value }))
        .collect();
    Some(Param { name: name.to_owned(), label, unit, scale, values: end_values(values, context) })
}

/// `[[param.NAME]]`, or a single `[param.NAME]`.
fn param_entries<'a>(table: &Table<'a>, name: &str) -> Vec<Table<'a>> {
    match table.value(name) {
        Some(toml::de::DeValue::Table(_)) => table.table(name).into_iter().collect(),
        _ => table.tables(name),
    }
}

/// An entry without `until` ends where the next one of its zone begins; two that hold on one day are an error.
fn end_values(mut values: Vec<ParamValue>, context: &Context) -> Vec<ParamValue> {
    values.sort_by_key(|value| value.valid.from);
    let clash = |a: &ParamValue, b: &ParamValue| a.zone.is_none() || b.zone.is_none() || a.zone == b.zone;
    for at in 0..values.len() {
        let (before, after) = values.split_at_mut(at + 1);
        let Some(this) = before.last_mut() else { continue };
        if this.valid.until.is_none() {
            this.valid.until = after
                .iter()
                .find(|next| next.zone == this.zone && next.valid.from > this.valid.from)
                .and_then(|n| n.valid.from);
        }
        for other in after.iter().filter(|other| clash(this, other) && this.valid.overlaps(other.valid)) {
            let day = other.valid.from.map(|day| day.to_string()).unwrap_or_default();
            context.findings.borrow_mut().push(Finding::error(
                other.place.clone(),
                format!("two values apply with equal rank on {day}: this one and the one at {}", this.place),
                "end the earlier one with `until`, or take one out",
            ));
        }
    }
    values
}

fn named_rules(table: &Table<'_>, list: &str, rule: &str, rests_on: Option<&str>) -> Vec<NamedRule> {
    let mut read: Vec<NamedRule> = Vec::new();
    for item in table.tables(list) {
        let id = item.required_text("id");
        let label = item.required_local_text("label");
        let written = item.required_written(rule);
        let source = item.citation("source");
        let other = rests_on.and_then(|key| item.text(key));
        let _ = (item.local_text("note"), item.local_text("text"));
        item.report_unknown_keys();
        if let (Some(id), Some(label), Some(rule), Some(source)) = (id, label, written, source) {
            if read.iter().any(|known| known.id == id) || id == "undetermined" || id == "unknown" {
                item.error_at_key("id", format!("the id `{id}` is taken"), "choose another");
            }
            read.push(NamedRule { id, label, rule, source, rests_on: other, place: item.place() });
        }
    }
    read
}

fn read_measure(table: &Table<'_>) -> Option<MeasureDraft> {
    let weights = if let Some(given) = table.has("weights").then(|| table.value("weights")).flatten() {
        match given {
            toml::de::DeValue::String(word) if word == "equal" => Some(Weights::Equal),
            toml::de::DeValue::String(word) if word == "equal_by_dimension" => {
                Some(Weights::EqualByDimension)
            }
            toml::de::DeValue::Table(_) => table.table("weights").map(|of| {
                let ids: Vec<&str> = of.keys().collect();
                let given = ids
                    .into_iter()
                    .filter_map(|id| {
                        let share = of.text(id).as_deref().and_then(fraction);
                        if share.is_none() {
                            of.error_at_key(id, "not a fraction", "write it as \"1/12\"");
                        }
                        Some((id.to_owned(), share?))
                    })
                    .collect();
                Weights::Given(given)
            }),
            _ => None,
        }
    } else {
        None
    };
    if weights.is_none() {
        table.error(
            "`weights` is missing or not understood",
            "\"equal\", \"equal_by_dimension\" or { id = \"1/12\", … }",
        );
    }
    let cutoff = table.required_text("poverty_cutoff");
    let poverty_cutoff = cutoff.as_deref().and_then(fraction);
    if cutoff.is_some() && poverty_cutoff.is_none() {
        table.error_at_key("poverty_cutoff", "not a fraction", "write it as \"1/3\"");
    }
    let source = table.citation("source");
    let _ = table.local_text("note");
    table.report_unknown_keys();
    Some(MeasureDraft {
        weights: weights?,
        poverty_cutoff: poverty_cutoff?,
        source: source?,
        place: table.place(),
    })
}

fn fraction(text: &str) -> Option<(i64, i64)> {
    let (above, below) = text.split_once('/')?;
    let (above, below) = (above.trim().parse::<i64>().ok()?, below.trim().parse::<i64>().ok()?);
    (above >= 0 && (1..=1_000_000).contains(&below) && above <= below).then_some((above, below))
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

fn check_measure(
    draft: MeasureDraft,
    ids: &[String],
    dimensions: &[crate::standard::Dimension],
    indicators: &[Option<Indicator>],
    context: &Context,
) -> Option<Measure> {
    let weights: Vec<(i64, i64)> = match draft.weights {
        Weights::Equal => ids.iter().map(|_| (1, ids.len() as i64)).collect(),
        Weights::EqualByDimension => {
            let of = |dimension: &str| {
                indicators.iter().flatten().filter(|indicator| indicator.dimension == dimension).count()
                    as i64
            };
            let used = dimensions.iter().filter(|dimension| of(&dimension.id) > 0).count() as i64;
            indicators.iter().flatten().map(|indicator| (1, used * of(&indicator.dimension))).collect()
        }
        Weights::Given(given) => {
            let of =
                |id: &String| given.iter().find(|(known, _)| known == id).map_or((0, 1), |(_, share)| *share);
            if let Some((stray, _)) = given.iter().find(|(id, _)| !ids.contains(id)) {
                let message = format!("a weight for `{stray}`, which is no indicator");
                context.findings.borrow_mut().push(Finding::error(
                    draft.place,
                    message,
                    "check the spelling",
                ));
                return None;
            }
            ids.iter().map(of).collect()
        }
    };
    let whole = weights.iter().try_fold((0_i128, 1_i128), |(above, below), (a, b)| {
        let (a, b) = (i128::from(*a), i128::from(*b));
        let sum = above.checked_mul(b)?.checked_add(a.checked_mul(below)?)?;
        let common = below.checked_mul(b)?;
        let divisor = greatest_common_divisor(sum, common);
        Some((sum / divisor, common / divisor))
    });
    if whole != Some((1, 1)) && !ids.is_empty() {
        let hint = "weights are exact fractions that add to 1";
        context.findings.borrow_mut().push(Finding::error(draft.place, "the weights do not add to 1", hint));
        return None;
    }
    Some(Measure { weights, poverty_cutoff: draft.poverty_cutoff, source: draft.source })
}

fn greatest_common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a.abs().max(1) } else { greatest_common_divisor(b, a % b) }
}
