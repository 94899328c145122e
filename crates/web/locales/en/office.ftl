# The office during a review: sharing households, following progress.
field-live = Live counts at { $name }, renewed by themselves. They are no published figures.
field-by-village = By village
field-role-over = role has ended
field-share-link = Share households among surveyors
count-assigned = Households on lists
count-visited = Visited
count-received = Whole forms
count-attention = Need a person
count-recorded = Recorded
count-of-assigned = { $n ->
    [one] { $shown } household on the list
   *[other] { $shown } households on the list
}
count-of-visited = { $n ->
    [one] { $shown } visited
   *[other] { $shown } visited
}
count-of-received = { $n ->
    [one] { $shown } whole form
   *[other] { $shown } whole forms
}
bar-recorded = Result recorded
bar-received = Whole form here
bar-attention = Needs a person
bar-waiting = Visited, pictures to come
bar-open = Not visited
share-title = Share households among surveyors
share-lead = Households are shared so that everybody has as many in the end; neighbors stay together. Look first, then give.
share-where = Share the households of
share-everywhere = All villages of your area
share-whom = Among whom
share-moves = Also share anew what is on somebody's list (households with a form stay)
share-look = Look first
share-plan = This would be given
share-do = Give the lists
share-added = { $n ->
    [0] There is no household to give.
    [one] { $shown } household is added.
   *[other] { $shown } households are added.
}
share-kept = { $n ->
    [one] { $shown } household stays with whoever has it.
   *[other] { $shown } households stay with whoever has them.
}
share-visited = { $n ->
    [one] { $shown } household has a form or a result and is not given again.
   *[other] { $shown } households have a form or a result and are not given again.
}
share-unreached = { $n ->
    [one] { $shown } household lies where none of those chosen works, and is given to nobody.
   *[other] { $shown } households lie where none of those chosen works, and are given to nobody.
}
share-adds = { $n ->
    [0] none added
    [one] { $shown } household added
   *[other] { $shown } households added
}
share-has = { $n ->
   *[other] has { $shown }
}
share-then = { $n ->
    [one] { $shown } household then
   *[other] { $shown } households then
}
surveyor-lead = The households that this surveyor visits in the campaign.
surveyor-none = No household of your area is on this surveyor's list.
surveyor-file = file
surveyor-take-off = Take households off the list
surveyor-take-off-lead = Mark them above. A household whose form has come and is not recorded cannot be taken off.
surveyor-take-off-do = Take the chosen ones off
roster-uncertified = not certified
interview-seconds = { $n ->
    [one] interview of { $shown } second
   *[other] interview of { $shown } seconds
}
interview-minutes = { $n ->
    [one] interview of { $shown } minute
   *[other] interview of { $shown } minutes
}
interview-changes = { $n ->
    [0] no answer changed
    [one] { $shown } answer changed
   *[other] { $shown } answers changed
}
interview-accuracy = { $n ->
   *[other] place known to { $shown } m
}
interview-short = very quick
clock-wrong = phone's clock
clock-unreadable = a time in the form cannot be read. Only the server's time of arrival counts.
clock-ends-before-start = the interview ends before it begins. Only the server's time of arrival counts.
clock-ahead = more than a day ahead of the server. Only the server's time of arrival counts; have the surveyor set the clock.
clock-long-ago = long before this review. Only the server's time of arrival counts; have the surveyor set the clock.
field-roster-link = Surveyors and training
field-reinterviews-link = Second interviews
submission-reinterview = Second interview, to compare
reinterviews-title = Second interviews
reinterviews-lead = Some households are asked again by somebody else, and both interviews are compared. A second interview never becomes a result.
reinterviews-announce = Announce a sample
reinterviews-announce-lead = The machine makes a secret number and writes its hash into the audit log before forms come. Nobody knows which households it will choose, not even you; only households whose form has come are drawn.
reinterviews-share = Share of each surveyor's households (one at least of each)
reinterviews-announce-do = Announce
reinterviews-draw = Draw
reinterviews-announced = Announced at { $name }.
reinterviews-share-is = Share { $name } %.
reinterviews-hash = Hash of the secret number
reinterviews-no-frame = No form has come yet. Draw when forms have come.
reinterviews-frame = { $n ->
    [one] Drawn is from { $shown } household whose form has come. The list then appears on the phone of whoever asks again.
   *[other] Drawn is from { $shown } households whose forms have come. The list then appears on the phone of whoever asks again.
}
reinterviews-whom = Who asks again (nobody asks a household of their own again)
reinterviews-draw-do = Draw and give
reinterviews-none = No household is asked again yet.
reinterviews-asked = Households that are asked again
reinterviews-seeds = Draw again to check
reinterviews-seeds-lead = The secret number is told now: it hashes to what was written before, and draws these very households again.
reinterviews-seed = Secret number
reinterview-to-come = not asked again yet
reinterview-lead = Both interviews of one household. A difference is no mistake yet: ask the household and both surveyors.
reinterview-first = First
reinterview-second = Again
reinterview-question = Question
reinterview-indicator = Indicator
reinterview-deprived = deprived
reinterview-not-deprived = not deprived
reinterview-unknown = not known
reinterview-differing = Answers that differ
reinterview-all-same = All answers are the same.
reinterview-same = { $n ->
    [one] { $shown } answer is the same
   *[other] { $shown } answers are the same
}
reinterview-alone-first = { $n ->
    [one] { $shown } person is only in the first.
   *[other] { $shown } people are only in the first.
}
reinterview-alone-second = { $n ->
    [one] { $shown } person is only in the second.
   *[other] { $shown } people are only in the second.
}
reinterview-file = File of the household
agree-title = Agreement
agree-outcomes-all = Same result: { $name }
agree-outcomes = results { $shown }
agree-indicators = indicators { $shown }
agree-answers = answers { $shown }
agree-by-surveyor = By who asked first
agree-by-question = Questions that are answered differently
agree-by-indicator = By indicator
agree-kappa = κ (Cohen): 1 is always the same, 0 what chance would give. There is none where every household says one thing, or where the answer is an amount. Of a small sample, look at each household.
nav-training = Training
training-title = My training
training-lead = The quiz on the standard, and the trainings that you attended.
training-held = Trainings attended
training-none = No training is written down.
quiz-title = Quiz
quiz-lead = { $n ->
   *[other] Five worked households of the campaign's standard. { $shown } right answers pass. If you do not pass, read why and try again with others.
}
quiz-questions = Questions
quiz-again = Once more, with other households
quiz-household = { $n ->
   *[other] Household { $shown }
}
quiz-which-outcome = By the standard, what is this household?
quiz-is-deprived = Is this household deprived in “{ $name }”?
quiz-yes = Yes
quiz-no = No
quiz-hand-in = Hand in
quiz-answer-all = Some questions are not answered. Choose an answer for all five households.
quiz-result = Attempt { $n }: { $right } of { $of } right · { $at }
quiz-well-done = You passed.
quiz-once-more = Not passed. Read why below, then try again.
quiz-right = Right
quiz-wrong = Not right
quiz-right-is = right is: { $name }
quiz-why = Why
quiz-passed-after = { $n ->
    [1] passed the quiz at the first attempt
   *[other] passed the quiz after { $shown } attempts
}
quiz-not-passed = { $n ->
    [0] did not take the quiz yet
    [one] took it once, not passed
   *[other] took it { $shown } times, not passed
}
roster-title = Surveyors
roster-lead = Who was trained and passed the quiz of this campaign. Others may be given households all the same: the law does not ask for it, but remind them.
roster-train = Write down a training
roster-day = Day
roster-place = Place
roster-trainer = Trainer
roster-topic = Topic
roster-whom = Who attended
roster-train-do = Write it down
roster-no-day = The day of the training cannot be read. Choose it again.
roster-withdraw = A mistake?
roster-withdraw-do = Withdraw
roster-warns = This surveyor did not pass the quiz of the campaign. It is done all the same; have them take it before they go out.
share-warns = Somebody chosen did not pass the quiz. You can give the lists all the same; have them take it before they go out.
