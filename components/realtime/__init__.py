"""Realtime: what reaches very many clients that stay connected."""
