"""Step Functions: Lambda handlers of tasks, and task tokens."""
