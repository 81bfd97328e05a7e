"""The catalogue, pattern by pattern, each deployed in memory."""
