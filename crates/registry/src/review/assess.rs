//! Phân loại: what a standard says of stored answers. Pure: the same answers give the same result.

use engine::cases::{band_id, outcome_id};
use engine::judge::Judge;
use serde_json::Value as Json;
use standards::HouseholdAnswers;
use standards::standard::PovertyStandard;
use store::{Fault, Row};
use vocab::{Day, LocalText, said};

use crate::answers::{self, Unreadable};
use crate::review::NewCampaign;

/// What a campaign fixes for all its decisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Id of the standard.
    pub standard: String,
    /// Digest of the standard's files.
    pub pack_digest: String,
    /// First day on which results are valid.
    pub result_day: Day,
    /// Day on which ages are counted.
    pub age_day: Day,
    /// Id of the income test that decides; `None` is the first that is answered.
    pub income_test: Option<String>,
}

/// A decision of the rules about one household.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive] // only the rules make one
pub struct Assessed {
    /// Id of the standard that decided.
    pub standard: String,
    /// Digest of its files.
    pub pack_digest: String,
    /// Id of the outcome, or `undetermined`.
    pub outcome: String,
    /// Id of the income band, or `unknown`.
    pub income_band: String,
    /// Known deprivations.
    pub deprivation_count: i64,
    /// Deprivations with all unknown ones.
    pub deprivation_count_max: i64,
    /// Ids of the indicators in which it is deprived for certain.
    pub deprived: Vec<String>,
    /// Answers that could decide: `question`, or `member_no:question`.
    pub needs: Vec<String>,
}

/// Why the rules said nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotAssessed {
    /// Answers that cannot be read.
    Unreadable(Vec<Unreadable>),
    /// The standard is not the one of the campaign, or does not cover its result day.
    Refused {
        /// What stands against it.
        why: LocalText,
        /// What to do.
        remedy: LocalText,
    },
}

impl From<&NewCampaign> for Terms {
    fn from(new: &NewCampaign) -> Terms {
        Terms {
            standard: new.standard.clone(),
            pack_digest: new.pack_digest.clone(),
            result_day: new.result_day,
            age_day: new.age_day,
            income_test: new.income_test.clone(),
        }
    }
}

impl Terms {
    /// Of a row with the columns of a campaign.
    pub(crate) fn of_row(row: &Row) -> Result<Terms, Fault> {
        let day = |column: &str| {
            let day = row.day(column)?.ok_or_else(|| {
                Fault::damaged(said!("một đợt rà soát thiếu ngày", "a campaign lacks a day"))
            })?;
            Ok::<_, Fault>(Day::from_epoch_days(day))
        };
        Ok(Terms {
            standard: row.get("standard")?,
            pack_digest: row.get("pack_digest")?,
            result_day: day("result_day")?,
            age_day: day("age_day")?,
            income_test: row.get("income_test")?,
        })
    }
}

/// Judges the stored answers of one household. A total of points must stand in the answers: no table of points is used.
///
/// # Errors
/// The answers cannot be read, or the standard may not decide here.
pub fn assess(standard: &PovertyStandard, terms: &Terms, answers: &Json) -> Result<Assessed, NotAssessed> {
    let (judge, answers) = terms.open(standard, answers)?;
    Ok(concluded(&judge, &answers))
}

/// What a judge says of answers, as it is stored.
pub(super) fn concluded(judge: &Judge<'_>, answers: &HouseholdAnswers) -> Assessed {
    let standard = judge.standard();
    let judgement = judge.judge(answers);
    let certain = standard.indicators.iter().zip(&judgement.deprived).filter(|(_, truth)| truth.is_certain());
    let needs = judgement.needs.iter();
    Assessed {
        standard: standard.id.clone(),
        pack_digest: standard.digest.clone(),
        outcome: outcome_id(standard, &judgement).to_owned(),
        income_band: band_id(standard, &judgement).to_owned(),
        deprivation_count: judgement.deprivation_count() as i64,
        deprivation_count_max: judgement.deprivation_count_max() as i64,
        deprived: certain.map(|(indicator, _)| indicator.id.clone()).collect(),
        needs: needs.map(|need| judge.need_name(need, |member| (member + 1).to_string())).collect(),
    }
}

impl Terms {
    /// The judge of these terms, and stored answers as it reads them.
    ///
    /// # Errors
    /// The answers cannot be read, or the standard may not decide here.
    pub fn open<'a>(
        &self,
        standard: &'a PovertyStandard,
        answers: &Json,
    ) -> Result<(Judge<'a>, HouseholdAnswers), NotAssessed> {
        let judge = self.judge(standard).map_err(|(why, remedy)| NotAssessed::Refused { why, remedy })?;
        let read = answers::read(standard, answers, self.age_day).map_err(NotAssessed::Unreadable)?;
        Ok((judge, read))
    }

    /// The judge of these terms; refuses a standard that is another one or says nothing of these days.
    pub(crate) fn judge<'a>(
        &self,
        standard: &'a PovertyStandard,
    ) -> Result<Judge<'a>, (LocalText, LocalText)> {
        if standard.id != self.standard || standard.digest != self.pack_digest {
            return Err((
                said!(
                    "bộ chuẩn khác với bộ chuẩn của đợt rà soát",
                    "the standard is not the one that the campaign names"
                ),
                said!(
                    "dùng đúng bộ dữ liệu pháp luật của đợt rà soát",
                    "use the packs with which the campaign was opened"
                ),
            ));
        }
        let params = standard.on(self.result_day).map_err(|_| {
            let day = self.result_day;
            (
                said!("bộ chuẩn không áp dụng cho ngày {day}", "the standard does not cover {day}"),
                said!(
                    "chọn bộ chuẩn có hiệu lực vào ngày kết quả",
                    "choose the standard that is in force on the result day"
                ),
            )
        })?;
        let test = match &self.income_test {
            None => None,
            Some(id) => {
                let at = standard.income_tests.iter().position(|test| test.id == *id);
                Some(at.ok_or_else(|| {
                    (
                        said!(
                            "bộ chuẩn không có cách xét thu nhập này",
                            "the standard has no such income test"
                        ),
                        said!(
                            "chọn một cách xét thu nhập của bộ chuẩn",
                            "choose an income test of the standard"
                        ),
                    )
                })?)
            }
        };
        Ok(Judge::new(standard, params, test, None))
    }
}
