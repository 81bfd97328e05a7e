"""Service check: what is missing for a service, in words, with what to do about each.

The tests find the same; this says it of one service, in seconds: ``platform check SERVICE``.
"""
