//! Acts about users and their roles.
