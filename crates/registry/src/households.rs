//! The list of households: search, filters, paging.
