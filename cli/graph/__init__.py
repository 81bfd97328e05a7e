"""The graph of services, events, queues and calls, drawn."""
