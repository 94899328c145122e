# Table of points B1.
points-title = Table of points B1
points-lead = The points of form B1 come from the official annex. A table is imported whole with the name of its text; a later one replaces it, and the earlier one stays in the log.
points-none = No table was imported. Without one, a total that the surveyor wrote can still be used.
points-counts = The table in use
points-before = An earlier table
points-source = Source
points-source-hint = The text and its annex, such as “Circular 07/2021/TT-BLĐTBXH, Annex II”.
points-at = Imported
points-by = Imported by
points-take = Take the table (CSV)
points-send-title = Import a table
points-file = File of the table
points-file-hint = XLSX or CSV with the columns region, item, option, points; one row for each region, item and option. Nothing is recorded before you have looked and confirmed.
points-choose = No standard was chosen. Choose one from the list.
points-no-file = There is no file. Choose one and send it again.
points-no-source = The source is missing. Name the text and its annex.
points-no-header = The file has no header region, item, option, points. Put these four words above the columns.
points-wrong = The table cannot be imported
points-more-wrong = { $n ->
    [one] And one more mistake.
   *[other] And { $shown } more mistakes.
}
points-not-in-structure = “{ $ids }” is not in the structure of this standard. Use its ids of region, item and option.
points-twice = “{ $ids }” stands above already. Keep the row of the official table.
points-not-points = “{ $points }” is not a number of points. Write a whole number from -1000 to 1000.
points-missing = No points for “{ $ids }”. Add the row: a table that lacks one row cannot be used.
points-preview = Look at the table
points-option = Item and option
points-confirm-says = Compare it with the official text before you confirm. This table will replace the one in use.
points-confirm = Confirm and import
points-not = Do not import
points-recorded = The table was imported. Its number in the log: { $name }.
points-use = The registry computes with the totals that surveyors wrote. A table is used to classify files: take the one in use and run
