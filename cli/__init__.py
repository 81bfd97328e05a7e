"""The ``platform`` command: one file a command."""
