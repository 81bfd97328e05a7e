"""The documentation site as ``make docs`` builds it, and what a reader sees in a browser."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from local.examples import every
from settings import ROOT
from tests.docs.pages import pages
from tests.docs.site.build import PAGES, build, loaded_from_elsewhere, made_of
from tests.docs.site.places import Site, page_of
from tests.local import accessibility
from tests.local.browser import MISSING, NOT_RUN, browser

SECONDS = 60
# The search is in a tree of its own, below an element of the page.
SEARCHING = "return [...document.body.children].some((element) => element.shadowRoot)"
RESULTS = """
return [...document.body.children].filter((element) => element.shadowRoot).flatMap(
  ({shadowRoot}) => [...shadowRoot.querySelectorAll("a")].map((link) => link.href));
"""
# The texts of a picture that reach over the right end of the box that is drawn before them.
OUTSIDE = """
let end;
return [...document.querySelectorAll("rect, text")].filter((element) => {
  const {x, width} = element.getBBox();
  if (element.localName === "rect") end = x + width;
  return x + width > end;
}).map(({textContent}) => textContent);
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site; its links have been checked."""
    return build(tmp_path_factory.mktemp("site")).parent


def test_every_page_of_the_repository_is_on_the_site(site):
    places = [place for page in pages() if (place := page_of(page))]
    assert len(places) == len(pages())
    assert [str(p) for p in places if not (site / p.with_suffix(".html")).is_file()] == []


def test_nothing_is_loaded_from_elsewhere(site):
    assert loaded_from_elsewhere(site) == []
    page = (site / "patterns/queue-worker.html").read_text("utf-8")
    assert "../scripts/shim.js" in page
    assert "../scripts/mermaid.js" in page
    assert '<a id="__codelineno-0-1" aria-label="line 1"' in page


def test_a_script_of_another_host_would_be_noticed(tmp_path):
    (tmp_path / "page.html").write_text('<script async src="https://cdn.example/a.js"></script>')
    assert loaded_from_elsewhere(tmp_path) == ["page.html: https://cdn.example/a.js"]


@pytest.mark.parametrize("example", [each.name for each in every()])
def test_a_pattern_has_its_picture_program_defaults_cost_and_limits(site, example):
    text = (site.parent / PAGES / f"patterns/{example}.md").read_text("utf-8")
    program = (ROOT / "examples" / example / "__main__.py").read_text("utf-8")
    assert program.rstrip() in text
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    expected = {"Picture", "Try it", "Program", "Defaults", "Cost", "Promises and limits"}
    assert expected - set(headings) <= {"Try it", "Defaults", "Promises and limits"}
    assert f"![What {example} makes" in text
    assert (site / f"patterns/{example}.svg").is_file()


def test_a_link_that_leads_nowhere_ends_the_build(tmp_path):
    Site(tmp_path / PAGES).write(PurePosixPath("index.md"), "# Page\n\n[nowhere](gone.md)\n")
    with pytest.raises(SystemExit, match="page does not exist"):
        made_of(tmp_path, {"Quick start": ["index.md"]})


def test_every_text_of_every_picture_is_inside_of_its_box(site, tmp_path):
    if MISSING:
        pytest.skip(NOT_RUN)
    drawn = sorted((site / "patterns").glob("*.svg"))
    with browser(tmp_path / "profile") as visitor:
        found = {}
        for picture in drawn:
            visitor.get(picture.as_uri())
            found[picture.stem] = visitor.execute_script(OUTSIDE)
    assert len(found) > 30
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_a_reader_finds_a_page_by_its_words_without_a_server(site, tmp_path, note):
    if MISSING:
        note(NOT_RUN)
        pytest.skip(NOT_RUN)
    with browser(tmp_path / "profile") as visitor:
        visitor.get((site / "patterns/queue-worker.html").as_uri())
        assert visitor.find_element(By.TAG_NAME, "h1").text.startswith("Queue worker")
        for view in accessibility.views(visitor, tmp_path):
            assert [*accessibility.serious(visitor), *accessibility.too_wide(visitor)] == [], view
        note(f"screenshots of the documentation site: {tmp_path}")
        visitor.get((site / "index.html").as_uri())
        keys = ActionChains(visitor)
        keys.key_down(Keys.CONTROL).send_keys("k").key_up(Keys.CONTROL).perform()
        WebDriverWait(visitor, SECONDS).until(lambda _: visitor.execute_script(SEARCHING))
        keys.send_keys("compensations").perform()
        found = (site / "patterns/saga.html").as_uri() + "?h=compensations"
        WebDriverWait(visitor, SECONDS).until(
            lambda _: found in visitor.execute_script(RESULTS), "the search does not find the saga"
        )
        assert visitor.get_log("browser") == []
