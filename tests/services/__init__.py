"""Tests of the handlers, each through its own entry point."""
