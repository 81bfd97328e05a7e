"""Cost: what a stage costs in a month, from its resources, how it is used, and a price table."""
