"""Alarms, dashboards and what a stage asks of every component."""
