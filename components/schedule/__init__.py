"""Work that starts at its time."""
