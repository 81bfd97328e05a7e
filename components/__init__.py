"""The catalogue: one file a pattern, grouped by area; knows no stage and no service."""
