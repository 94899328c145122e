//! Kết quả sơ bộ: the box in which the surveyor counts by hand; each rule in words with its source.

use standards::questionnaire::AnswerKind;
use standards::standard::DeprivationRule;
use vocab::said;

use super::Making;

/// The box for the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preliminary {
    /// The indicators, each to be ticked as deprived, not, or not clear.
    pub indicators: Vec<Indicator>,
    /// What is added up.
    pub totals: Vec<Total>,
    /// The outcomes, one to be ticked.
    pub outcomes: Vec<Outcome>,
}

/// An indicator of the box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    /// Official number, or its place.
    pub number: String,
    /// Name.
    pub label: String,
    /// When a household is deprived.
    pub when: String,
    /// Where it comes from and how sure that is.
    pub source: String,
}

/// Something to add up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// Name.
    pub label: String,
    /// What counts, or what is compared.
    pub words: String,
    /// Where it comes from and how sure that is.
    pub source: String,
    /// Boxes for digits.
    pub digits: usize,
    /// A test: to be ticked as passed or not.
    pub is_test: bool,
}

/// An outcome of the box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Name.
    pub label: String,
    /// When; nothing for the one that is left.
    pub when: Option<String>,
    /// Where it comes from and how sure that is.
    pub source: String,
}

impl Making<'_> {
    pub(super) fn preliminary(&self) -> Preliminary {
        let (standard, language, speaker) = (self.standard, self.language, self.speaker());
        let indicators = standard.indicators.iter().enumerate().map(|(at, indicator)| Indicator {
            number: indicator.number.map_or_else(|| (at + 1).to_string(), |number| number.to_string()),
            label: indicator.label.get(language).to_owned(),
            when: match (&indicator.text, &indicator.deprived) {
                (_, DeprivationRule::Unknown(why)) => why.get(language).to_owned(),
                (Some(text), _) => text.get(language).to_owned(),
                (None, DeprivationRule::Rule(rule)) => speaker.condition(&rule.condition),
            },
            source: (self.cite)(&indicator.source),
        });
        let outcomes = standard.outcomes.iter().map(|outcome| Outcome {
            label: outcome.label.get(language).to_owned(),
            when: (outcome.when.written.trim() != "true").then(|| speaker.condition(&outcome.when.condition)),
            source: (self.cite)(&outcome.source),
        });
        Preliminary { indicators: indicators.collect(), totals: self.totals(), outcomes: outcomes.collect() }
    }

    fn totals(&self) -> Vec<Total> {
        let (standard, language, speaker) = (self.standard, self.language, self.speaker());
        let mut totals = Vec::new();
        if let Some(points) = &standard.deprivation_points
            && let (Some(values), Some(param)) = (
                self.params.0.get(usize::from(points.each.0)),
                standard.params.get(usize::from(points.each.0)),
            )
        {
            let [rural, urban] =
                values.map(|value| speaker.amount(value, param.scale, param.unit.as_deref()));
            let words = if rural == urban {
                said!("{rural} cho mỗi chỉ số thiếu hụt", "{rural} for each deprivation")
            } else {
                said!(
                    "mỗi chỉ số thiếu hụt {rural} (nông thôn), {urban} (thành thị)",
                    "for each deprivation {rural} (rural), {urban} (urban)"
                )
            };
            let most = values.iter().max().map_or(0, |each| each * standard.indicators.len() as i64);
            totals.push(Total {
                label: points.label.get(language).to_owned(),
                words: words.get(language).to_owned(),
                source: (self.cite)(&points.source),
                digits: most.to_string().len(),
                is_test: false,
            });
        }
        totals.extend(standard.income_tests.iter().map(|test| Total {
            label: test.label.get(language).to_owned(),
            words: speaker.condition(&test.at_or_below_line.condition),
            source: (self.cite)(&test.source),
            digits: match standard.questionnaire.get(test.question).kind {
                AnswerKind::Number { scale: 0, max, .. } => max.to_string().len(),
                _ => 0,
            },
            is_test: true,
        }));
        totals
    }
}
