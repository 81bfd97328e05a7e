"""The local stage: the engine, the emulator and the provider that let a laptop stand in for AWS."""
