"""A service composed from the catalogue: store, triggers, APIs, parameters, alarms, dashboard."""
