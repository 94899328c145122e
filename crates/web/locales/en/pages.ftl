# Words of the pages. Calm, clear, respectful: short sentences, nobody is blamed.

product-place = The law against poverty, readable
product-says = Multidimensional poverty standards, documents and places: every value with its source and how sure we are.
skip = Skip to the content
footer-honest = Every value that was not checked against the official text carries a mark. These pages help to understand the law; recognising a household is for the commune's People's Committee.
footer-pack = law pack

nav-label = Parts
nav-standards = Standards
nav-try = Try it
nav-compare = Compare
nav-documents = Documents
nav-units = Places
nav-glossary = Glossary
crumbs-label = You are here
inside-label = On this page
theme-label = Light or dark
theme-light = Light
theme-dark = Dark
theme-system = As the system
print = Print
find = Find
show = Show
show-all = Show all
all = All
more = Look closer
yes = Yes
no = No
none-of-these = None of these
pages = Pages
page-word = Page
page-earlier = Earlier
page-later = Later
span-from = from { $day }
span-until = until { $day }
span-always = days not known
found-none = Nothing found for “{ $name }”.

mark-verified = verified
mark-verified-means = Read in the official text or on a page that quotes it.
mark-secondary = second-hand
mark-secondary-means = Not verified: from a translation, a draft or somebody else's data. See the official text before deciding by it.
mark-unverified = from memory
mark-unverified-means = Not verified: written from memory, the official text was not read. Do not decide by it before checking.
mark-invented = not law
mark-invented-means = An example, or an explanation by this program; no rule of law.
cite-read = Open this document

home-title = Understand the poverty standard, know why
home-motto = The whole country joins hands for the poor – nobody is left behind
home-lead = Read the multidimensional poverty standard in plain words, with its articles. Answer a few questions to try it for one household and see why the result is what it is.
home-try = Try it for a household
home-read = Read the standard
home-in-force = In force today, { $name }
home-tile-try = The result, the reasons, and what would change it
home-tile-standards = { $n ->
    [one] One standard, every value with its source
   *[other] { $shown } standards, every value with its source
}
home-tile-compare = Two standards side by side: what is new, what is gone
home-tile-documents = { $shown } documents and how they relate
home-tile-units = { $shown } communes, wards and special zones, then and now
home-tile-glossary = The words of the law in plain language
home-cases = { $shown } worked households are decided again whenever the program changes.
income-line = income line
indicators-word = indicators of deprivation
unit-dong = VND

standards-title = Multidimensional poverty standards
standards-lead = Each period has its standard. Which one applies depends on the day on which a result becomes valid, not on the day of the interview.
standards-day = Which standard applies on
standards-day-hint = The first day on which a result is valid, such as 1 January after the review at the end of a year.
standards-on-day = On { $name }
standards-none = There is no standard for this day.
standards-none-do = The nearest one is not taken instead. Choose a day inside the spans below.
standards-all = All standards
standard-word = Standard
days-word = Days
timeline-label = Standards over time
timeline-says = The standards on a line of years; the vertical line is the chosen day. The list below says the same.
status-in-force = Law of its days
status-provisional = Provisional, not fully read
status-historic = For reading history
status-example = Example
lines-title = The income line over the years
lines-lead = Only a household at or below this income per person can be poor or near-poor.
indicators-count = { $n ->
    [one] One indicator
   *[other] { $shown } indicators
}
cases-count = { $n ->
    [one] One worked household
   *[other] { $shown } worked households
}
questions-count = { $n ->
    [one] One question in the form
   *[other] { $shown } questions in the form
}

standard-try = Try this standard
standard-outcomes = Outcomes
standard-outcomes-how = Asked from top to bottom; the first condition that holds gives the result.
standard-otherwise = All other households.
standard-income = Income
standard-indicators = Indicators of deprivation
standard-indicators-how = Each indicator is something that every household needs. The rules in words below are made from the very rules that the program decides by.
standard-values = Values over time
standard-values-how = Every number that the rules use, with its days and its source.
deprived-when = Deprived when:
rule-unknown = The cut-off is not known.
law-words = The law says
rests-on = Rests on the answers to
cases-of-indicator = Worked households deprived in this
value-word = Value
zone-word = Area
source-word = Source
zone-rural = rural
zone-urban = urban
zone-both = both areas
outcome-undetermined = Undetermined
outcome-refused = The standard does not cover this day

cases-title = Worked households
cases-lead = Each is a sentence: a situation and the result that must come out. The program decides all of them again at every change; one wrong result and nothing is released.
cases-by-indicator = Deprived in
cases-by-outcome = Result
cases-found = { $n ->
    [one] One worked household
   *[other] { $shown } worked households
}
case-open = Open in the form
result-day = Result day
deprived-in = Deprived in:

compare-title = Compare two standards
compare-lead = What is added, dropped or changed, and what is not known yet.
compare-left = First standard
compare-right = Second standard
compare-added = Added
compare-dropped = Dropped
compare-changed = Changed
compare-unknown = Not known
compare-same = The same
compare-absent = Not in this standard.
compare-source = See the source

