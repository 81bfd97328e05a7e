"""Handlers of streams: what table streams and Kinesis have in common."""
