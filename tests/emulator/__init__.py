"""Tests of the emulator's process: started, found, stopped. A small HTTP server takes its place."""
