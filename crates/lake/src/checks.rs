//! What can be wrong with a household and its members: ids, numbers, weights, cells. Every finding marks its household.

use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, ArrayRef, new_null_array};
use arrow_cast::{CastOptions, cast_with_options};
use arrow_schema::DataType;
use engine::intake::Answers;
use standards::questionnaire::Subject;

use vocab::{LocalText, said};

use crate::chunk::{Desk, Neighbors};
use crate::failure::{Failure, Stop};
use crate::ids::Id;
use crate::members::MEMBER_NO;
use crate::output::WEIGHT;
use crate::problems::{Problem, ProblemList};
use crate::segments::{MOST_MEMBERS, Members};
use crate::source::rows::{FileName, HOUSEHOLD_ID, RowNumbers, Rows};

/// Cells are judged for so many rows at a time, which bounds the problems in memory.
const JUDGED_ROWS: usize = 4096;

/// Where the members of a batch stand in their file: first member, row numbers, first row.
pub(crate) type Origins = Vec<(usize, RowNumbers, usize)>;

impl Desk<'_> {
    /// Members that are left when there is no household any more.
    pub(crate) fn orphans(&mut self, file: &mut Members<'_>) -> Result<(), Stop> {
        let problems = &mut self.problems;
        let name = &self.setting.names[1];
        file.rest(|rows, matched| {
            matched.orphans.iter().try_for_each(|row| problems.push(orphan(name, rows, *row)))?;
            Ok(())
        })?;
        self.problems.extend(file.take_problems())?;
        Ok(())
    }

    /// Ids that stand more than once: none of their rows can be trusted.
    pub(crate) fn repeated(
        &mut self,
        rows: &Rows,
        near: &Neighbors,
        bad: &mut [bool],
    ) -> Result<Vec<usize>, Failure> {
        let mut repeats = rows.ids.repeats();
        if near.before.is_some() && near.before == rows.ids.first() {
            repeats.insert(0, 0);
        }
        if near.after.is_some() && near.after == rows.ids.last() {
            mark(bad, rows.len().checked_sub(1));
        }
        for &row in &repeats {
            mark(bad, Some(row));
            mark(bad, row.checked_sub(1));
            self.problems.push(with_id(
                &self.setting.names[0],
                rows,
                row,
                said!("mã hộ bị trùng", "the household id stands more than once"),
                said!("mỗi hộ chỉ có một dòng và một mã hộ riêng", "give each household one row and one id"),
            ))?;
        }
        Ok(repeats)
    }

    /// Reads the members of the households into answers. Returns where they stand and which of them have problems.
    pub(crate) fn take_members(
        &mut self,
        households: &Rows,
        sizes: &mut [u32],
        file: &mut Members<'_>,
        bad: &mut [bool],
    ) -> Result<(Origins, Vec<usize>), Stop> {
        let name = &self.setting.names[1];
        let (mut origins, mut bad_members, mut crowded): (Origins, Vec<usize>, Vec<Id>) = Default::default();
        let (answers, found, problems, numbers) =
            (&mut self.members, &mut self.found, &mut self.problems, &mut self.numbers);
        file.of(&households.ids, sizes, |rows, matched| {
            for &row in &matched.orphans {
                problems.push(orphan(name, rows, row))?;
            }
            for &row in &matched.excess {
                let id = rows.ids.get(row);
                if crowded.last() != id.as_ref() {
                    let message = said!(
                        "hộ có hơn {MOST_MEMBERS} thành viên",
                        "the household has more than {MOST_MEMBERS} members"
                    );
                    problems.push(with_id(
                        name,
                        rows,
                        row,
                        message,
                        said!("kiểm tra mã hộ của các dòng này", "check the household ids of these rows"),
                    ))?;
                    crowded.extend(id);
                }
            }
            for &(start, len) in &matched.runs {
                let first = answers.len();
                origins.push((first, rows.numbers.clone(), start));
                if let Some(column) = rows.columns.column_by_name(MEMBER_NO) {
                    let mut missing = Vec::new();
                    numbers.append(&column.slice(start, len), |row| missing.push(row));
                    for row in missing {
                        bad_members.push(first + row);
                        let row = Some(rows.numbers.get(start + row));
                        problems.push(name.row_problem(
                            row,
                            MEMBER_NO,
                            said!("thành viên chưa có số thứ tự", "the member has no number"),
                            said!(
                                "đánh số thứ tự các thành viên trong từng hộ",
                                "number the members of each household"
                            ),
                        ))?;
                    }
                }
                if rows.numbers.any_flawed() {
                    bad_members.extend(
                        (0..len).filter(|row| rows.numbers.is_flawed(start + row)).map(|row| first + row),
                    );
                }
                judge(answers, rows, (start, len), name, found, problems, |row| {
                    bad_members.push(first + row)
                })?;
            }
            Ok(())
        })?;
        problems.extend(file.take_problems())?;
        for id in crowded {
            mark(bad, Some(households.ids.count_through(&id)).and_then(|n| n.checked_sub(1)));
        }
        Ok((origins, bad_members))
    }

    pub(crate) fn judge_numbers(
        &mut self,
        origins: &Origins,
        offsets: &[u32],
        bad: &mut [bool],
    ) -> Result<(), Failure> {
        for member in self.numbers.repeats(offsets) {
            mark(bad, household_of(offsets, member));
            let part = origins.partition_point(|(first, ..)| *first <= member).checked_sub(1);
            let row = part
                .and_then(|part| origins.get(part))
                .map(|(first, rows, start)| rows.get(start + member - first));
            let name = &self.setting.names[1];
            let mut problem = name.row_problem(
                row,
                MEMBER_NO,
                said!(
                    "số thứ tự thành viên bị trùng trong hộ",
                    "the member number stands twice in its household"
                ),
                said!(
                    "đánh số thứ tự khác nhau cho các thành viên trong hộ",
                    "number the members of each household differently"
                ),
            );
            problem.value = self.numbers.shown(member).unwrap_or_default();
            self.problems.push(problem)?;
        }
        Ok(())
    }

    pub(crate) fn without_members(
        &mut self,
        rows: &Rows,
        sizes: &[u32],
        repeated: &[usize],
        bad: &mut [bool],
    ) -> Result<(), Failure> {
        for (row, _) in sizes.iter().enumerate().filter(|(_, size)| **size == 0) {
            // The members of an id that stands twice were given to its first row.
            if repeated.binary_search(&row).is_err() {
                mark(bad, Some(row));
                self.problems.push(with_id(
                    &self.setting.names[0],
                    rows,
                    row,
                    said!(
                        "hộ không có thành viên nào trong tệp thành viên",
                        "the household has no member in the members file"
                    ),
                    said!(
                        "thêm các thành viên của hộ, hoặc bỏ hộ này ra",
                        "add its members, or remove the household"
                    ),
                ))?;
            }
        }
        Ok(())
    }

    /// Reads the households into answers; returns their weights.
    pub(crate) fn judge_households(&mut self, rows: &Rows, bad: &mut [bool]) -> Result<ArrayRef, Failure> {
        let name = &self.setting.names[0];
        let all = (0, rows.len());
        judge(&mut self.households, rows, all, name, &mut self.found, &mut self.problems, |row| {
            mark(bad, Some(row))
        })?;
        let Some(column) = rows.columns.column_by_name(WEIGHT) else {
            return Ok(new_null_array(&DataType::Float64, rows.len()));
        };
        let lenient = CastOptions { safe: true, ..Default::default() };
        let weights = cast_with_options(column, &DataType::Float64, &lenient)
            .unwrap_or_else(|_| new_null_array(&DataType::Float64, rows.len()));
        let numbers = weights.as_primitive::<Float64Type>();
        let wrong = |row: &usize| {
            if numbers.is_null(*row) {
                column.is_valid(*row)
            } else {
                !numbers.value(*row).is_finite() || numbers.value(*row) < 0.0
            }
        };
        for row in (0..rows.len()).filter(wrong) {
            mark(bad, Some(row));
            let number = Some(rows.numbers.get(row));
            let mut problem = name.row_problem(
                number,
                WEIGHT,
                said!("trọng số không phải là số từ 0 trở lên", "the weight is not a number of at least 0"),
                said!("sửa lại trọng số, hoặc để trống", "correct the weight, or leave it empty"),
            );
            let cell = arrow_cast::cast(&column.slice(row, 1), &DataType::Utf8);
            problem.value = cell
                .ok()
                .filter(|cell| cell.is_valid(0))
                .map(|cell| cell.as_string::<i32>().value(0).to_owned())
                .unwrap_or_default();
            self.problems.push(problem)?;
        }
        Ok(weights)
    }
}

