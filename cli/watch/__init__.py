"""Watch: a saved file of a handler is live on the local stage at once, without the engine."""
