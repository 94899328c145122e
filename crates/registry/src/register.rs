//! Acts about households and people: registering, changing, moving, birth, death, split, new head, undo.
