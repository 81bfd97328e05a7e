"""Queues, topics, buses and who listens to them."""
