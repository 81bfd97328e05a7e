"""Examples on a local stage, without the platform beside them."""
