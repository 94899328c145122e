# Official tables of the yearly review.
nav-reports = Reports
reports-title = Official tables
reports-lead = The 13 summary tables and 2 detailed lists of each yearly review, counted from sealed figures. Choose a cell to see the households that were counted.
reports-none = There is no yearly review.
reports-none-do = Once results are recorded and sealed, the tables stand here.
reports-sealed = Sealed
reports-unsealed = Not sealed, so there are no tables.
reports-unsealed-do = Ask a department officer or an administrator to seal it.
reports-seal = Seal
reports-no-form = the packs have no tables for this standard
reports-before = Figures of the year before
reports-no-before = Not sealed
reports-no-before-means = the flows of tables 2 and 3 have only their closing.
reports-why-sealed = Tables are made from sealed figures only, and there is no preview: what looks like the official table would be sent as the official table. Counts that still change stand on the page
reports-table = Table { $name }
reports-source = Sealed figures
reports-this-year = This year
reports-compared = Comparison of the tables
reports-all-agree = { $n ->
    [one] { $shown } comparison between the tables agrees in every place shown.
   *[other] { $shown } comparisons between the tables agree in every place shown.
}
reports-differences = Tables do not agree; look before sending:
reports-explained = only because answers are missing
reports-more-flags = and { $shown } more; the workbook has all of them.
reports-before-sending = Look before sending
reports-differs = column { $column } ({ $label }) by the formula { $formula } says { $printed }, counted { $counted }
reports-cell-of = table { $table } column { $column }
reports-tables = The tables
reports-all-xlsx = Download all 13 tables (XLSX)
reports-all-pdf = Download all 13 tables (PDF, zipped)
reports-title-of = Title
reports-flags = Differences
reports-download = Download
reports-download-as = Download this table ({ $name })
reports-lists = Detailed lists by commune
reports-lists-mean = The lists hold everybody's name. Each download is recorded in the audit log.
reports-lists-not-yours = The lists hold everybody's name; only somebody who may take lists of households away can have them.
reports-remarks = Remarks
reports-all-places = Everything
reports-areas = Programme area
reports-area-none = all
reports-borders-then = at the review
reports-borders-today = today
reports-households = households
reports-people = people
reports-counted = counted { $name }
reports-formula-means = Shaded columns are calculated from others by the formula of the printed table, which stands in the row of column numbers.
reports-cell-opens = Choose a number to see the households that were counted.
reports-village-moves = A household that moved between villages of the commune is another decrease of the one and another increase of the other; in the row of the commune in the table of the province it is not.
reports-households-title = Households of the cell
reports-households-mean = The households that were counted when the figures were sealed. Names, addresses and members are those of today's files.
reports-elsewhere = { $n ->
    [one] { $shown } more household is no longer in your area.
   *[other] { $shown } more households are no longer in your area.
}
reports-back = Back to the table
reports-file-title = Download of tables
reports-counting = Counting…
reports-counting-means = The sealed files are compared with their hashes and counted again. This page looks again by itself after some seconds; a download begins when it is ready.
reports-counting-begins = Waiting for its turn, or comparing files with their hashes…
reports-not-counted = The table could not be made.
reports-bars-flow = What happened in the year
