# Sealed snapshots.
snapshots-title = Sealed snapshots
snapshots-lead = The results of a review are written to files and sealed by a hash. When the registry changes later, these figures stay as they were sealed; one changed byte is found.
snapshots-none = Nothing was sealed so far.
snapshots-none-do = The operator seals a review by the command
snapshots-campaign = Review
snapshots-year = Year
snapshots-households = Households
snapshots-members = People
snapshots-when = Sealed at
snapshots-by = Sealed by
snapshots-act = act { $name }
snapshots-hash = Hash of the manifest
snapshots-hash-means = This SHA-256 hash is in the audit log. Whoever keeps a copy of a snapshot can check it by the command
snapshot-title = Sealed snapshot: { $name }
snapshot-lead = The figures below are those of the sealed files and do not change any more.
snapshot-seal = The seal
snapshot-id = Id of the snapshot
snapshot-erased = { $n ->
    [one] { $shown } household is not in the snapshot because its answers were erased by law.
   *[other] { $shown } households are not in the snapshot because their answers were erased by law.
}
snapshot-totals = By result
snapshot-part = Only the communes of your area are counted.
snapshot-staff = For use inside the administration: small numbers are not hidden as in published figures.
snapshot-files = The files
snapshot-files-mean = Parquet files, one row a household or a person, for DuckDB, pandas, R. No names, ID numbers, telephone numbers, addresses or written answers are in them; households stand under pseudonyms. Each download is recorded in the audit log.
snapshot-not-yours = The files hold households of everywhere, so only somebody who may take lists away everywhere can have them.
snapshot-no-files = The files are not on this server. Put the folder of the snapshot into the folder snapshots, or take it from where it is kept.
snapshot-file = File
snapshot-rows = Rows
snapshot-not-taken = The file could not be taken

# Sealing from the page.
seal-title = Seal a campaign
seal-choose = No campaign was chosen. Choose one from the list.
seal-why = Reason for sealing
seal-why-hint = It stands in the log, such as “books of 2026 closed after recognition”. No names of households.
seal-do = Seal
seal-stop = Stop
seal-again = Look again
seal-begins = Reading the results…
seal-reached = Households written
seal-see = See the figures
seal-no-campaign = There is no campaign to seal.
seal-running = Being sealed
seal-sealed = Sealed
seal-stopped = Stopped, nothing written
seal-failed = Not sealed
seal-lost = Broken off
seal-lost-do = The server stopped while it was sealing, and nothing was written. Seal again.
