"""Benchmarks: what the design promises, measured in one run and given as ratios."""
