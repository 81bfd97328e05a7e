"""A stage: its settings, services, emulator, engine, account, and the lock on it."""
