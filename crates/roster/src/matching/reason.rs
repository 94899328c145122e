//! Why a proposal is made: named reasons with their weight, in both languages.

use vocab::{LocalText, said};

use crate::matching::NameLikeness;

/// What a comparison comes to. The best is the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Nothing to propose.
    None,
    /// May be; a person must look.
    Possible,
    /// Very probably; a person still confirms.
    Likely,
    /// The personal number of 12 digits is the same.
    SameNumber,
}

/// One thing that speaks for or against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "`words` says what each is")]
pub enum Reason {
    SameNumber,
    OtherNumber,
    SameOldNumber,
    SameName,
    NameInOtherOrder,
    NameWithoutMarks,
    NameWithOtherMarks,
    LettersInOtherOrder,
    OneWordInCommon,
    OtherName,
    SameBirthDay,
    SameBirthYear,
    OtherDayOfYear,
    OtherBirth,
    BirthUnknown,
    SameSex,
    OtherSex,
    SameVillage,
    OtherVillage,
    SameHead,
    MembersInCommon,
}

impl Reason {
    pub(crate) fn of_name(likeness: NameLikeness) -> Reason {
        match likeness {
            NameLikeness::Same => Reason::SameName,
            NameLikeness::OtherOrderSameMarks => Reason::NameInOtherOrder,
            NameLikeness::WithoutMarks => Reason::NameWithoutMarks,
            NameLikeness::OtherMarks => Reason::NameWithOtherMarks,
            NameLikeness::OtherOrder => Reason::LettersInOtherOrder,
            NameLikeness::OneWord => Reason::OneWordInCommon,
            NameLikeness::Different => Reason::OtherName,
        }
    }

    /// Its weight in the score of a person. Name and day of birth alone make a likely match; name and year need the village
    /// besides, because a commune has several of the same name born in one year.
    pub fn points(self) -> i32 {
        match self {
            Reason::SameNumber => 100,
            Reason::SameOldNumber => 40,
            Reason::SameName => 45,
            Reason::NameInOtherOrder => 40,
            Reason::NameWithoutMarks => 35,
            Reason::SameBirthDay => 30,
            Reason::NameWithOtherMarks | Reason::LettersInOtherOrder => 20,
            Reason::SameBirthYear => 15,
            Reason::OneWordInCommon | Reason::SameVillage => 10,
            Reason::SameSex => 5,
            Reason::OtherName | Reason::BirthUnknown | Reason::SameHead | Reason::MembersInCommon => 0,
            Reason::OtherVillage | Reason::OtherDayOfYear => -5,
            Reason::OtherSex | Reason::OtherBirth => -20,
            Reason::OtherNumber => -25,
        }
    }

    /// The reason in words.
    pub fn words(self) -> LocalText {
        match self {
            Reason::SameNumber => said!("cùng số định danh", "same personal number"),
            Reason::OtherNumber => said!("khác số định danh", "another personal number"),
            Reason::SameOldNumber => said!("cùng số chứng minh cũ", "same number of the old card"),
            Reason::SameName => said!("cùng họ tên", "same name"),
            Reason::NameInOtherOrder => said!("cùng họ tên, khác thứ tự", "same name in another order"),
            Reason::NameWithoutMarks => {
                said!("cùng họ tên, một bên không dấu", "same name, one without marks")
            }
            Reason::NameWithOtherMarks => said!("cùng chữ, khác dấu", "same letters, other marks"),
            Reason::LettersInOtherOrder => {
                said!("cùng chữ, khác dấu và thứ tự", "same letters, other marks and order")
            }
            Reason::OneWordInCommon => said!("tên một từ trùng với một từ", "one word in common"),
            Reason::OtherName => said!("khác họ tên", "another name"),
            Reason::SameBirthDay => said!("cùng ngày sinh", "same day of birth"),
            Reason::SameBirthYear => said!("cùng năm sinh, không rõ ngày", "same year of birth, day unknown"),
            Reason::OtherDayOfYear => said!("cùng năm sinh, khác ngày", "same year of birth, another day"),
            Reason::OtherBirth => said!("khác năm sinh", "another year of birth"),
            Reason::BirthUnknown => said!("không rõ ngày sinh", "birth unknown"),
            Reason::SameSex => said!("cùng giới tính", "same sex"),
            Reason::OtherSex => said!("khác giới tính", "other sex"),
            Reason::SameVillage => said!("cùng thôn", "same village"),
            Reason::OtherVillage => said!("khác thôn", "another village"),
            Reason::SameHead => said!("cùng chủ hộ", "same head of household"),
            Reason::MembersInCommon => said!("có thành viên chung", "members in common"),
        }
    }
}
