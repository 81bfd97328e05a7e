"""A deployed stage as its customers reach it: URLs, tokens, a client."""
