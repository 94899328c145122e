//! Deeds as they are stored: JSON by hand, so that no change of a type of the rules changes what lies in a database.

use ::review::clock::{Length, Measured, Unit};
use ::review::{
    AgendaItem, AnswerApplicant, AnswerComplaint, AnswerDisagreement, AskOpinion, AttachMinutes, Class,
    Classify, Complain, ComplaintRef, ConsiderOpinion, Deed, Determine, DisagreementAnswer, Enroll,
    FeedbackRef, Finding, GiveOpinion, GoBack, Grievance, HoldMeeting, HouseholdRef, IssueCertificate, Leave,
    Leaving, Lists, Managed, Outcome, Pass, PersonRef, Post, Propose, ProposeCorrection, Recheck, Reconsider,
    Screen, SendReport, Setting, SettleFeedback, Sign, SignCorrection, Source, Survey, TakeFeedback,
    VillageRef, Why,
};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use vocab::Day;

use crate::keys::{hex, unhex};

const MEASURED: [Measured; 5] =
    [Measured::Posting, Measured::Reposting, Measured::Recheck, Measured::Opinion, Measured::Decision];

fn code<T: PartialEq + Copy>(words: &[(&'static str, T)], value: T) -> &'static str {
    words.iter().find(|(_, known)| *known == value).map_or("", |(word, _)| word)
}

fn of_code<T: Copy>(words: &[(&str, T)], word: &str) -> Option<T> {
    words.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
}

/// The poverty list of a code.
pub(crate) fn class_of(word: &str) -> Option<Class> {
    of_code(&Class::WORDS, word)
}

/// The outcome of a code.
pub(crate) fn outcome_of(word: &str) -> Option<Outcome> {
    of_code(&Outcome::WORDS, word)
}

pub(crate) fn id(number: u128) -> String {
    Uuid::from_u128(number).to_string()
}

fn ids(numbers: impl Iterator<Item = u128>) -> Vec<String> {
    numbers.map(id).collect()
}

fn or_null(outcome: Option<Outcome>) -> Json {
    outcome.map_or(Json::Null, |outcome| outcome.code().into())
}

fn classes(classes: &[Class]) -> Vec<&'static str> {
    classes.iter().map(|class| class.code()).collect()
}

/// A deed in the form in which it is stored; [`read`] gives the same deed again.
pub(crate) fn written(deed: &Deed) -> Json {
    let mut json = match deed {
        Deed::Enroll(Enroll { household, village, why, formerly }) => {
            let why = match why {
                Why::Managed => json!({ "is": "managed" }),
                Why::Asked { form } => json!({ "is": "asked", "form": form }),
                Why::Suggested { reason } => json!({ "is": "suggested", "reason": reason }),
                Why::Complaint => json!({ "is": "complaint" }),
            };
            json!({ "household": id(household.0), "village": id(village.0), "why": why, "formerly": classes(formerly) })
        }
        Deed::Screen(Screen { household, goes_on, ticked }) => {
            json!({ "household": id(household.0), "goes_on": goes_on, "ticked": ticked })
        }
        Deed::Survey(Survey { household, surveyor }) => {
            json!({ "household": id(household.0), "surveyor": id(surveyor.0) })
        }
        Deed::Classify(Classify { household, standard, outcome }) => {
            json!({ "household": id(household.0), "standard": standard, "outcome": or_null(*outcome) })
        }
        Deed::HoldMeeting(meeting) => {
            let agenda = meeting.agenda.iter().map(|item| {
                json!({
                    "household": id(item.household.0), "agree": item.agree, "disagree": item.disagree,
                    "says": or_null(item.says),
                })
            });
            json!({
                "village": id(meeting.village.0), "held_on": meeting.held_on.to_string(), "present": meeting.present,
                "attending": meeting.attending, "agenda": agenda.collect::<Vec<_>>(),
            })
        }
        Deed::AttachMinutes(AttachMinutes { village, meeting, copies, signed_by }) => {
            json!({ "village": id(village.0), "meeting": meeting, "copies": copies, "signed_by": signed_by })
        }
        Deed::AnswerDisagreement(AnswerDisagreement { household, answer }) => {
            let keep = match answer {
                DisagreementAnswer::Keep { reason } => json!(reason),
                DisagreementAnswer::SurveyAgain => Json::Null,
            };
            json!({ "household": id(household.0), "keep": keep })
        }
        Deed::Post(Post { village, places, announced, list_hash }) => {
            json!({ "village": id(village.0), "places": places, "announced": announced, "list": hex(list_hash) })
        }
        Deed::Complain(Complain { complaint, household, village, about, from, against, words }) => json!({
            "complaint": id(complaint.0), "household": id(household.0), "village": id(village.0),
            "about": code(&Grievance::WORDS, *about), "from": code(&Source::WORDS, *from), "against": against, "words": words,
        }),
        Deed::Recheck(Recheck { complaint, surveyor, outcome }) => {
            json!({ "complaint": id(complaint.0), "surveyor": id(surveyor.0), "outcome": outcome.code() })
        }
        Deed::AnswerComplaint(AnswerComplaint { complaint, reason }) => {
            json!({ "complaint": id(complaint.0), "reason": reason })
        }
        Deed::TakeFeedback(TakeFeedback { feedback, village, household, is_anonymous, words }) => json!({
            "feedback": id(feedback.0), "village": id(village.0), "household": household.map(|one| id(one.0)),
            "is_anonymous": is_anonymous, "words": words,
        }),
        Deed::SettleFeedback(SettleFeedback { feedback, finding, reason }) => {
            json!({ "feedback": id(feedback.0), "finding": code(&Finding::WORDS, *finding), "reason": reason })
        }
        Deed::AskOpinion(AskOpinion { office }) => json!({ "office": office }),
        Deed::GiveOpinion(GiveOpinion { agrees, recheck }) => {
            json!({ "agrees": agrees, "recheck": ids(recheck.iter().map(|household| household.0)) })
        }
        Deed::ConsiderOpinion(ConsiderOpinion { explanation }) => json!({ "explanation": explanation }),
        Deed::Propose(Propose { lists, list_hash }) => json!({
            "poor": lists.poor_households, "near_poor": lists.near_poor_households,
            "escaped_poor": lists.escaped_poor_households, "escaped_near_poor": lists.escaped_near_poor_households,
            "other": lists.other_recognized, "list": hex(list_hash),
        }),
        Deed::Sign(Sign { number, signed_on, list_hash, paper_hash }) => json!({
            "number": number, "signed_on": signed_on.to_string(), "list": hex(list_hash), "paper": hex(paper_hash),
        }),
        Deed::Reconsider(Reconsider { household, surveyor, outcome }) => {
            json!({ "household": id(household.0), "surveyor": id(surveyor.0), "outcome": outcome.code() })
        }
        Deed::ProposeCorrection(ProposeCorrection { corrects, corrects_on, reason, list_hash }) => json!({
            "corrects": corrects, "corrects_on": corrects_on.to_string(), "reason": reason, "list": hex(list_hash),
        }),
        Deed::SignCorrection(SignCorrection { number, signed_on, list_hash, paper_hash }) => json!({
            "number": number, "signed_on": signed_on.to_string(), "list": hex(list_hash), "paper": hex(paper_hash),
        }),
        Deed::IssueCertificate(IssueCertificate { household }) => json!({ "household": id(household.0) }),
        Deed::AnswerApplicant(AnswerApplicant { household, reason }) => {
            json!({ "household": id(household.0), "reason": reason })
        }
        Deed::SendReport(SendReport { report }) => json!({ "report": report }),
        Deed::Leave(Leave { household, why, reason }) => {
            json!({ "household": id(household.0), "why": code(&Leaving::WORDS, *why), "reason": reason })
        }
        Deed::Determine(Determine { setting, reason }) => {
            let setting = match setting {
                Setting::Length { measures, length } => {
                    json!({ "is": "length", "of": measures.code(), "days": length.days, "unit": length.unit.code() })
                }
                Setting::OpinionBy(office) => json!({ "is": "opinion_by", "office": office }),
                Setting::StillHolds => json!({ "is": "still_holds" }),
            };
            json!({ "setting": setting, "reason": reason })
        }
        Deed::Pass(Pass { village }) => json!({ "village": village.map(|village| id(village.0)) }),
        Deed::GoBack(GoBack { village, to }) => json!({ "village": id(village.0), "to": to }),
    };
    if let Some(fields) = json.as_object_mut() {
        fields.insert("do".to_owned(), deed.kind().code().into());
    }
    json
}

/// What was stored, read strictly: `None` if anything is missing or of another form.
struct Stored<'a>(&'a Json);

impl<'a> Stored<'a> {
    fn get(&self, key: &str) -> Option<&'a Json> {
        self.0.get(key)
    }
    fn str(&self, key: &str) -> Option<&'a str> {
        self.get(key)?.as_str()
    }
    fn text(&self, key: &str) -> Option<String> {
        self.str(key).map(str::to_owned)
    }
    fn id(&self, key: &str) -> Option<u128> {
        number(self.get(key)?)
    }
    fn household(&self) -> Option<HouseholdRef> {
        self.id("household").map(HouseholdRef)
    }
    fn village(&self) -> Option<VillageRef> {
        self.id("village").map(VillageRef)
    }
    fn complaint(&self) -> Option<ComplaintRef> {
        self.id("complaint").map(ComplaintRef)
    }
    fn feedback(&self) -> Option<FeedbackRef> {
        self.id("feedback").map(FeedbackRef)
    }
    fn surveyor(&self) -> Option<PersonRef> {
        self.id("surveyor").map(PersonRef)
    }
    fn day(&self, key: &str) -> Option<Day> {
        self.str(key)?.parse().ok()
    }
    fn flag(&self, key: &str) -> Option<bool> {
        self.get(key)?.as_bool()
    }
    fn count(&self, key: &str) -> Option<u32> {
        self.get(key)?.as_u64()?.try_into().ok()
    }
    fn hash(&self, key: &str) -> Option<[u8; 32]> {
        unhex(self.str(key)?)?.try_into().ok()
    }
    fn texts(&self, key: &str) -> Option<Vec<String>> {
        self.get(key)?.as_array()?.iter().map(|text| text.as_str().map(str::to_owned)).collect()
    }
    /// The outer `None`: it cannot be read.
    fn outcome(&self, key: &str) -> Option<Option<Outcome>> {
        match self.get(key)? {
            Json::Null => Some(None),
            word => outcome_of(word.as_str()?).map(Some),
        }
    }
}

