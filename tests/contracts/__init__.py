"""Tests of what services know of each other, and of the cards that say so."""
