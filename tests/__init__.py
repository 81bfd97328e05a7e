"""Tests, in tiers by what they touch; the folders mirror those they test."""
