"""In progress: what an invocation finds that another one is doing, or has left undone."""

from __future__ import annotations


class InProgress(Exception):
    """Another invocation runs the same action, or was lost while it did: then its record holds the
    action until the time of that invocation is over.
    """
