"""Emulator process: what runs in the emulator's own virtual environment, as its server."""
