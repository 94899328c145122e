# The field: surveyors, phones, what they send.
nav-field = Field
field-title = Field
field-lead = Choose a campaign to give households to surveyors, to let phones in, and to see what has arrived.
field-no-campaigns = There is no campaign yet.
field-board-lead = Who visits whom, with which phone, and what has arrived. Counted when the page was opened; these are no published figures.
field-no-form = This campaign has no form on the server yet: phones cannot load one.
field-forms = { $n ->
    [one] { $shown } form
   *[other] { $shown } forms
}
field-attention = { $n ->
    [one] { $shown } form to look at
   *[other] { $shown } forms to look at
}
field-phones = { $n ->
    [0] no phone yet
    [one] { $shown } phone
   *[other] { $shown } phones
}
field-seen = last sent { $name }
submission-waiting = Waiting for photographs
submission-received = Received, not read yet
submission-assessed = Assessed
submission-attention = A person must look
field-surveyors = Surveyors
field-no-surveyors = There is no surveyor in your area yet. Have an administrator give the role of a surveyor.
field-surveyor = Surveyor
field-which = Which households
field-which-listed = Poor and near-poor by the newest result
field-which-all = All households of the village
field-enrol = Add a phone
field-enrol-lead = A phone scans one code and gets the form and the list of that very person.
field-label = A name by which you know the phone
field-enrol-do = Make a code
field-phones-title = Phones
field-ended = taken off
field-end = Take off
field-end-do = Take the phone off
phone-title = Settings code for a phone
phone-lead = This code is shown once and is for one person. Whoever has it can send forms and see the list in that person's place.
phone-not-secure = This page has no secure connection (HTTPS): other phones cannot connect. See docs/operations.md, “TLS”.
phone-step-scan = Open the phone’s camera, scan the code below and press the address that appears: the app opens in the browser.
phone-picture = QR code that sets the phone up
phone-step-pin = The surveyor chooses 6 digits to lock the app. Nobody else knows them.
phone-step-see = The list of households appears. Check the name of the review at the top, then “Add to home screen” to open it without a signal.
phone-code = It cannot scan? Open this server’s address on the phone with /surveyor behind it, and type the code (once, within 30 minutes):
phone-collect = Use ODK Collect instead of our app
phone-collect-app = Install ODK Collect on the Android phone and open it.
phone-collect-scan = Choose “Configure with QR code” and scan the code below, or type it in:
phone-address = Address of the server
phone-name = Name of the phone
phone-once = When you leave this page the code cannot be seen again. If the code or the phone is lost, take the phone off and make a new code; what was sent stays.
phone-done = Scanned
submission-recorded = Recorded
field-forms-link = See the forms received
forms-title = Forms received
forms-lead = Forms from phones, and what the standard of the campaign says of them. No results until an officer records them.
forms-none = No form has arrived yet.
forms-no-household = Household not known
forms-record = Record the results
forms-to-record = { $n ->
    [one] { $shown } form is decided and not recorded in its household file.
   *[other] { $shown } forms are decided and not recorded in their household files.
}
attention-unknown-version = the form is of a version that was never published here
attention-pack-changed = the law packs of the server are not those of the campaign
attention-no-household = the form names no household
attention-not-on-list = the household is not on the surveyor's list
attention-zone-differs = the form says another zone than that of the village
attention-answers = answers that cannot be:
attention-has-result = the household has a result in this campaign; a person must compare the two
field-publish = Publish the form
