"""Blueprints: which AWS services five architectures need, may have, and are better without."""
