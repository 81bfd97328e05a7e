"""API: Lambda handlers behind REST and HTTP APIs."""
