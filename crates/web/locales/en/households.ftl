# Households: list, file, changes, taking away.

nav-households = Households
households-title = Households
households-lead = The households of your area.
households-find = Find a household
households-find-hint = The name of somebody in it (with or without diacritics), village or residential group, household number, personal ID number or telephone. Personal numbers are not written into the page's address.
households-all = See all households
households-found = { $n ->
    [one] { $shown } household
   *[other] { $shown } households
}
households-more-than = More than { $shown } households
households-none-found = There is no such household in your area. Filter by less or search by part of a name.
households-none-yet = There is no household in your area yet. Import a list of households to begin.
households-take = Take this list away:
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
