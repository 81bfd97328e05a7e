"""State machines of Step Functions, built from checked states."""