/// Appends rows to answers and passes their problems on.
fn judge(
    answers: &mut Answers,
    rows: &Rows,
    (start, len): (usize, usize),
    name: &FileName,
    found: &mut Vec<engine::intake::Problem>,
    problems: &mut ProblemList,
    mut bad: impl FnMut(usize),
) -> Result<(), Failure> {
    let mut at = 0;
    while at < len {
        let part = JUDGED_ROWS.min(len - at);
        answers.append(&rows.columns, start + at, part, 0, found);
        for problem in found.drain(..) {
            let row = at + usize::try_from(problem.row).unwrap_or_default();
            bad(row);
            problems.push(Problem {
                of: name.of,
                file: name.shown.clone(),
                row: Some(rows.numbers.get(start + row)),
                column: problem.column,
                value: problem.value,
                message: problem.message,
                remedy: problem.remedy,
            })?;
        }
        at += part;
    }
    Ok(())
}

pub(crate) fn mark(bad: &mut [bool], row: Option<usize>) {
    if let Some(bad) = row.and_then(|row| bad.get_mut(row)) {
        *bad = true;
    }
}

pub(crate) fn household_of(offsets: &[u32], member: usize) -> Option<usize> {
    offsets.partition_point(|offset| *offset as usize <= member).checked_sub(1)
}

fn orphan(name: &FileName, rows: &Rows, row: usize) -> Problem {
    debug_assert_eq!(name.of, Subject::Member);
    with_id(
        name,
        rows,
        row,
        said!(
            "hộ của thành viên này không có trong tệp hộ",
            "the member's household is not in the households file"
        ),
        said!("thêm hộ đó, hoặc sửa lại mã hộ", "add the household, or correct the id"),
    )
}

fn with_id(name: &FileName, rows: &Rows, row: usize, message: LocalText, remedy: LocalText) -> Problem {
    let mut problem = name.row_problem(Some(rows.numbers.get(row)), HOUSEHOLD_ID, message, remedy);
    problem.value = match rows.ids.get(row) {
        Some(Id::Integer(id)) => id.to_string(),
        Some(Id::Text(id)) => id,
        None => String::new(),
    };
    problem
}
