//! Vì sao: the result of one household as a tree of rules, answers and articles, in words.

mod lines;

use standards::questionnaire::{QuestionIndex, Subject, ZONE};
use standards::rule::text::Speaker;
use standards::rule::{Condition, Number, NumberKind, Quantifier};
use standards::standard::DeprivationRule;
use standards::{Answer, HouseholdAnswers};
use vocab::{Citation, Language, Zone};

use crate::bounds::Truth;
use crate::cases::{band_id, outcome_id};
use crate::interpret::Interpreter;
use crate::judge::{Judge, Judgement};

pub use lines::Line;

/// One rule with what it says of the household and why.
#[derive(Clone, Debug)]
pub struct Reason {
    /// Which rule: `outcome`, `income_test:b1`, `indicator:water_source`, or `part` of one.
    pub rule: String,
    /// In words.
    pub text: String,
    /// Whether it holds.
    pub result: Truth,
    /// Where the rule comes from.
    pub cites: Vec<Citation>,
    /// The answers it read.
    pub answers: Vec<Said>,
    /// What it rests on.
    pub children: Vec<Reason>,
}

/// An answer in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The member by position, or the household.
    pub member: Option<usize>,
    /// Id of the question.
    pub question: String,
    /// The answer in words; empty where the question is sensitive.
    pub text: String,
    /// Whether it is missing.
    pub missing: bool,
}

/// How far a number is from the line that decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// Which rule.
    pub rule: String,
    /// In words: what is compared.
    pub text: String,
    /// Distance in words, e.g. "20.000 đồng/người/tháng".
    pub distance: String,
    /// Whether it lies exactly on the line.
    pub on_the_line: bool,
}

/// A set of answers that would give another outcome, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Otherwise {
    /// Id of the outcome.
    pub outcome: String,
    /// Its name.
    pub label: String,
    /// The answers that would have to be different.
    pub answers: Vec<Said>,
    /// What stands there now, one for each, without the question; empty where it is sensitive.
    pub now: Vec<String>,
}

/// Everything that can be said about one result.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The result.
    pub judgement: Judgement,
    /// Id of the outcome, or `undetermined`.
    pub outcome: String,
    /// Name of the outcome.
    pub label: String,
    /// Id of the income band, or `unknown`.
    pub income_band: String,
    /// Why.
    pub reason: Reason,
    /// Every line that decides the outcome, however far.
    pub lines: Vec<Line>,
    /// What is near the line.
    pub near: Vec<Near>,
    /// The deprivations in points, if the standard says what each counts: "Điểm B2: 30 điểm".
    pub in_points: Option<String>,
    /// Answers that could decide, if undetermined.
    pub needs: Vec<Said>,
    /// What would change it.
    pub otherwise: Vec<Otherwise>,
}

/// A number within this share of the line is near it.
const NEAR_PERCENT: i128 = 10;

impl Judge<'_> {
    /// Explains the result of one household.
    pub fn explain(&self, answers: &HouseholdAnswers, language: Language) -> Explanation {
        let judgement = self.judge(answers);
        let results = self.results(answers);
        let zone = match answers.get(ZONE, None) {
            Answer::Choice(at) => Zone::ALL.get(usize::from(*at)).copied(),
            _ => None,
        };
        let speaker = Speaker::new(self.standard, Some((&self.params, zone)), language);
        let teller = Teller { judge: self, run: self.interpreter(answers, &results), speaker, language };
        let label = match judgement.outcome().and_then(|at| self.standard.outcomes.get(at)) {
            Some(outcome) => outcome.label.get(language).to_owned(),
            None => teller.words("Chưa xác định: còn thiếu câu trả lời", "Undetermined: answers are missing"),
        };
        let otherwise = self.alternatives(answers).into_iter().map(|found| {
            let outcome = self.standard.outcomes.get(found.outcome);
            let said = found.changes.iter().map(|c| teller.said(c.question, c.member, &c.to));
            let now = found.changes.iter().map(|c| teller.now(c.question, c.member));
            Otherwise {
                outcome: outcome.map(|o| o.id.clone()).unwrap_or_default(),
                label: outcome.map(|o| o.label.get(language).to_owned()).unwrap_or_default(),
                answers: said.collect(),
                now: now.collect(),
            }
        });
        Explanation {
            outcome: outcome_id(self.standard, &judgement).to_owned(),
            income_band: band_id(self.standard, &judgement).to_owned(),
            reason: teller.root(&judgement, &label),
            lines: teller.lines(&judgement),
            near: teller.near(&judgement),
            in_points: teller.in_points(&judgement, zone),
            needs: teller.needs(&judgement),
            otherwise: otherwise.collect(),
            label,
            judgement,
        }
    }
}

