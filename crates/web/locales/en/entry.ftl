# One received form, what is kept apart, comparing, typing in paper forms.
submission-aside = Not used
attention-two-forms = there are two forms of one household; a person must compare them
form-household-file = File of the household
form-why = Why a person must look:
form-instead = See the form that counts instead of this one
form-from = Sent by, from phone
form-typed-by = Typed in from paper by
form-received = Received
form-decide = What to do
form-compare = Compare and choose answer by answer
form-list-hint = The household is not on the list of the surveyor who sent this form. Put it on that list (whoever has it now has it no longer) and read the form again.
form-list-do = Assign and read again
form-zone-hint = The form says another zone. If the zone of the village is right, the form is read with it. If it is wrong, have the village corrected first and choose “Read again”.
form-zone-do = Use the village's zone
form-version-hint = This version of the form was never published here. It can be read by the questions of the campaign; answers that do not fit will be shown.
form-version-do = Read by the campaign
form-files-hint = Files that the form declares have not come. Better wait or have the surveyor send again; if they are lost, read the form without them.
form-files-do = Read without files
form-household-find = Find the household of the form: number, name, or the code of the paper form
form-household-which = Whose form is this?
form-household-do = Take it for this household
form-correct-hint = Type what is wrong here: the answers of the form are filled in, the old form stays as it is.
form-correct-do = Correct as a new form
form-again = Read the form again
form-again-do = Read again
form-again-hint = For when what stood against it was mended elsewhere, or to use a form again that was set aside.
form-set-aside = Do not use this form
form-set-aside-do = Set aside
form-set-aside-hint = The form is kept with your name and your reason; nobody can delete it.
form-elsewhere = This form names a household of another area: its answers are shown only to the officer of that area.
form-erased = The content was erased by law.
form-answers = Answers
form-no-answers = No answers yet.
form-wrong-answer = Cannot be read:
form-files = Photographs and files
form-files-cleaned = Photographs are shown without where, when and with what they were taken; the originals stay as they came.
form-photo = Photograph { $name }
file-unknown = Unknown kind of file
file-erased = The content of the file was erased by law.
file-position = The original says where it was taken.
file-not-cleaned = The place cannot be taken out of this kind of photograph, so it is not handed out.
form-receipt = Receipt
form-number = Number given by the phone
form-entry = Number in the log
form-version = Form, version
form-hashes = Hashes of what is stored
form-itself = The form
form-missing = Files still missing:
form-decided = Decided so far
decision-household = Taken for the chosen household
decision-zone = Read with the village's zone
decision-form = Read by the questions of the campaign
decision-files = Read without the missing files
decision-again = Read again
decision-set-aside = Not used
decision-replaced = Another form counts instead
decision-merged = Result recorded from two forms
apart-title = Kept apart
apart-to-see = { $n ->
    [one] { $shown } to look at
   *[other] { $shown } to look at
}
apart-lead = What phones sent and the server could not take at once: a known number with other content, or nothing that can be read. All of it is kept until a person looks.
apart-none = Nothing is kept apart.
apart-open = To look at
apart-closed = Decided
apart-back = Back to the forms
apart-form-differs = Form with a known number and other content
apart-file-differs = File with a known name and other content
apart-unreadable = Cannot be read as a form
apart-taken = Taken as a correction
apart-kept = Kept apart, not used
apart-one-lead = See how it differs from what is stored, then decide. Whatever you choose, what was sent stays kept.
apart-what = What was sent
apart-of = Open the form it belongs to
apart-download = Download what was sent
apart-differ = How it differs from what is stored
apart-same = { $n ->
    [one] { $shown } answer is the same.
   *[other] { $shown } answers are the same.
}
apart-no-difference = No answer differs; only the way it is written, or something outside the answers.
apart-stored = Stored
apart-sent = Sent later
apart-pictures = The two photographs
apart-text = What was sent
apart-text-hint = Shown as text; nothing in it is run.
apart-take-do = Take as a correction
apart-take-hint = “Take as a correction”: it becomes a form of its own, read and classified like any other; the one before it no longer counts unless its result is recorded. A file is added to its form beside the one that is there.
apart-keep-do = Keep apart, do not use
apart-keep-hint = “Keep apart”: it stays for good, with your name and your reason.
sides-question = Question
sides-none = not answered
sides-person = Belongs to the household
sides-there = in the form
sides-not-there = not in the form
act-submission-decide = Decide about a received form
act-apart-take = Take what was kept apart as a correction
act-apart-keep = Keep apart, do not use
sides-title = Compare two visits
sides-lead = Two sources speak of one household. Choose answer by answer; the rules decide anew from what you choose, and the new result says where it comes from. No form is changed or deleted.
sides-this-form = This form
sides-other-form = The other form
sides-result = The result recorded in this campaign
sides-before = Before
sides-base = the answers of the last review, which the form was filled in with
sides-no-base = nothing: the household was never reviewed
sides-no-conflict = There is no answer that both changed differently.
sides-conflicts = { $n ->
    [one] { $shown } answer was changed by both, differently: choose.
   *[other] { $shown } answers were changed by both, differently: choose.
}
sides-conflict = Both changed it differently: choose
sides-nothing = Both answer the same.
sides-chosen = { $n ->
    [one] { $shown } answer that one side changed is chosen already
   *[other] { $shown } answers that one side changed are chosen already
}
sides-chosen-lead = You may choose otherwise.
sides-alike = { $n ->
    [one] { $shown } answer that both changed alike
   *[other] { $shown } answers that both changed alike
}
sides-record = Record a new result
sides-says = By what was chosen:
sides-check = See the result of this choice
sides-record-do = Record the result
sides-reason-hint = Needed for recording: why it is chosen so, who was asked again.
sides-open = Answers that both changed differently are still open.
entries-title = Type in paper forms
entries-lead = A paper form is typed by two people independently; what differs is looked up on the paper before it becomes a received form.
entries-new = Type in a form
entries-open = Begin
entries-none = No form was typed in yet.
entries-waiting = Being typed
entries-done = Done
entries-by = Typed by:
entry-first = First typing
entry-second = Waits for you to type it a second time
entry-to-settle = To be settled against the paper
entry-waits-second = You are done; somebody else types it a second time
entry-typed-by-others = Others are typing it
entry-arrived = Became a received form
entry-ended = Given up; what was typed stays kept
entry-correcting = Correcting a received form
entry-lead = Each change is kept at once; closing the page loses nothing. What the other person types is hidden until both are done.
entry-corrects = See the form that is corrected
entry-of = Open the form
entry-saved = Kept at { $name }
entry-offline = No connection: what you typed last is not kept. Leave the page open and press “Keep” when you are back.
entry-save = Keep
entry-done = Done
entry-mistakes = Some answers cannot be read yet; everything typed is kept.
entry-differences = { $n ->
    [one] The two typings differ in { $shown } place
   *[other] The two typings differ in { $shown } places
}
entry-differ-lead = Look at the paper and choose what stands there.
entry-part-one = (first)
entry-part-two = (second)
entry-both-wrong = Both are wrong
entry-both-wrong-do = Type what stands on the paper
entry-settle = Confirm by the paper
entry-settle-same = Both are the same: take the form
entry-not-first = You typed it first and cannot settle it yourself; have the second typist or a third person do it.
entry-end = Give up typing this form
entry-end-do = Give up
entry-end-hint = For a household chosen by mistake. What was typed stays kept.
act-submission-type = Receive a form typed from paper
act-assessment-merge = Record a result from two sources
sides-same = { $n ->
    [one] { $shown } answer is the same on both sides
   *[other] { $shown } answers are the same on both sides
}
form-find-do = Find
