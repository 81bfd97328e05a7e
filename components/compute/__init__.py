"""Functions and the archives they run from."""
