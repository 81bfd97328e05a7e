"""CORS: the origin by which scripts of every site may read what is answered."""

from __future__ import annotations

# In a list, and as API Gateway quotes it.
ANY = ("*", "'*'")
FAULT = "scripts of every site may read its answers"
