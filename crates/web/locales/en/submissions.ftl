# Reports that go up, and files between two instances.

sent-title = Reports sent up
sent-lead = A commune sends its report; the province receives it, returns it with comments or accepts it, and adds up what it accepted. Each of these is an act in the log; what was sent is never changed, only a new one is sent.
sent-which = Report
sent-period-monthly = In-year report of { $month }/{ $year }
sent-period-preliminary = Preliminary report of { $year }
sent-period-official = Official report of { $year }
sent-due = By law until the end of { $day } ({ $label }).
sent-due-passed = That day has passed.
sent-due-of-province = This binds the province; by when the commune reports was not read in any text.
sent-due-day = Due
sent-late = sent late
sent-new = Prepare a report
sent-new-of = Prepare the report of { $name }
sent-again = Prepare and send a new one
sent-none-here = None of your places has a report.
sent-of-province = Consolidated report of the province
sent-consolidate = Consolidate what was accepted
sent-consolidate-do = Record the consolidated report
sent-unit = Reporting unit
sent-state = State
sent-state-none = Not sent
sent-state-sent = Sent
sent-state-added = Consolidated
sent-state-received = Received
sent-state-returned = Returned
sent-state-accepted = Accepted
sent-state-replaced = Replaced by a new one
sent-happened-receive = Received
sent-happened-return = Returned with comments
sent-happened-accept = Accepted
sent-sent-at = Sent at
sent-receipt = Receipt no.
sent-missing = { $n ->
    [one] { $shown } commune is missing
   *[other] { $shown } communes are missing
}
sent-summary = Main figures
sent-compared = Compared before sending
sent-all-agree = All comparisons between tables agree.
sent-differences-n = { $n ->
    [one] { $shown } thing does not agree:
   *[other] { $shown } things do not agree:
}
sent-acknowledge = I have looked at everything that does not agree and send this report.
sent-acknowledge-first = Something does not agree: mark that you have seen it, then record.
sent-fixed = The content is fixed as it stands above, SHA-256:
sent-send = Send the report
sent-in-review = Recorded as sent in the review of the commune
sent-not-sent = Not sent.
sent-not-done = Not done.
sent-changed = The figures changed since you looked: look again below, then send.
sent-was-returned = It was returned; to be mended:
sent-nothing = There are no figures to report for this time.
sent-not-sealed = The review of that year is not sealed, so there are no figures to report. Ask an officer of the department or an administrator to seal it.
sent-about = The report
sent-hash = Hash of its content (SHA-256)
sent-from-file = From a file of
sent-sealed = Sealed figures
sent-history = What became of it
sent-answer = For whoever receives it
sent-do-receive = Receive and give a number
sent-do-accept = Accept
sent-do-return = Return with comments
sent-comment = What is to be mended
sent-comment-hint = Name tables, columns and places; no names of people.
sent-parts-n = { $n ->
    [one] The sum of { $shown } accepted report
   *[other] The sum of { $shown } accepted reports
}
sent-part-returned = returned since
sent-other-pack = The report was made with another standard or other tables than the packs of this house: its tables cannot be shown.
sent-letter-docx = Report letter (DOCX)
sent-letter-pdf = Report letter (PDF)
sent-export-report = Send to another instance
sent-export-receipt = Send the receipt back
sent-export-to = Recipient
sent-export-do = Download the signed, encrypted file
sent-export-nobody = No instance is trusted that it could go to.

exchange-title = Exchange of files
exchange-lead = Where commune and province use two instances, reports and receipts travel as files that are signed and encrypted: only the recipient opens them, and one changed byte is noticed.
exchange-import = Import files
exchange-import-means = Choose one or more files; parts of one bundle may come in any order, and what arrived is kept. Importing the same again changes nothing.
exchange-file = Report or receipt (.ctb)
exchange-import-do = Import
exchange-no-file = No file was chosen.
exchange-not-imported = Not imported.
exchange-open = Open the report
exchange-waiting = { $here } of { $parts } parts are here; missing: { $missing }.
exchange-report = The report of { $name } was imported.
exchange-report-known = The report of { $name } was here before; nothing changed.
exchange-receipt = The receipt was recorded.
exchange-receipt-known = This receipt was here before; nothing changed.
exchange-key = The key of this instance
exchange-key-means = Give this whole line to the other instance, then read the fingerprint to each other over the telephone. This key is no secret.
exchange-fingerprint = Fingerprint
exchange-peers = Trusted instances
exchange-no-peers = No instance is trusted.
exchange-name = Name
exchange-area = May speak for
exchange-area-hint = everywhere, province:CODE or commune:CODE, such as commune:24823
exchange-everywhere = The whole country
exchange-trust = Trust an instance
exchange-end = End trust
exchange-their-key = Key of the other instance
exchange-their-key-hint = The line that begins with ct1-. Compare the fingerprint over the telephone first.

act-report-send = Send a report
act-report-receive = Receive a report
act-report-return = Return a report
act-report-accept = Accept a report
act-report-consolidate = Consolidate reports
act-report-export = Export a report as a file
act-report-import = Import a report from a file
act-report-receipt = Import a receipt
act-peer-trust = Trust an instance
act-peer-distrust = End trust in an instance
