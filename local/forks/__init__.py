"""Forks: Python processes that start from one which has imported what they need."""
