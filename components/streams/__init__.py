"""Consumers of streams."""
