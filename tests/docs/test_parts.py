from __future__ import annotations

import re

import pytest

from settings import ROOT
from tests.docs.made import table
from tests.docs.parts import PARTS, Part, text_of

PART = Part("a page", "a part", lambda: "new\n")
PAGE = f"# Title\n\n{PART.opening}old\n<!-- end -->\n\nmore\n\n<!-- end -->\n"


@pytest.mark.parametrize("part", PARTS, ids=[f"{part.page}: {part.name}" for part in PARTS])
def test_what_a_page_says_of_the_program_is_what_the_program_says(part):
    same = part.written(text_of(part.page)) == part.make()
    assert same, f"{part.page} is behind the program: python -m tests.docs.write"


def test_every_part_that_a_page_claims_is_made():
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    claimed = [
        (page.relative_to(ROOT).as_posix(), name)
        for page in pages
        for name in re.findall(r"<!-- made: ([^,]+),", page.read_text(encoding="utf-8"))
    ]
    assert sorted(claimed) == sorted((part.page, part.name) for part in PARTS)


def test_only_the_part_itself_is_rewritten():
    assert PART.written(PAGE) == "old\n"
    assert PART.rewritten(PAGE) == PAGE.replace("old\n", "new\n")
    assert PART.rewritten(PART.rewritten(PAGE)) == PART.rewritten(PAGE)


@pytest.mark.parametrize(
    "page",
    ["", PAGE.replace(PART.opening, ""), PAGE + PAGE, PART.opening + "old\n"],
    ids=["empty", "without its beginning", "twice", "without its end"],
)
def test_a_page_without_the_place_is_named(page):
    with pytest.raises(ValueError, match="a page must hold, once, <!-- made: a part"):
        PART.written(page)


def test_a_cell_holds_what_it_was_given():
    made = table(("a", "b"), [("x|y", "<z>")])
    assert made == "| a | b |\n| --- | --- |\n| x\\|y | \\<z> |\n"
