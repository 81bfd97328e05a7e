"""WebSocket: Lambda handlers behind WebSocket APIs, and sending to their connections."""
