"""The emulator as a process: found, started, stopped; a stand-in answers for the real one."""
