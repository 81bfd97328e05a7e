"""Migration: the way from a monolith, as stages with steps, for an inventory of its modules."""
