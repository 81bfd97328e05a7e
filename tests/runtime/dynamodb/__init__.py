"""Tests of the library that travels in every function."""
