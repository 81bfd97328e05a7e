"""REST and HTTP APIs."""