struct Teller<'a> {
    judge: &'a Judge<'a>,
    run: Interpreter<'a>,
    speaker: Speaker<'a>,
    language: Language,
}

impl Teller<'_> {
    fn words(&self, vi: &str, en: &str) -> String {
        match self.language {
            Language::Vi => vi.to_owned(),
            Language::En => en.to_owned(),
        }
    }

    fn root(&self, judgement: &Judgement, label: &str) -> Reason {
        let standard = self.judge.standard;
        let mut children: Vec<Reason> = self.income(judgement).into_iter().collect();
        children.extend((0..standard.indicators.len()).map(|at| self.indicator(at)));
        let cites = match judgement.outcome().and_then(|at| standard.outcomes.get(at)) {
            Some(outcome) => vec![outcome.source.clone()],
            None => Vec::new(),
        };
        let last = judgement.possible_outcomes.last().copied().unwrap_or(0);
        let reached =
            standard.outcomes.iter().take(last + 1).filter(|outcome| outcome.when.written.trim() != "true");
        let decided = reached.map(|outcome| {
            let result = self.run.condition(&outcome.when.condition, None);
            let text = format!(
                "{}: {}",
                outcome.label.get(self.language),
                self.speaker.condition(&outcome.when.condition)
            );
            let cites = vec![outcome.source.clone()];
            let rule = format!("outcome:{}", outcome.id);
            Reason { rule, text, result, cites, answers: Vec::new(), children: Vec::new() }
        });
        children.extend(decided);
        let result = if judgement.outcome().is_some() { Truth::Yes } else { Truth::Unknown };
        Reason {
            rule: "outcome".to_owned(),
            text: label.to_owned(),
            result,
            cites,
            answers: Vec::new(),
            children,
        }
    }

    /// The points of the deprivations: a range where unknown ones, or an unknown zone, could change them.
    fn in_points(&self, judgement: &Judgement, zone: Option<Zone>) -> Option<String> {
        let (standard, params) = (self.judge.standard, &self.judge.params);
        let points = standard.deprivation_points.as_ref()?;
        let [rural, urban] = *params.0.get(usize::from(points.each.0))?;
        let (low, high) = match zone {
            Some(Zone::Rural) => (rural, rural),
            Some(Zone::Urban) => (urban, urban),
            None => (rural.min(urban), rural.max(urban)),
        };
        let unit = standard.params.get(usize::from(points.each.0))?.unit.as_deref();
        let amount = |count: usize, each: i64| self.speaker.amount(count as i64 * each, 0, unit);
        let (least, most) =
            (amount(judgement.deprivation_count(), low), amount(judgement.deprivation_count_max(), high));
        let label = points.label.get(self.language);
        Some(match least == most {
            true => format!("{label}: {least}"),
            false => format!(
                "{label}: {}",
                self.words(&format!("từ {least} đến {most}"), &format!("from {least} to {most}"))
            ),
        })
    }

    fn income(&self, judgement: &Judgement) -> Option<Reason> {
        let test = self.judge.standard.income_tests.get(judgement.income_test.unwrap_or(0))?;
        let part = self.part(&test.at_or_below_line.condition, None);
        Some(Reason {
            rule: format!("income_test:{}", test.id),
            text: format!("{}: {}", test.label.get(self.language), part.text),
            cites: vec![test.source.clone()],
            ..part
        })
    }

    fn indicator(&self, at: usize) -> Reason {
        let result = self.run.results.deprived.get(at).copied().unwrap_or(Truth::Unknown);
        let Some(indicator) = self.judge.standard.indicators.get(at) else {
            return self.leaf(&Condition::Deprived(at as u16), None, result);
        };
        let children = match &indicator.deprived {
            DeprivationRule::Rule(rule) => vec![self.part(&rule.condition, None)],
            DeprivationRule::Unknown(_) => Vec::new(),
        };
        let label = indicator.label.get(self.language);
        let text = match (&indicator.deprived, result) {
            (DeprivationRule::Unknown(why), _) => format!("{label}: {}", why.get(self.language)),
            (_, Truth::Yes) => format!("{label}: {}", self.words("thiếu hụt", "deprived")),
            (_, Truth::No) => format!("{label}: {}", self.words("không thiếu hụt", "not deprived")),
            (_, Truth::Unknown) => format!("{label}: {}", self.words("chưa xác định", "not known")),
        };
        let rule = format!("indicator:{}", indicator.id);
        Reason { rule, text, result, cites: vec![indicator.source.clone()], answers: Vec::new(), children }
    }

    /// A part of a rule, with the parts that decided it.
    fn part(&self, condition: &Condition, member: Option<usize>) -> Reason {
        let result = self.run.condition(condition, member);
        let mut reason = self.leaf(condition, member, result);
        let deciding = |parts: &[Condition], all: bool| -> Vec<Reason> {
            let decides = |truth: Truth| match (result, all) {
                (Truth::Unknown, _) => truth == Truth::Unknown,
                (Truth::Yes, true) | (Truth::No, false) => true,
                (Truth::No, true) => truth == Truth::No,
                (Truth::Yes, false) => truth == Truth::Yes,
            };
            let parts = parts.iter().filter(|part| decides(self.run.condition(part, member)));
            parts.map(|part| self.part(part, member)).collect()
        };
        match condition {
            Condition::And(parts) => reason.children = deciding(parts, true),
            Condition::Or(parts) => reason.children = deciding(parts, false),
            Condition::Not(inner) if !is_leaf(inner) => reason.children = vec![self.part(inner, member)],
            Condition::Members(quantifier, inner) => {
                reason.children = self.witnesses(*quantifier, inner, result);
            }
            _ => {}
        }
        if !reason.children.is_empty() {
            reason.answers.clear();
        }
        reason
    }

    /// The members that decide a condition over all of them.
    fn witnesses(&self, quantifier: Quantifier, inner: &Condition, result: Truth) -> Vec<Reason> {
        let wanted = match (quantifier, result) {
            (_, Truth::Unknown) => Truth::Unknown,
            (Quantifier::All, _) => Truth::No,
            _ => Truth::Yes,
        };
        let members = 0..self.run.answers.members.len();
        let of = members.filter(|member| self.run.condition(inner, Some(*member)) == wanted);
        of.map(|member| {
            let part = self.part(inner, Some(member));
            let number = member + 1;
            let name = self.words(&format!("thành viên {number}"), &format!("member {number}"));
            Reason { text: format!("{name}: {}", part.text), ..part }
        })
        .collect()
    }

    fn leaf(&self, condition: &Condition, member: Option<usize>, result: Truth) -> Reason {
        let text = match result {
            Truth::No => self.speaker.negation(condition),
            _ => self.speaker.condition(condition),
        };
        let readable = |question: &QuestionIndex| member.is_some() || self.is_of_household(*question);
        let questions = condition.questions();
        let answers = questions.iter().filter(|q| readable(q)).map(|q| {
            let of = if self.is_of_household(*q) { None } else { member };
            self.said(*q, of, self.run.answers.get(*q, of))
        });
        let answers = answers.collect();
        Reason { rule: "part".to_owned(), text, result, cites: Vec::new(), answers, children: Vec::new() }
    }

    fn is_of_household(&self, question: QuestionIndex) -> bool {
        self.judge.standard.questionnaire.get(question).of == Subject::Household
    }

    fn said(&self, question: QuestionIndex, member: Option<usize>, answer: &Answer) -> Said {
        let of = self.judge.standard.questionnaire.get(question);
        let text = if of.sensitive { String::new() } else { self.speaker.answer(question, answer) };
        Said { member, question: of.id.clone(), text, missing: *answer == Answer::Missing }
    }

    fn now(&self, question: QuestionIndex, member: Option<usize>) -> String {
        match self.judge.standard.questionnaire.get(question).sensitive {
            true => String::new(),
            false => self.speaker.answer_alone(question, self.run.answers.get(question, member)),
        }
    }

    fn needs(&self, judgement: &Judgement) -> Vec<Said> {
        use crate::needs::Need;
        let said = judgement.needs.iter().map(|need| match need {
            Need::Household(q) => self.said(*q, None, &Answer::Missing),
            Need::Member(member, q) => self.said(*q, Some(*member), &Answer::Missing),
            Need::Indicator(at) => {
                let indicator = self.judge.standard.indicators.get(usize::from(*at));
                let label = indicator.map(|i| i.label.get(self.language)).unwrap_or_default();
                let text = self.words(
                    &format!("{label}: văn bản chưa đối chiếu, không câu trả lời nào thay được"),
                    &format!("{label}: the law's cut-off is not verified, no answer can replace it"),
                );
                let question = self.judge.need_name(need, |member| (member + 1).to_string());
                Said { member: None, question, text, missing: true }
            }
        });
        said.collect()
    }

    /// Comparisons of the income test, the outcomes and the indicators that are near their line.
    fn near(&self, judgement: &Judgement) -> Vec<Near> {
        let standard = self.judge.standard;
        let mut near = Vec::new();
        let test = standard.income_tests.get(judgement.income_test.unwrap_or(0));
        if let Some(test) = test {
            self.near_in(&format!("income_test:{}", test.id), &test.at_or_below_line.condition, &mut near);
        }
        for outcome in &standard.outcomes {
            self.near_in("outcome", &outcome.when.condition, &mut near);
        }
        for indicator in &standard.indicators {
            if let DeprivationRule::Rule(rule) = &indicator.deprived {
                self.near_in(&format!("indicator:{}", indicator.id), &rule.condition, &mut near);
            }
        }
        near.dedup_by(|a, b| a.rule == b.rule && a.distance == b.distance);
        near
    }

    fn near_in(&self, rule: &str, condition: &Condition, near: &mut Vec<Near>) {
        match condition {
            Condition::Not(inner) => self.near_in(rule, inner, near),
            Condition::And(parts) | Condition::Or(parts) => {
                parts.iter().for_each(|part| self.near_in(rule, part, near));
            }
            Condition::Compare(_, a, b) => near.extend(self.near_line(rule, condition, a, b)),
            _ => {}
        }
    }

    fn near_line(&self, rule: &str, condition: &Condition, a: &Number, b: &Number) -> Option<Near> {
        let (left, right) = (self.run.number(a, None), self.run.number(b, None));
        if !left.is_exact() || !right.is_exact() {
            return None;
        }
        let distance = (i128::from(left.least) - i128::from(right.least)).abs();
        let counts =
            matches!(a.kind, NumberKind::DeprivationCount) || matches!(b.kind, NumberKind::DeprivationCount);
        let close = distance * 100 <= i128::from(right.least).abs() * NEAR_PERCENT;
        if !(close || counts && distance <= 1) {
            return None;
        }
        let holds = self.run.condition(condition, None).is_certain();
        let text = if holds { self.speaker.condition(condition) } else { self.speaker.negation(condition) };
        let unit = self.unit_of(a).or_else(|| self.unit_of(b));
        let distance = i64::try_from(distance).unwrap_or(i64::MAX);
        Some(Near {
            rule: rule.to_owned(),
            text,
            distance: self.speaker.amount(distance, a.scale, unit),
            on_the_line: distance == 0,
        })
    }

    fn unit_of(&self, number: &Number) -> Option<&str> {
        match &number.kind {
            NumberKind::Answer(q) => self.judge.standard.questionnaire.get(*q).unit.as_deref(),
            NumberKind::Param(at) => self.judge.standard.params.get(usize::from(at.0))?.unit.as_deref(),
            NumberKind::Rescale(inner) => self.unit_of(inner),
            _ => None,
        }
    }
}

/// Whether a condition is said in one piece.
fn is_leaf(condition: &Condition) -> bool {
    !matches!(condition, Condition::And(_) | Condition::Or(_) | Condition::Not(_) | Condition::Members(..))
}
