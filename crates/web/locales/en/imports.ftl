# Importing lists of households from files of staff.

imports-title = Import a list of households
imports-lead = Send the list that you have (XLSX or CSV). It is only read and compared; nothing is recorded until you have looked at it and confirm.
imports-file = File with the list
imports-file-hint = XLSX or CSV in UTF-8, at most 20 MB. The file is kept encrypted for at most 7 days, and only you can see it.
imports-send = Send and look
imports-no-file = There is no file.
imports-no-file-do = Choose a file and send it again.
imports-not-read = The list could not be read
imports-waiting = Lists that wait for you
imports-sent-on = Sent on { $name }
imports-recorded = The list was recorded. Its number in the log: { $name }.

imports-look = Look at the list
imports-look-lead = What would be recorded of every household, which cells are wrong, and what you must decide.
imports-earlier = This very file was recorded on { $name }. Go on only if you want to add what is left of it.
imports-general = About the file as a whole
imports-filter = Filter the list
imports-all = All
imports-problems = With notes or mistakes
imports-decisions = To be decided
imports-none = There is no household here.
imports-place = Place
imports-head = Head, village
imports-people = People
imports-becomes = What is recorded
imports-fate-new = New household
imports-fate-changes = Known, with changes
imports-fate-same = Known, nothing new
imports-fate-undecided = To be decided
imports-fate-repeats = Repeated in the list
imports-fate-refused = Cannot be recorded yet
imports-repeats-do = is the first row of this household; the repetition is not recorded.
imports-which = Which household is that of { $name }?
imports-is = It is household
imports-is-new = It is a new household
imports-leave-out = Leave it out of this import
imports-joins = Joins:
imports-new-head = New head:
imports-moves = Moves to:
imports-address = Address added:
imports-absent = Not in the list, stays as it is:
imports-key-name = name
imports-key-sex = sex
imports-key-birth = birth
imports-key-ethnic = ethnic group
imports-key-number = personal number
imports-male = male
imports-female = female
imports-codes = Which list are the codes of ethnic groups from?
imports-codes-hint = Some codes mean different groups in the two lists. If you are not sure, write the names into the file and send it again.
imports-codes-2008 = List of 2008 (in force)
imports-codes-1979 = List of 1979
imports-keep = Keep decisions
imports-open =
    { $n ->
        [one] One household is to be decided before the list can be recorded.
       *[other] { $shown } households are to be decided before the list can be recorded.
    }
imports-will =
    { $n ->
        [one] One household will be recorded. Those with mistakes or with nothing new stay as they are.
       *[other] { $shown } households will be recorded. Those with mistakes or with nothing new stay as they are.
    }
imports-confirm = Record the list
imports-abort = Give up this list
imports-microdata = Microdata: a households file and a members file
imports-microdata-hint = Two CSV (UTF-8) or Parquet files whose columns are named by question id, joined by household_id. The members file must have the column full_name; sealed data hold pseudonyms only and cannot be imported again. Both files together at most 20 MB.
imports-households = Households file (one row a household)
imports-members = Members file (one row a person)
imports-send-both = Send both files and look
imports-campaign = In which campaign are the answers recorded?
imports-campaign-none = In none: only people and where they live are recorded
imports-campaign-hint = Columns named by questions of the standard are decided by the campaign that you choose; the result is shown with every household below.
imports-campaign-choose = Look at results in this campaign
imports-no-campaign = There is no campaign, so the answers of the files are not recorded; only people and where they live.
imports-result = The result is recorded:
imports-result-corrects = The result in the campaign is corrected to:
imports-result-stands = This result stands in the campaign already:
nav-imports = Import a list
