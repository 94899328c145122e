//! Acts about villages and programme areas.
