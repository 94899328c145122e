# Households: list, file, changes, taking away.

nav-households = Households
households-title = Households
households-lead = The households of your area.
households-find = Find a household
households-find-hint = The name of somebody in it (with or without diacritics), village or residential group, household number, personal ID number or telephone. What you type is not written into the page's address.
households-found = { $n ->
    [one] { $shown } household
   *[other] { $shown } households
}
households-more-than = More than { $shown } households
households-none-found = There is no such household in your area. Filter by less or search by part of a name.
households-none-yet = There is no household in your area yet. Import a list of households to begin.
households-take = Take this list away:
households-lapsed = This search can be opened no longer: what was looked for stays open for { $n } hours, and only for whoever looked for it. Type it again.
households-narrow = Filter, order, columns
households-narrowing = { $n } in use
decided-shown = The households behind a number of the overview:
decided-means = Households that are no longer on the register are among them; one that moved to another area is seen by its officers only.
decided-not = Without this condition
decided-of-year = { $year }: { $outcome }
decided-deprived = deprived of: { $name }
village-formerly = { $village } (formerly { $commune })
columns-word = Columns
order-word = Sorted by
order-name = Name of the head
order-number = Household number
order-deprivations = Most deprivations first
household-head = Head
household-number = no. { $name }
household-village = Village, residential group
household-commune = Commune, ward, special zone
household-address = Address
household-members = People
household-minority = Head is of an ethnic minority
household-outcome = Result of review
household-year = Year of the result
household-deprivations = Deprived indicators
head-unknown = Head not known
outcome-none = Never reviewed

household-number-title = Household no. { $name }
household-inactive = No longer in the registry
not-recorded = Not recorded
file-place = Place
file-zone = Area (for the income line)
file-look = See the file of another day
file-look-day = As of
file-look-known = As known by the end of
file-look-hint = Leave the second field empty to use all that has been recorded.
file-as-of = The file as of { $name }.
file-known-on = Only what was recorded by the end of { $name }.
file-today = See the file of today
file-people = { $n ->
    [one] { $shown } person
   *[other] { $shown } people
}
file-no-people = Nobody is in the household on this day.
file-changes = Record a change
file-assessments = Other results
file-no-assessments = The household was not reviewed yet.
file-time-line = Who recorded what, and when
numbers-show = Show ID number and telephone
number-recorded = recorded
number-unreadable = Cannot be read: the key is another one
person-name = Name
person-relation = Relation to the head
person-sex = Sex
person-birth = Day or year of birth
person-birth-day = Day of birth
person-birth-year = Year of birth (if the day is not known)
person-age = Age
person-ethnic-group = Ethnic group
person-id-number = Personal ID number
person-id-number-new = Personal ID number (12 digits; empty leaves it as it is)
person-phone = Telephone
person-phone-new = Telephone (empty leaves it as it is)
sex-male = Male
sex-female = Female
relation-head = Head
relation-spouse = Spouse
relation-child = Child
relation-child-in-law = Child-in-law
relation-grandchild = Grandchild
relation-parent = Parent
relation-sibling = Sibling
relation-other-relative = Other relative
relation-not-related = Not related
relation-other = Other relation
choose-word = Choose…
by-program = The program
time-why = reason:
time-undone = undone by act { $name }
fact-leaves = leaves the household
fact-member = belongs to the household
fact-place = place
fact-head = head
fact-state = state of the household
fact-death = death
fact-details = details
fact-erased = content erased by law
change-person = Correct this person
change-join = Add a person: birth, joining
change-move = Move
change-death = Record a death
change-head = New head
change-split = Split
change-who = Person
change-who-head = New head
change-who-splits = People who split off
change-on = From
change-on-known = Known from
change-reason = Reason
change-evidence = Paper or photograph that shows it (if any)
change-record = Record the change
change-no-person = Nobody was chosen
change-no-person-do = Choose a person of the household.
change-no-village = No village was chosen
change-no-village-do = Choose where the household moves.
change-no-day = The day is missing or cannot be read
change-no-day-do = Write the day from which it holds, such as 2026-01-31.
change-nothing = Nothing is different
change-nothing-do = Change at least one field, then record again.
change-no-relation = No relation to the head was chosen
change-no-relation-do = Choose how this person is related to the head.
change-no-split-head = The new head is not among those who split off
change-no-split-head-do = Mark the people who split off and choose one of them as head.
change-birth = The day or year of birth cannot be read
change-birth-do = Write the day of birth, or only the year in four digits.
change-id-number = The personal ID number has not 12 digits
change-id-number-do = Write all 12 digits as on the card, or leave it empty.
undo-word = Undo
undo-do = Undo this act
undo-no-reason = The reason of the undoing is missing
undo-no-reason-do = Write why this act is undone.

export-too-many = The list has more than { $shown } households and cannot be taken away at once. Filter by commune, village or year and take it in parts.
export-number = Household number
file-unexplained = It cannot be explained here: the standard that decided is not in this program any more or was changed, or the answers were erased by law. The recorded result stands.

