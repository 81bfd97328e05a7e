"""The platform command."""
