//! The answers of a household as they are stored, and as the engine reads them.
