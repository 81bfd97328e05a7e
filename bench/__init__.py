"""Benchmarks: what the design promises, measured in one run and told as ratios."""
