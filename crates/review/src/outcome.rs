//! Kết quả: what a review can say of a household, and the status that it has on the day of the review.

use vocab::{LocalText, said};

/// Diện quản lý: a list that households are recognised onto.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Hộ nghèo.
    Poor,
    /// Hộ cận nghèo.
    NearPoor,
}

impl Class {
    /// The words of programs; the same as those of the outcome.
    pub const WORDS: [(&'static str, Class); 2] = [("poor", Class::Poor), ("near_poor", Class::NearPoor)];

    /// The word of programs.
    pub fn code(self) -> &'static str {
        Class::WORDS.iter().find(|(_, known)| *known == self).map_or("", |(word, _)| word)
    }
}

/// Kết quả của một hộ (hay người lao động).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Hộ nghèo.
    Poor,
    /// Hộ cận nghèo.
    NearPoor,
    /// Hộ không nghèo.
    NotPoor,
    /// Hộ làm nông, lâm, ngư, diêm nghiệp có mức sống trung bình.
    AverageFarming,
    /// Người lao động có thu nhập thấp.
    LowIncomeWorker,
    /// Không đủ điều kiện.
    NotQualified,
}

impl Outcome {
    /// The words of packs and programs.
    pub const WORDS: [(&'static str, Outcome); 6] = [
        ("poor", Outcome::Poor),
        ("near_poor", Outcome::NearPoor),
        ("not_poor", Outcome::NotPoor),
        ("average_farming", Outcome::AverageFarming),
        ("low_income_worker", Outcome::LowIncomeWorker),
        ("not_qualified", Outcome::NotQualified),
    ];

    /// The word of packs and programs.
    pub fn code(self) -> &'static str {
        Outcome::WORDS.iter().find(|(_, known)| *known == self).map_or("", |(word, _)| word)
    }

    /// What people call it.
    pub fn label(self) -> LocalText {
        match self {
            Outcome::Poor => said!("hộ nghèo", "poor household"),
            Outcome::NearPoor => said!("hộ cận nghèo", "near-poor household"),
            Outcome::NotPoor => said!("hộ không nghèo", "not poor"),
            Outcome::AverageFarming => {
                said!(
                    "hộ nông, lâm, ngư, diêm nghiệp có mức sống trung bình",
                    "farming household of average living standard"
                )
            }
            Outcome::LowIncomeWorker => said!("người lao động có thu nhập thấp", "low-income worker"),
            Outcome::NotQualified => said!("không đủ điều kiện", "does not qualify"),
        }
    }

    /// Whether it is recognised by a decision, with a place on its list.
    pub const fn is_recognized(self) -> bool {
        !matches!(self, Outcome::NotPoor | Outcome::NotQualified)
    }

    /// The poverty list that it puts a household on.
    pub const fn class(self) -> Option<Class> {
        match self {
            Outcome::Poor => Some(Class::Poor),
            Outcome::NearPoor => Some(Class::NearPoor),
            _ => None,
        }
    }
}