documents-title = Documents
documents-lead = What the program relies on, which document amends or replaces which, and which value comes from where.
documents-find = Find by number, title or year
documents-found = { $n ->
    [one] One document
   *[other] { $shown } documents
}
document-word = document
quotes-count = { $n ->
    [one] one value comes from it
   *[other] { $shown } values come from it
}
document-facts = Facts
document-issuer = Issued by
document-issued = Issued on
document-from = In force from
document-last-day = Last day in force
document-reported-end = Reported to have ended
document-sure = How sure we are
document-relations = Other documents
document-no-relations = No amendment, replacement or repeal is recorded.
document-amends = Amends
document-replaces = Replaces
document-repeals = Repeals
document-amended-by = Amended by
document-replaced-by = Replaced by
document-repealed-by = Repealed by
document-quotes = Values from this document
document-no-quotes = The standards take no value from this document.
document-read-at = Read at

units-title = Places then and now
units-lead = Find communes, wards and special zones of today and of the past. A code is a place only together with a day.
units-find = Name or code
units-find-hint = No diacritics needed: “loc tan” finds Lộc Tân.
units-found = { $n ->
    [one] One place
   *[other] { $shown } places
}
units-none-do = Try fewer letters, or go through the province.
unit-ended = no longer
provinces-on = { $n ->
    [one] One province or city
   *[other] { $shown } provinces and cities
}
day-word = On
code-word = Code
province-word = province
commune-word = commune
communes-on = { $n ->
    [one] One commune
   *[other] { $shown } communes, wards and special zones
}
map-title = Tile map
map-says = Each tile is one unit, near its true place. This is not a map of boundaries.
map-ward = ward
map-other = commune, special zone
unit-now = Today this place is in
unit-before = Before
unit-before-none = Nothing is recorded before it.
unit-after = After
unit-after-none = No change is recorded after this day.
unit-changed-on = Since { $name }
piece-whole = all of it
piece-part = a part
unit-periods = Code { $name } over time
unit-periods-why = A code can be used again for another place.
unit-on-day = What this code meant on

glossary-title = Glossary
glossary-lead = The words of the law in plain language, to be understood. To decide, follow the standard and the documents.
glossary-find = Find a word

try-title = Try it for one household
try-lead = Answer as if you told about your household. Leave empty what you do not know: the program says which answers are still needed.
try-promise = Nothing is stored or passed on, and no name or number is asked. This is a trial and does not replace the review.
try-choose = Use this standard
try-provisional = This standard was not fully read, or is only an example. The result is no more than a hint:
try-not-covered = This standard covers { $name }. Choose a day inside, or another standard.
try-examples = See it with a worked household first
try-household = The household
try-people = The people of the household
person-number = Person { $n }
try-remove = Remove this person
try-add = Add a person
try-waiting = More questions follow once the age and the answers above are known.
try-result = Show the result
try-again = Start again
try-result-label = Result
try-empty = Answer some questions and press “Show the result”. It appears here, with its reasons.
try-offline = The connection is lost, so nothing was decided again. What you filled in is still there; press “Show the result” when you are back online.
field-needed = needed
mistakes-title = Some answers could not be read
mistake-choice = Choose one of the answers.
mistake-day = Give day, month and year.
mistake-number = Write a number, such as 1,500,000.
mistake-whole = Write a whole number.
mistake-range = Write a number from { $min } to { $max }.

verdict-by = By the { $name }
verdict-band = Living standard by income:
verdict-disagree = The two income tests disagree. This result follows the one named above; an officer should look at it.
verdict-deprived = Deprived in { $shown }
verdict-of = of { $shown } indicators
verdict-unknown = { $shown } not known
verdict-needs = Answers still needed
step-parts = Each condition
verdict-otherwise = The result would be different
verdict-otherwise-say = These are answers to check against reality, not advice on what to say.
verdict-if-one = one answer is enough:
verdict-if-all = if these { $shown } answers were all different:
verdict-now = now: { $name }
verdict-lines = How far from the line
line-word = the line is
line-below = { $name } below the line
line-above = { $name } above the line
line-unknown = not clear while answers are missing
verdict-near = Indicators near the line
near-distance = { $name } away
near-on-line = exactly on the line
verdict-why = Why
verdict-why-not = { $n ->
    [one] one indicator without deprivation, and why
   *[other] { $shown } indicators without deprivation, and why
}
verdict-decided = Conditions that were asked
holds-yes = Holds
holds-no = Does not hold
holds-unknown = Not known
state-yes = deprived
state-no = not deprived
state-unknown = not known
verdict-not-official = This is a trial with the answers on this page. A household is recognised only after the review, the village meeting, the posting and a decision. If you think that a review's result is wrong, you have the right to ask why and to complain.

refusal-no-page = There is no such page
refusal-no-page-do = The address may be incomplete, or the page has moved. Start from the first page.
refusal-no-part = There is no such { $name }
refusal-no-part-do = Choose one of these.
refusal-method = This page does not take such requests
refusal-method-do = Open the page again and use its buttons.
refusal-elsewhere = The form was not sent from here
refusal-elsewhere-do = For safety only what comes from Chung Tay's own pages is taken. Open the form here again and send it.
refusal-large = Too much was sent
refusal-large-do = No form here is ever that large. Open the page again and fill it in once more.
refusal-unreadable = The request could not be read
refusal-unreadable-do = Open the page from the beginning and try once more.
refusal-slow = The server is too busy
refusal-slow-do = Wait a minute and try again. If it stays so, tell the administrator.
refusal-broken = Something is wrong on our side
refusal-broken-do = You did nothing wrong. Try again; if it stays so, tell the administrator, with the number below.
refusal-home = To the first page
refusal-number = Number to tell:
