"""The local stage, deployed for real: HTTP in, events through, and what is left in the end."""
