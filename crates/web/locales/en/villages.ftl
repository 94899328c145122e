# Villages.
villages-title = Villages
villages-lead = Add, rename, merge, split and close villages by a document; correct whether one is urban or rural, with the source. Every change has its day and stands in the log.
villages-all = All communes
villages-found = { $n ->
    [one] One village in your area
   *[other] { $shown } villages in your area
}
villages-units = Provinces and communes of the country
villages-units-are = Provinces and communes of today: { $name }, by the pack
villages-units-do = Provinces and communes are decided higher up and not changed here: the operator replaces the pack at the start
village-name = Name
village-kind = Kind
village-thon = Village (thôn)
village-to-dan-pho = Residential group (tổ dân phố)
village-commune = Commune
village-zone = Zone
village-urban = Urban
village-rural = Rural
village-zone-source = Source of the zone
village-zone-hint = What says whether this place is urban or rural. It does not follow from the word “phường”.
village-since = Since
village-from = In force from
village-document = Document that decided it
village-document-hint = Number, day and who issued it, such as “Resolution 12/NQ-HĐND of 2026-02-01”.
village-add = Add a village
village-incomplete = Something is missing, or a day is none. Fill in the empty fields and send again.
village-said = What was recorded of this place
village-households = Households here by the register: { $name }.
village-see-households = See the households
village-holds-from = From { $name }
village-undone = undone
village-undo = Undo
village-restate = Change name, zone or commune
village-restate-says = What was recorded before stays in the log and holds for the days before.
village-restate-do = Record the change
village-close = Close this village
village-close-says = For mergers and splits. If it becomes a new place, add that first. Households stay here in the register until they are moved.
village-into = It became
village-into-none = There is no other village in this commune.
village-closed-from = It ended on
village-closed = Closed
village-closed-on = Closed from { $name }
village-became = It became
village-to-move = Households still to be moved: { $name }.
