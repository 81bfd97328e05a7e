"""Clients: AWS services, the event bus, and the other services of the platform."""
