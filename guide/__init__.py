"""Guide: which architecture and which AWS service for what, as data and small functions."""
