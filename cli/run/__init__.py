"""A run of the engine on several stacks: their order, what it shows, and its report."""
