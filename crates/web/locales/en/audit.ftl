# Administration, audit log, state of the system.

admin-title = Administration
admin-users = Users
admin-users-says = Add users, give and end roles by place.
admin-audit = Audit log
admin-audit-says = Who did what, when and why; check that the log is whole.
admin-health = State of the system
admin-health-says = Version, database, backups, room on the disk.
admin-snapshots = Sealed snapshots
admin-snapshots-says = Results of each review in files that nobody changes unnoticed.

backup-late = The newest backup is older than 24 hours, or there is none. See the page State of the system.

audit-title = Audit log
audit-lead = Every official act is a line that nobody can change or delete unnoticed.
audit-kind = Kind of act
audit-from = From
audit-until = Until
audit-number = No.
audit-when = When
audit-actor = Who
audit-reason = Why
audit-program = The program
audit-one-actor = only acts of one user
audit-none = No act fits.
audit-count = { $n ->
    [one] { $shown } act
   *[other] { $shown } acts
}
audit-undone-by = undone by act { $name }
audit-undoes = undoes act { $name }
audit-act-title = Act { $name }
audit-what = What
audit-rows = Rows written to
audit-erased = { $n ->
    [one] { $shown } row of this act was erased by law; only its hash is left.
   *[other] { $shown } rows of this act were erased by law; only their hashes are left.
}
audit-content = What it says beside its rows
audit-proof = Proof
audit-proof-holds = This act is in the log.
audit-proof-broken = The proof does not fit: the log may have been tampered with. Tell whoever is responsible, and run `chungtay verify`.
audit-proof-why = These hashes lead from the act to the root of the log (RFC 9162). Whoever holds the checkpoint can compute it again.
audit-proof-hashes = The hashes
audit-checkpoint = Checkpoint
audit-checkpoint-why = Keep this line somewhere else (on paper, with the authority above). If anybody rewrites the log before that point, comparing will tell.
audit-checkpoint-now = As the log is now
audit-checkpoint-kept = A checkpoint that was kept
audit-compare = Compare
audit-checkpoint-holds = Since that checkpoint the log has only grown.
audit-checkpoint-broken = The log does not continue that checkpoint: it was rewritten or cut. Tell whoever is responsible.
audit-checkpoint-unreadable = This is not a checkpoint. One has “chungtay-log/1”, a number, a hash and a time; paste the whole line.

act-village-add = Villages added
act-village-restate = Villages restated
act-program-area-add = Programme area added
act-household-register = Household registered
act-household-move = Moved
act-household-head = New head
act-household-split = Split
act-household-merge = Merged
act-document-add = Paper added
act-document-take = Paper taken away
act-document-remove = Paper removed
act-person-change = Person corrected
act-person-birth = Person added
act-person-death = Death recorded
act-household-take-over = Households taken over
act-households-export = List of households taken away
act-import-confirm = Imported list recorded
act-campaign-open = Review campaign opened
act-proceeding-open = Review of a commune opened
act-proceeding-deed = Deed in the review of a commune
act-proceeding-file = A file kept with a deed of a review was taken
act-proceeding-certificates = A file of certificates to print was taken
act-assessment-record = Review results recorded
act-answers-seal = Answers of earlier results encrypted
act-snapshot-seal = Snapshot sealed
act-report-take = Detailed list (table 14, 15) taken away
act-snapshot-take = Sealed file taken away
act-role-grant = Role given
act-role-end = Role ended
act-user-add = User added
act-user-add-passkey = Passkey added
act-user-remove-passkey = Passkey removed
act-user-refuse-passkey = Passkey refused: it may have been copied
act-user-reset-password = Password reset
act-user-set-password = Password set
act-act-undo = Undone
act-erase = Personal data erased by law

health-title = State of the system
health-database = Database
health-kind = Kind
health-size = Size
health-acts = Acts in the log
health-place = Place
health-version = Version of the program
health-backups = Backups
health-backup-newest = Newest
health-backup-none = The program has not made a backup yet.
health-backup-failed = The last backup failed. Check the room on the disk and the right to write the folder; it is tried again in an hour.
health-late = over 24 hours old
health-folder = Folder
health-room = Free / all room on the disk
health-room-short = Less than 2 GB are free: writing or backing up may fail. Make room.
health-keys = A backup does not hold the key file chungtay.keys. Keep a copy of that file somewhere else.
admin-areas = Programme areas
admin-areas-says = Communes that are reported on together, whatever became of their units.
areas-lead = A programme area is a named set of communes that are reported on together. The villages that lay in those units on the day on which it was written down belong to it, whatever is merged or renamed later.
areas-none = There is no programme area.
areas-since = Written down on { $name }
areas-add = Write an area down
areas-name = Name of the area
areas-name-hint = Such as Bảo Lộc. Under a name that there is, the new one counts instead.
areas-communes = Communes, wards, special zones
areas-add-do = Write the area down
areas-end = End this area
areas-end-says = Reports are made for this area no longer. That is written in the log.
areas-end-do = End the area
admin-points = Table of points B1
admin-points-says = The table in use, its source, who imported it; importing another.
act-points-import = Table of points imported
act-lists-remake = Lists made anew
act-village-close = Village closed
admin-villages = Villages
admin-villages-says = Add, rename, merge, close; zones and their sources.
admin-packs = Law packs
admin-packs-says = Standards and documents in use; how sure we are; whether the worked cases come out.
packs-lead = The law that this server uses. Packs are files beside the program; they cannot be changed here.
packs-digest = Digest of the whole pack
packs-digest-short = Digest
packs-documents = { $n ->
    [one] { $shown } document
   *[other] { $shown } documents
}
packs-sure = How sure we are of the values
packs-cases = Worked cases
packs-cases-pass = { $n ->
    [one] The { $shown } worked household comes out right
   *[other] All { $shown } worked households come out right
}
packs-cases-fail = { $n ->
    [one] { $shown } worked household comes out differently
   *[other] { $shown } worked households come out differently
}
packs-how = To use another pack, start with --packs DIR after “chungtay packs check DIR”. Two servers with the same digest use the same law.
act-device-enrol = Let a phone in
act-device-end = Take a phone off
act-form-publish = Publish a form
act-assignment-give = Give households to a surveyor
act-assignment-share = Households were shared among surveyors
act-assignment-end = Households were taken off a list
act-reinterview-announce = A sample of second interviews was announced
act-reinterview-draw = A sample of second interviews was drawn
act-training-record = A training was written down
act-training-withdraw = A training was withdrawn
act-quiz-take = The quiz was taken
act-submission-arrive = Receive a form
act-submission-files = Receive photographs and files of a form
