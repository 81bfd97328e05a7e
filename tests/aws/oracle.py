"""Oracle: what others know of AWS, as a value: what it looks at, and what it has against it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that AWS would refuse or that does not exist, and where it stands."""

    at: str
    what: str

    def __str__(self) -> str:
        return f"{self.at}: {self.what}"
