"""The documentation site: pages of the repository, one for each pattern, and its configuration."""
