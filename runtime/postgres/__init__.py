"""PostgreSQL: one connection for an execution environment, and statements on it."""
