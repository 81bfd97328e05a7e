"""Pictures of several formats and sizes, made for tests of what users upload."""
