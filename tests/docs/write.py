"""Writes what the documents say of the program: ``python -m tests.docs.write``."""

from __future__ import annotations

from settings import ROOT
from tests.docs.parts import PARTS, text_of

if __name__ == "__main__":
    for part in PARTS:
        text = text_of(part.page)
        if part.rewritten(text) != text:
            (ROOT / part.page).write_text(part.rewritten(text), encoding="utf-8")
            print(f"wrote {part.name} in {part.page}")
