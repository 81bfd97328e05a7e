"""Tune: a function at several memory sizes, what each costs and how long it takes."""
