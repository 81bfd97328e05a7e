"""Writes the ledgers: ``python -m tests.identity.write``."""

from __future__ import annotations

from tests.identity.ledger import STAGES, file_of, now

if __name__ == "__main__":
    for stage in STAGES:
        file_of(stage).write_text("\n".join(now(stage)) + "\n", encoding="utf-8")
        print(f"wrote {file_of(stage).name}")
