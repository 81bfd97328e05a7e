"""Writes what the documents say of the program: ``python -m tests.docs.write``."""

from __future__ import annotations

from settings import ROOT
from tests.docs import seen_in
from tests.docs.openapi import document
from tests.docs.parts import PARTS, text_of

if __name__ == "__main__":
    for name in document.write():
        print(f"wrote the document of {name}")
    for part in PARTS:
        text = text_of(part.page)
        if part.rewritten(text) != text:
            (ROOT / part.page).write_text(part.rewritten(text), encoding="utf-8")
            print(f"wrote {part.name} in {part.page}")
    catalogue = text_of(seen_in.PAGE)
    if seen_in.rewritten(catalogue) != catalogue:
        (ROOT / seen_in.PAGE).write_text(seen_in.rewritten(catalogue), encoding="utf-8")
        print(f"wrote the column of services in {seen_in.PAGE}")
