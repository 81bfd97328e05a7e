"""The toolchain: engine, language host and the state they work on."""
