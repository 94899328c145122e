//! Looks for any change of what acts wrote.
