demo-label = Demo: every person, household and figure here is invented.
