//! Step 4: lists of a million households and the overview of a city, answered at once.
//!
//! The names of all people stand in the row of their household: a list then looks for words in one table. The word index
//! moves from people to households.

use crate::migration::Type::Text;
use crate::migration::{Change, may};

pub(super) const CHANGES: &[Change] = &[
    // Search keys of the people in it, with ` | ` between them and a space at both ends; as the registry writes it.
    Change::AddColumn("household_now", may("names", Text)),
    Change::Sql {
        sqlite: &[
            "drop trigger person_search_in",
            "drop trigger person_search_out",
            "drop trigger person_search_change",
            "drop table person_search",
            "update household_now set names = (select ' ' || group_concat(p.search, ' | ' order by p.person_id) || ' ' from person_now p where p.household_id = household_now.household_id)",
            // Without places of words: nothing asks for phrases, and frequent words are read faster.
            "create virtual table household_search using fts5(words, content='', contentless_delete=1, detail=none, tokenize='unicode61')",
            "insert into household_search (rowid, words) select number, names from household_now where names is not null",
            "create trigger household_search_in after insert on household_now when new.names is not null begin insert into household_search (rowid, words) values (new.number, new.names); end",
            "create trigger household_search_out after delete on household_now when old.names is not null begin delete from household_search where rowid = old.number; end",
            "create trigger household_search_change after update of names, number on household_now begin delete from household_search where rowid = old.number; insert into household_search (rowid, words) select new.number, new.names where new.names is not null; end",
            // To go through all names in the order of the list. A row of PostgreSQL's index could not hold those of a hostel.
            "create index household_now_names_search on household_now (is_active, head_search, household_id, province_code, names)",
            "create index household_now_deprivations on household_now (is_active, deprivation_count desc, household_id)",
        ],
        postgres: &[
            "drop index person_now_search",
            "update household_now set names = (select ' ' || string_agg(p.search, ' | ' order by p.person_id) || ' ' from person_now p where p.household_id = household_now.household_id)",
            "create index household_now_names_search on household_now using gin (to_tsvector('simple', names))",
            "create index household_now_deprivations on household_now (is_active, deprivation_count desc nulls last, household_id)",
        ],
    },
    Change::Sql { sqlite: INDEXES, postgres: INDEXES },
];

/// Each list in its order, with what is counted in it; then what the overview adds up. Most households were never reviewed
/// and are of no minority: whoever registers them does not pay for those lists.
const INDEXES: &[&str] = &[
    "drop index household_now_province_code_commune_code_village_id_head_search_household_id",
    "drop index household_now_commune_code_outcome_head_search_household_id",
    "drop index household_now_head_search_household_id",
    "create index household_now_all on household_now (is_active, head_search, household_id, province_code, outcome, is_ethnic_minority)",
    "create index household_now_commune on household_now (commune_code, is_active, head_search, household_id, province_code)",
    "create index household_now_village on household_now (village_id, is_active, head_search, household_id, province_code)",
    "create index household_now_outcome on household_now (is_active, outcome, head_search, household_id, province_code, commune_code, outcome_year, is_ethnic_minority) where outcome is not null",
    "create index household_now_year on household_now (is_active, outcome_year, head_search, household_id, province_code) where outcome_year is not null",
    "create index household_now_minority on household_now (is_active, is_ethnic_minority, head_search, household_id, province_code, outcome_year) where is_ethnic_minority = true",
    "create index household_now_figures on household_now (commune_code, village_id, is_active, is_ethnic_minority, members, province_code)",
    "create index assessment_figures on assessment (campaign_id, household_id, act_seq, ordinal, outcome, members, village_id, commune_code, province_code, deprived)",
];
