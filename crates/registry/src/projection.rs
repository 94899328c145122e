//! What is true today, made from the facts.
