# The review by law, from the roster to the certificate.
nav-review = Reviews
review-title = Reviews of poor and near-poor households
review-lead = Which step each commune has reached, which villages are ahead or behind, and what is late.
review-today = My work today
review-today-lead = On { $name }. What is late stands first, then what has waited longest.
review-today-none = You have nothing to do in any review today.
review-do-it = Do it now
review-new = Open a review
review-new-lead = Opening fixes the villages and the managed households. An opened review cannot be deleted.
review-new-do = Open this review
review-yearly = once a year: no month needed
review-monthly = in between: needs a month
review-month = Month
review-month-hint = Only for reviews in between.
review-year = Year
review-procedure = Procedure
review-commune = Commune
review-all = All
review-all-of-them = See all reviews
review-show = Show
review-none = There is no review in your area yet.
review-none-of-filter = There is no such review.
review-year-of = { $year }
review-month-of = month { $month } of { $year }
review-late = Late
review-late-title = Late now
review-late-since = { $what }: late, it was due by { $day }
review-nothing-late = nothing
review-finished = finished
review-signed = decision signed
review-finished-lead = Everything in this review is done.
review-households-n = { $n ->
    [one] { $shown } household
   *[other] { $shown } households
}
review-villages-n = { $n ->
    [one] { $shown } village
   *[other] { $shown } villages
}
review-open-complaints-n = { $n ->
    [one] { $shown } complaint open
   *[other] { $shown } complaints open
}
review-step-now = now
review-step-done-word = done
review-step-later = not yet
review-step-done = Everything is there for the next step.
review-whole-commune = The commune
review-hangs-until = The list hangs until the end of { $name }.
review-remedy = What to do:
review-stale-kept = This page shows the newest state. What you typed is still there below.
review-must-be = Must be true before the next step:
review-lack-it = { $n ->
    [one] { $shown } household lacks it
   *[other] { $shown } households lack it
}
review-just-done = Recorded: { $name }
review-count-households = Households on the roster
review-count-open = Without a result
review-count-poor = Poor
review-count-near-poor = Near-poor
review-count-complaints = Complaints without an answer
review-days-late = { $n ->
    [one] { $shown } day late
   *[other] { $shown } days late
}
review-since = since { $name }
review-whose = Whose move:
review-now = The step now
review-missing = Still missing
review-pass = Go on to the next step
review-pass-by = Everything is there. It is passed by: { $name }.
review-villages = The villages
review-villages-wait = { $n ->
    [one] { $shown } village is done and waits for the others.
   *[other] { $shown } villages are done and wait for the others.
}
review-open-title = What the law leaves open
review-open-lead = These were not read in the official text. Somebody with the right determines them for this review, with a reason; whatever rests on it says so.
review-still-holds = This procedure still holds
review-determined = determined
review-determined-as = { $what } (determined for this review)
review-not-determined = Not determined: what rests on it cannot be done yet.
review-opinion-by = Who gives the opinion
review-opinion-nobody = No opinion is asked for
review-determine = Determine it
review-determine-reason = Reason: which text, which article
review-determine-do = Determine
review-determine-by = The chair of the commune determines it.
review-days = Days
review-unit = Kind of days
review-unit-working = working days
review-unit-calendar = calendar days
review-working-days = { $n ->
    [one] { $shown } working day
   *[other] { $shown } working days
}
review-calendar-days = { $n ->
    [one] { $shown } day
   *[other] { $shown } days
}
review-history = What was done
review-history-none = Nothing was done since it was opened.
review-history-earlier = { $n ->
    [one] … and { $shown } thing before.
   *[other] … and { $shown } things before.
}
duty-managed-listed = Put the managed households on the roster
duty-applicants-screened = Screen the households that asked (form A)
duty-surveyed = Survey the households of the roster
duty-classified = Classify the surveyed households
duty-agreed-by-meeting = Hold the meeting and vote on new and leaving households
duty-minutes-signed = Attach the signed minutes
duty-disagreements-answered = Answer the meeting's disagreement
duty-posted = Post the list for its whole time
duty-complaints-answered = Re-check and answer complaints
duty-results-posted = Post the last results for their whole time
duty-opinion-given = Ask for the opinion and consider it
duty-signed = Propose and sign the decision
duty-certified = Issue certificates
duty-applicants-answered = Answer those not recognised
duty-reported = Send the report
review-roster = Roster of households
review-roster-lead = { $n ->
    [one] { $shown } household is on the roster. Every managed poor and near-poor household must be there; nobody is added without a reason.
   *[other] { $shown } households are on the roster. Every managed poor and near-poor household must be there; nobody is added without a reason.
}
review-suggested = { $n ->
    [one] Suggested by the register: { $shown } household
   *[other] Suggested by the register: { $shown } households
}
review-suggested-lead = Each with its reasons. Managed households are marked already.
review-suggested-none = Nobody is suggested any more.
review-choose-all = Mark all
review-twin = may be the same as household { $name }
review-enroll-reason = Reason for putting them on the roster
review-enroll-reason-hint = Needed for households that are not managed: who suggested them, and why.
review-enroll-do = Put the marked households on the roster
review-ask = Households that asked or were named
review-ask-lead = Record a household that handed in a request; one that the village or an organisation named needs a reason.
review-find = Find the household: its number or its head's name
review-ask-form = Request
review-ask-no-form = No request: somebody named it
review-ask-reason = Reason (without a request)
review-ask-do = Put it on the roster
review-screen = Quick screening (form A)
review-screen-lead = Households that asked answer form A first. Those not surveyed further get a written answer.
review-screen-yes = Survey further
review-screen-no = Not further
review-on-roster = { $n ->
    [one] On the roster: { $shown } household
   *[other] On the roster: { $shown } households
}
review-on-roster-none = Nobody is on the roster yet.
review-before = before: { $name }
review-leave = Take it out
review-leave-why = Why
review-leave-reason = The paper or fact behind it
review-leave-do = Take the household out
review-gone = { $n ->
    [one] { $shown } household is out of the review
   *[other] { $shown } households are out of the review
}
review-why-managed = managed
review-why-asked = it asked ({ $form })
review-why-complaint = a complaint said that it was left out
review-take-survey-lead = { $n ->
    [one] { $shown } household has a new recorded result. Results are taken from the record, not typed in here.
   *[other] { $shown } households have a new recorded result. Results are taken from the record, not typed in here.
}
review-take-survey = { $n ->
    [one] Take over the survey of { $shown } household
   *[other] Take over the surveys of { $shown } households
}
review-to-field = To the field pages, to record forms
review-take-class-lead = The classification was computed by the standard of the review from the recorded forms.
review-take-class = { $n ->
    [one] Classify { $shown } household by its recorded result
   *[other] Classify { $shown } households by their recorded results
}
review-back = Do again: { $name }
review-village-waits = The village has nothing to do now: it is done, or waits for the commune.
review-meeting = Village meeting
review-posting = Posting
review-complaints = Complaints
review-cases = { $n ->
    [one] { $shown } household of the village in this review
   *[other] { $shown } households of the village in this review
}
review-cases-none = Nobody is reviewed in this village: just go on.
review-is-change = its status changes
review-meeting-rule = At least { $percent }% of those present must agree to a household's result; below that it is surveyed and put to a meeting again.
review-vote-enough = { $head }: { $agree } of { $present } agree – at least { $percent }%.
review-vote-too-few = { $head }: { $agree } of { $present } agree – below { $percent }%, it must be surveyed again.
review-tally = As typed so far
review-hold = Record the meeting
review-hold-do = Record this meeting
review-count = See whether it is enough
review-held-on = Day of the meeting
review-present = How many were present
review-present-n = { $n ->
    [one] { $shown } person was present
   *[other] { $shown } people were present
}
review-attend = Who was represented
review-agenda = Agenda: household by household
review-agenda-hint = New, leaving and repeated households must be voted on; others if the meeting spoke of them.
review-agenda-none = No household has a result to be put to the meeting.
review-must-vote = must be voted on
review-agree = Agree
review-disagree = Do not agree
review-says = The meeting says otherwise
review-says-same = no
review-held = Meeting of { $name }
review-minutes = The signed minutes
review-minutes-hint = Minutes are made in copies: one stays in the village, one goes to the committee. Mark who signed.
review-copies = Copies
review-signed-by = Who signed
review-minutes-do = Record the signed minutes
review-minutes-there = The minutes are complete and signed.
review-meeting-not-now = The step of the meeting is not reached yet.
signer-chair = The chair
signer-secretary = The secretary
signer-households = Representatives of households
review-disagrees = The meeting disagrees on the household of { $name }
review-score-says = By the score:
review-meeting-says = by the meeting:
review-keep-reason = Reason for keeping the score
review-keep = Keep it and answer the meeting
review-survey-again = Survey the household again
review-hung-until = Hung until the end of { $name }
review-hangs-since = Hangs since
review-hangs-where = Where
review-hangs-what = Households
review-print-a4 = Print the list, A4 (PDF)
review-print-a3 = Print the list, A3 (PDF)
review-public = The copy on the web opens only with this code, and is gone by itself after the last day.
review-public-qr = QR code of the posted list on the web
review-public-open = Open the posted list on the web
review-hash = Check code of the list (SHA-256)
review-post = Post the list of the village
review-post-again = Post the new results again
review-post-until = Hung today, it hangs until the end of { $name }.
review-post-unknown = It is not known for how many days it hangs: the chair determines that first.
review-post-print = Print the list:
review-post-hang = Hang it at the places below, and keep a photograph.
review-post-record = Mark where it hangs and record it. That moment is when the posting begins.
review-post-places = It hangs at
review-post-announced = It was announced in local media
review-post-do = Record that it hangs
review-list-now = { $n ->
    [one] The list by the results of now: { $shown } household
   *[other] The list by the results of now: { $shown } households
}
review-born = born { $name }
posted-title = Posted list of the review
posted-until = It hangs until the end of { $name }.
posted-since = It began on { $name }.
posted-nobody = Nobody of this village is on the list.
posted-number = No.
posted-head = Head of the household
posted-result = Result
posted-complain = Whoever finds something wrong may complain at the People's Committee of the commune before the list comes down.
posted-code = Code of the list: { $name }. It stands at the foot of the paper.
posted-gone = This list does not hang any more
posted-gone-lead = The time of the posting is over, or the address is not right.
posted-gone-do = To know the result of your own family, ask the head of the village or the officer of the commune.
review-complaints-lead = Complaints made while the list hangs are re-checked by somebody who did not survey the household, then answered in writing.
review-complaints-none = No complaint waits for an answer.
review-received = Received
review-recheck-until = Re-check by the end of
review-rechecked = Re-checked
review-recheck-found = The household was asked again and this was recorded:
review-recheck-do = Record the re-check with this result
review-recheck-how = Let somebody who did not survey the household ask again and record a new form; the result then shows here.
review-recheck-who = Who asks again (did not survey this household)
review-recheck-give = Give the re-check
review-recheck-given = { $name } was given the re-check: the household is on the list of that phone.
review-answer-reason = The answer, with its reasons
review-answer-do = Record the answer
review-receive = Receive a complaint
review-receive-do = Record the complaint
review-about = What about
review-from = From whom
review-answered-title = Answered
review-answered = answered { $name }
review-letter-pdf = Letter (PDF)
review-letter-docx = Letter (DOCX)
review-against = Which answer it is against (if one)
review-against-none = no answer by itself
review-against-answer = About the question: { $name }
review-complaint-words = What was said or written
review-feedback = Feedback
review-feedback-lead = What is reported without a name, or after the posting, is no complaint: it is kept apart, is looked into, and what was found is written down. If there is something in it, receive a complaint of the village or the Front, so that the household is checked again.
review-feedback-none = No feedback waits to be looked into.
review-feedback-anonymous = without a name
review-feedback-take = Write down feedback
review-feedback-take-do = Record the feedback
review-feedback-number = Number of the household (if one was named)
review-feedback-words = What was reported, as it was heard or read
review-feedback-is-anonymous = No name was given
review-feedback-settle = Write down what was found
review-feedback-found = What was found
review-feedback-reason = How it was looked into, and why
review-feedback-settle-do = Record what was found
review-feedback-settled = { $n ->
    [one] { $shown } feedback was looked into
   *[other] { $shown } were looked into
}
review-recognition = Opinion and recognition
review-opinion = Report and opinion
review-opinion-asked = Asked for on { $name }
review-opinion-until = due by the end of { $name }
review-opinion-agrees = Agrees with the results
review-opinion-differs = Does not agree
review-opinion-recheck = asks for a re-check of:
review-opinion-ask = Record that the opinion was asked for
review-opinion-give = Opinion
review-opinion-which = Households to be re-checked
review-opinion-give-do = Record the opinion
review-opinion-consider = What is made of it
review-opinion-consider-do = Record it
review-checks = Checks before signing
review-checks-ok = Everything of the steps before is done; no household is undetermined, no complaint is open.
review-doubts = Households that are not as the register has them
review-lists = The lists of the decision
review-list-poor = Poor
review-list-near-poor = Near-poor
review-list-escaped = Escaped poverty
review-list-escaped-near = Escaped near-poverty
review-list-other = Recognised otherwise
review-sum-opening = opening
review-sum-exits = exits
review-sum-entries = entries
review-sum-closing = closing
review-sum-ok = adds up
review-sum-bad = does not add up
review-draft-pdf = Draft decision (PDF)
review-draft-docx = Draft decision (DOCX)
review-decision-pdf = Decision (PDF)
review-decision-docx = Decision (DOCX)
review-propose-lead = Who proposes does not sign: two people.
review-propose-do = Propose the draft
review-propose-again = Propose it again
review-proposed-by = Proposed by { $name }. It waits for its signature.
review-sign = Sign the decision
review-sign-own = You proposed it: somebody else must sign.
review-sign-lead = Sign the paper, let the clerk give number and day, then record it. What is recorded does not change; a correction is a new decision.
review-sign-number = Number
review-sign-day = Day on the decision
review-sign-scan = Scan or signed PDF
review-sign-scan-hint = PDF, JPEG, PNG or WebP, at most 32 MB. The file is kept with the decision, its check code stands in the record; the clerk keeps the original.
review-sign-do = Record the signed decision
review-signed-title = The decision is signed
review-signed-lead = The households on its lists are recognised.
review-certificates = Certificates (form 03)
review-certified = { $n ->
    [one] { $shown } household has one
   *[other] { $shown } households have one
}
review-to-certify = { $n ->
    [one] { $shown } household lacks one
   *[other] { $shown } households lack one
}
review-certify-do = { $n ->
    [one] Record certificates for { $shown } household
   *[other] Record certificates for { $shown } households
}
review-applicants = Answers to those who asked and are not recognised
review-applicant-reason = The reasons
review-reports = Reports
review-report-until = by the end of { $name }
review-report-sent = sent
review-report-do = Record it as sent on paper
review-report-make = Make and send the report
review-report-paper = Was it sent on paper?
review-report-paper-hint = If it is sent from the page of reports, this is recorded with it. Record it here only if the report was sent on paper.
review-report-see = See the report that was sent
review-report-by-hand = recorded by hand, not sent from here
review-to-proceeding = Back to the review
review-minutes-pdf = Minutes (PDF)
review-minutes-docx = Minutes (DOCX)
review-minutes-next = Print prefilled minutes to take to the meeting (PDF)
review-empty = { $n ->
    [one] { $shown } village has nobody to review.
   *[other] { $shown } villages have nobody to review.
}
review-empty-do = Let these villages go through their steps
watched-title = Watched after leaving
watched-lead = Households that left a list by a decision and are still watched. Those whom nobody asked for long should be visited; whoever falls back is helped to ask for a review.
watched-none = No household is watched.
watched-n = { $n ->
    [one] { $shown } household is watched.
   *[other] { $shown } households are watched.
}
watched-due-n = { $n ->
    [one] { $shown } was not asked for long
   *[other] { $shown } were not asked for long
}
watched-waits-n = { $n ->
    [one] { $shown } waits for a visit or ends soon
   *[other] { $shown } wait for a visit or end soon
}
watched-left = Left: { $name }
watched-since = from { $name }
watched-asked = Asked last on { $name }
watched-never-asked = Never asked
watched-until = Until the end of { $name }
watched-due = Should be visited
watched-ends-soon = The watching ends soon
watched-see = See the list
review-as-known = As it was known by the end of { $name }. Nothing can be done on this page.
review-as-today = See today
review-look = Look at an earlier day
review-look-day = As known by the end of
review-screen-which = Which of these apply to the household
review-screen-do = Record form A
review-screen-unread = The questions of form A are not in the program: fill in the paper, then record its result here.
review-file-hash = Check code of the file (SHA-256)
review-scan-hint = PDF, JPEG, PNG or WebP, at most 10 MB. Of photographs, place and time are left out before they are kept.
review-minutes-scan = Scan or photograph of the signed minutes (if there is one)
review-photo = Photographs of where it hangs (if there are any)
review-photo-hint = Take them with a phone or choose JPEG, PNG, WebP, at most 10 MB each. The position inside the picture is left out; place and time are recorded here.
review-photo-taken = Taken at
review-photos = Photographs of where it hangs
review-certificates-do = Make and print certificates
review-certify-others = These households are recognised in a way that has no form 03: the commune makes their paper; here it is only recorded.
review-post-same = What hangs is the list of now. Post again only where the paper was lost, torn or hung in the wrong place; the days then count anew.
review-opinion-no-day = no last day of the answer was determined when it was asked for
review-idle-passed = { $n ->
    [one] { $shown } village without a household in the review
   *[other] { $shown } villages without a household in the review
}
review-print-lead = Choose how, make the files, print and sign. What was printed is then recorded as issued.
review-print-files = Files to print
review-print-reached = Certificates that are made
review-print-running = under way
review-print-lost = interrupted, will go on by itself
review-print-done = done
review-print-stopped = stopped
review-print-failed = could not be made
review-print-resume = Go on with the files that are left
review-print-left-out = In no file, because they do not live in this area any more:
review-print-issue-lead = Once printed, signed and handed over, record them as issued. Only households in finished files are recorded.
review-print-make = Make the files
review-print-new = New certificates (form 03)
review-print-rows = This year's row onto the certificate they have
review-print-rows-why = These households got a certificate in an earlier review, its row of this year is free, and the standard is the same: only the row is printed onto it.
review-print-rows-which = See them, change to a new certificate
review-print-rows-new = Mark who needs a new one (lost, damaged, other members)
review-print-since = certificate from { $name }
review-print-held = { $n ->
    [one] { $shown } household was managed before and has no certificate from the program
   *[other] { $shown } households were managed before and have no certificate from the program
}
review-print-held-why = For a household that holds a certificate from before the program, choose the first year of it: only the row of this year is printed. Without a choice a new one is made.
review-print-held-all = All of these households
review-print-held-as = As chosen for all
review-print-held-new = A new certificate
review-print-held-row = The row, onto one that begins with { $name }
review-print-shift = The printer is off (mm), if it is
review-print-shift-hint = Print one sheet to see. If the print is 1.5 mm too far left, write 1.5 to the right; if too far right, a negative number.
review-print-right = To the right
review-print-down = Down
review-print-replaces = Some certificates were made and not recorded as issued: making new files removes the old ones.
review-print-make-do = { $n ->
    [one] Make the file of { $shown } certificate
   *[other] Make the files of { $shown } certificates
}
review-print-again = Print issued certificates again
review-print-again-lead = Makes the files of all certificates of this review again, as they were made first. Nothing is recorded.
review-part-new = File { $number }: { $n } new certificates (PDF)
review-part-row = File { $number }: { $n } rows for certificates from { $first } (PDF)
review-file-minutes = Signed minutes
review-file-posting = Photograph of where it hangs
review-file-decision = Signed decision
review-correction = Correct the signed decision
review-correction-lead = A signed decision does not change. What is wrong is put right by a new decision that names the old one, after a check.
review-correction-becomes = becomes
review-correction-corrects = Corrects
review-correction-reason = Reason
review-correction-recorded = Recorded
review-correction-found = Results recorded since it was signed
review-correction-found-none = No result was recorded since. After a complaint, ask the household again, record its form in the field pages as a correction, then open this page again.
review-correction-found-lead = Whoever surveyed the household does not check it.
review-correction-same = as decided
review-correction-take = Record the check
review-correction-draft = Draft of the correcting decision
review-correction-names = It corrects:
review-correction-propose = Propose the correcting decision
review-correction-sign = Sign the correcting decision
review-corrected-by = Corrected by:
review-due-until = { $what }: due by the end of { $day }
review-vote-too-many = { $head }: { $agree } votes, but only { $present } people are present – look at the numbers again.
