"""Queues, topics, event buses, and their consumers."""
