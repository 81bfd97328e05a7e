"""Stores that a service may choose instead of a table: in a network, for one service each."""