fn number(json: &Json) -> Option<u128> {
    json.as_str()?.parse::<Uuid>().ok().map(|id| id.as_u128())
}

fn classes_of(json: &Json) -> Option<Vec<Class>> {
    json.as_array()?.iter().map(|word| class_of(word.as_str()?)).collect()
}

/// The deed that was stored.
pub(crate) fn read(json: &Json) -> Option<Deed> {
    let of = Stored(json);
    Some(match of.str("do")? {
        "enroll" => {
            let reason = Stored(of.get("why")?);
            let why = match reason.str("is")? {
                "managed" => Why::Managed,
                "asked" => Why::Asked { form: reason.text("form")? },
                "suggested" => Why::Suggested { reason: reason.text("reason")? },
                "complaint" => Why::Complaint,
                _ => return None,
            };
            let formerly = classes_of(of.get("formerly")?)?;
            Enroll { household: of.household()?, village: of.village()?, why, formerly }.into()
        }
        "screen" => {
            Screen { household: of.household()?, goes_on: of.flag("goes_on")?, ticked: of.texts("ticked")? }
                .into()
        }
        "survey" => Survey { household: of.household()?, surveyor: of.surveyor()? }.into(),
        "classify" => {
            let (household, standard) = (of.household()?, of.text("standard")?);
            Classify { household, standard, outcome: of.outcome("outcome")? }.into()
        }
        "hold_meeting" => HoldMeeting {
            village: of.village()?,
            held_on: of.day("held_on")?,
            present: of.count("present")?,
            attending: of.texts("attending")?,
            agenda: of.get("agenda")?.as_array()?.iter().map(item).collect::<Option<_>>()?,
        }
        .into(),
        "attach_minutes" => AttachMinutes {
            village: of.village()?,
            meeting: of.count("meeting")?.try_into().ok()?,
            copies: of.count("copies")?,
            signed_by: of.texts("signed_by")?,
        }
        .into(),
        "answer_disagreement" => {
            let answer = match of.get("keep")? {
                Json::Null => DisagreementAnswer::SurveyAgain,
                reason => DisagreementAnswer::Keep { reason: reason.as_str()?.to_owned() },
            };
            AnswerDisagreement { household: of.household()?, answer }.into()
        }
        "post" => Post {
            village: of.village()?,
            places: of.texts("places")?,
            announced: of.flag("announced")?,
            list_hash: of.hash("list")?,
        }
        .into(),
        "complain" => Complain {
            complaint: of.complaint()?,
            household: of.household()?,
            village: of.village()?,
            about: of_code(&Grievance::WORDS, of.str("about")?)?,
            from: of_code(&Source::WORDS, of.str("from")?)?,
            against: match of.get("against")? {
                Json::Null => None,
                id => Some(id.as_str()?.to_owned()),
            },
            words: of.text("words")?,
        }
        .into(),
        "recheck" => {
            let (complaint, surveyor) = (of.complaint()?, of.surveyor()?);
            Recheck { complaint, surveyor, outcome: of.outcome("outcome")?? }.into()
        }
        "answer_complaint" => {
            AnswerComplaint { complaint: of.complaint()?, reason: of.text("reason")? }.into()
        }
        "take_feedback" => TakeFeedback {
            feedback: of.feedback()?,
            village: of.village()?,
            household: match of.get("household")? {
                Json::Null => None,
                _ => Some(of.household()?),
            },
            is_anonymous: of.flag("is_anonymous")?,
            words: of.text("words")?,
        }
        .into(),
        "settle_feedback" => {
            let (feedback, finding) = (of.feedback()?, of_code(&Finding::WORDS, of.str("finding")?)?);
            SettleFeedback { feedback, finding, reason: of.text("reason")? }.into()
        }
        "ask_opinion" => AskOpinion { office: of.text("office")? }.into(),
        "give_opinion" => {
            let asked = of.get("recheck")?.as_array()?.iter().map(|id| number(id).map(HouseholdRef));
            GiveOpinion { agrees: of.flag("agrees")?, recheck: asked.collect::<Option<_>>()? }.into()
        }
        "consider_opinion" => ConsiderOpinion { explanation: of.text("explanation")? }.into(),
        "propose" => {
            let lists = Lists {
                poor_households: of.count("poor")?,
                near_poor_households: of.count("near_poor")?,
                escaped_poor_households: of.count("escaped_poor")?,
                escaped_near_poor_households: of.count("escaped_near_poor")?,
                other_recognized: of.count("other")?,
            };
            Propose { lists, list_hash: of.hash("list")? }.into()
        }
        "sign" => Sign {
            number: of.text("number")?,
            signed_on: of.day("signed_on")?,
            list_hash: of.hash("list")?,
            paper_hash: of.hash("paper")?,
        }
        .into(),
        "reconsider" => {
            let (household, surveyor) = (of.household()?, of.surveyor()?);
            Reconsider { household, surveyor, outcome: of.outcome("outcome")?? }.into()
        }
        "propose_correction" => ProposeCorrection {
            corrects: of.text("corrects")?,
            corrects_on: of.day("corrects_on")?,
            reason: of.text("reason")?,
            list_hash: of.hash("list")?,
        }
        .into(),
        "sign_correction" => SignCorrection {
            number: of.text("number")?,
            signed_on: of.day("signed_on")?,
            list_hash: of.hash("list")?,
            paper_hash: of.hash("paper")?,
        }
        .into(),
        "issue_certificate" => IssueCertificate { household: of.household()? }.into(),
        "answer_applicant" => {
            AnswerApplicant { household: of.household()?, reason: of.text("reason")? }.into()
        }
        "send_report" => SendReport { report: of.text("report")? }.into(),
        "leave" => {
            let why = of_code(&Leaving::WORDS, of.str("why")?)?;
            Leave { household: of.household()?, why, reason: of.text("reason")? }.into()
        }
        "determine" => Determine { setting: setting(of.get("setting")?)?, reason: of.text("reason")? }.into(),
        "pass" => match of.get("village")? {
            Json::Null => Pass { village: None }.into(),
            _ => Pass { village: Some(of.village()?) }.into(),
        },
        "go_back" => GoBack { village: of.village()?, to: of.text("to")? }.into(),
        _ => return None,
    })
}

