"""Doors: REST and HTTP APIs."""