# The file: the result, what is different, the life of the household, who looked.
file-result = Newest result
file-people-word = People
file-people-of-answers = People of the form, in order:
file-inactive = This household is no longer in the list.
file-merged-into = See the household that it became part of
file-life = The household's time line
file-life-empty = No change with a day is known yet.
time-facts = { $n ->
    [one] one thing recorded
   *[other] { $shown } things recorded
}
file-views = Who looked at this file
file-views-say = Every look at a file is noted. Several within five minutes count as one.
file-views-more = { $n ->
    [one] one earlier look
   *[other] { $shown } earlier looks
}
life-came = { $name } joins the household
life-left = { $name } leaves the household
life-died = { $name } dies
life-head = { $name } becomes the head
life-place = Moves to { $name }
life-active = The household is in the list again
life-merged = The household becomes part of another one and leaves the list
life-split = The household splits up and leaves the list
life-moved-away = The household moves away and leaves the list
life-dissolved = The household leaves the list
since-title = What changed since last time
since-before = { $name }:
since-same = The result is the same.
since-people = People in the household:
since-people-same = As many people in the household as before: { $name }
since-came = new: { $name }
since-left = no longer: { $name }
since-gained = Newly deprived: { $name }
since-lost = No longer deprived: { $name }
since-no-deprivation = Deprived in the same indicators
since-deciding = Different answers that count
since-others = { $n ->
    [one] one other different answer, which no rule reads
   *[other] { $shown } other different answers, which no rule reads
}
since-other-standard = The two results follow two different standards; only indicators and questions of both can be compared.
since-no-answers = The answers cannot be compared: a standard is not on this machine any more, or answers were erased by law.
since-no-people = Answers about people cannot be compared: the two forms do not say who is who.

# Merging: looking for the receiving household, comparing, confirming.
merge-title = Merge this household into another
merge-lead = Everybody in this household will join another one in your area. Nothing is recorded before the page of confirmation.
merge-from = Household that merges
merge-into = Receiving household
merge-look = Find the receiving household
merge-find = By name, household number or ID number
merge-find-do = Find it
merge-none = There is no other such household in your area. Try a part of the name, or the household number.
merge-found = { $shown } households. Choose the receiving one:
merge-two-lead = Compare the two, then say with which relation each person joins.
merge-last-lead = Read it once more. It is recorded only when you press the button.
merge-other = Choose another household
merge-people = Who joins, as what to the head
merge-head-stays = { $name } stays the head. Change the head afterwards if need be.
merge-check = Check before recording
merge-will = This will be recorded
merge-will-day = Merged from { $name }
merge-will-head = { $name } stays the head
merge-will-gone = Household { $name } leaves the list of households; its file can still be read
merge-will-why = Reason: { $name }
merge-can-undo = If it was a mistake, open the file and press “Undo” at the line “Merged”.
merge-do = Record the merger
merge-back = Change it
merge-no-reason = There is no reason
merge-no-reason-do = Write why the two households become one.
life-merged-into = Merged into household { $name }, no longer in the list
life-merged-into-elsewhere = Merged into a household outside your area, no longer in the list
life-merged-from = Household { $name } merged into this one
life-merged-from-elsewhere = A household outside your area merged into this one
file-merged = This household merged into household { $name }.
file-merged-elsewhere = This household merged into one outside your area.

# Papers in the file. The list of kinds is this program's own (November 2026), not law.
papers-title = Papers
papers-none = There are no papers in this file yet.
papers-not-taken = Your role sees the list and takes no file away.
paper-add = Add a paper
paper-add-do = Add to the file
paper-again = Choose the file again: browsers do not keep it.
paper-kind = Kind of paper
paper-kind-hint = A list of this program (November 2026) for finding papers again, not a rule.
paper-kind-application = Request for a review, application
paper-kind-evidence = Evidence of a change
paper-kind-minutes = Signed minutes
paper-kind-identity = Identity or civil status paper
paper-kind-photo = Photograph of the dwelling
paper-kind-other = Other paper
paper-title = What it is
paper-day = Day on the paper (if any)
paper-dated = of { $name }
paper-person = Whose paper
paper-of-all = The whole household
paper-person-hint = Should this person's data have to be erased by law, the file is erased, too.
paper-act = Evidence of a recorded act (if any)
paper-no-act = Of none
paper-of-act = evidence of act { $name }
paper-file = Scan or photograph
paper-file-hint = PDF, JPEG, PNG, WebP, HEIC, DOCX or XLSX, at most { $name } each.
paper-clean-hint = JPEG, PNG and WebP are kept without place and time of the photograph; PDF, HEIC, DOCX and XLSX stay as they are, with that information if they have it.
paper-take = Download
paper-erased = Erased by law
paper-remove = Remove
paper-remove-do = Remove this paper
paper-remove-hint = It is no longer shown in the file; the removal and its reason stand in the log.
file-life-short = Time line
file-lines = How far from the lines, and what would make it another result
merge-more = There are more. Type the whole name, or the household number.
