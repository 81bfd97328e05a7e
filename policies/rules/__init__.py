"""The rules, a file per AWS service."""