fn item(json: &Json) -> Option<AgendaItem> {
    let of = Stored(json);
    Some(AgendaItem {
        household: of.household()?,
        agree: of.count("agree")?,
        disagree: of.count("disagree")?,
        says: of.outcome("says")?,
    })
}

fn setting(json: &Json) -> Option<Setting> {
    let of = Stored(json);
    Some(match of.str("is")? {
        "length" => {
            let measures = MEASURED.into_iter().find(|known| Some(known.code()) == of.str("of"))?;
            let unit = [Unit::WorkingDay, Unit::CalendarDay]
                .into_iter()
                .find(|unit| Some(unit.code()) == of.str("unit"))?;
            Setting::Length { measures, length: Length { days: of.count("days")?.try_into().ok()?, unit } }
        }
        "opinion_by" => Setting::OpinionBy(match of.get("office")? {
            Json::Null => None,
            office => Some(office.as_str()?.to_owned()),
        }),
        "still_holds" => Setting::StillHolds,
        _ => return None,
    })
}

/// Villages and managed households of the terms, as they are stored.
pub(crate) fn terms_written(villages: &[VillageRef], managed: &[Managed]) -> Json {
    let managed = managed.iter().map(|one| {
        json!({ "household": id(one.household.0), "village": id(one.village.0), "class": one.class.code() })
    });
    json!({ "villages": ids(villages.iter().map(|village| village.0)), "managed": managed.collect::<Vec<_>>() })
}

/// See [`terms_written`].
pub(crate) fn terms_read(json: &Json) -> Option<(Vec<VillageRef>, Vec<Managed>)> {
    let villages = json.get("villages")?.as_array()?.iter().map(|id| number(id).map(VillageRef));
    let managed = json.get("managed")?.as_array()?.iter().map(|one| {
        let of = Stored(one);
        Some(Managed {
            household: of.household()?,
            village: of.village()?,
            class: class_of(of.str("class")?)?,
        })
    });
    Some((villages.collect::<Option<_>>()?, managed.collect::<Option<_>>()?))
}

#[cfg(test)]
mod tests;
