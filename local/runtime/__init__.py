"""What AWS's Python runtime does for a function, for the emulator; it travels in the archive."""
