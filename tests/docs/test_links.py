from __future__ import annotations

import re
from contextlib import suppress
from importlib.util import find_spec

import click
import pytest

from cli.__main__ import platform
from settings import ROOT
from tests.docs import pages
from tests.docs.pages import anchors, commands, links, prose, text, typed

WIDEST = 200
PAGES = pages.pages()
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
TOP = {path.name for path in ROOT.iterdir() if path.is_dir()}


@pytest.fixture(params=PAGES, ids=[page.relative_to(ROOT).as_posix() for page in PAGES])
def page(request):
    return request.param


def test_every_link_leads_somewhere(page):
    for link in sorted(set(links(page))):
        if re.match(r"https?:", link):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), f"{link} leads nowhere"
        assert target.is_relative_to(ROOT), f"{link} leads out of the repository"
        assert not anchor or anchor in anchors(target), f"{link}: no such heading"


def test_every_file_that_is_named_exists(page):
    named = {word.rstrip(".,:'") for line in typed(page) for word in line.split()}
    paths = [word for word in named if re.fullmatch(r"[\w.-]+(/[\w.-]+)+/?", word)]
    ours = [path for path in paths if path.split("/")[0] in TOP and not path.startswith(".")]
    assert [path for path in ours if not (ROOT / path).exists()] == []


def test_every_target_of_make_exists(page):
    for arguments in commands(page, "make"):
        words = [word for word in arguments if not word.startswith("-") and "=" not in word]
        assert set(words) <= TARGETS, f"make {' '.join(arguments)}"


# The arguments that a command needs where a page only mentions it.
ASKED = {
    "aws": ["sqs", "list-queues"],
    "completion": ["bash"],
    "backfill": ["analytics-count-order", "--since", "2026-11-21T10:00"],
    "emulator": ["start"],
    "event-sample": ["sqs"],
    "invoke": ["orders-place"],
    "migrate": ["plan", "inventory.yaml"],
    "tune": ["orders-place"],
    "new": ["service", "reviews"],
    "redrive": ["analytics-count-order", "--reason", "fixed"],
    "stage": ["list"],
    "token": ["alice"],
    "url": ["orders"],
    "logs": ["orders"],
    "trace": ["1a2b3c4d"],
}

# A stage and a service that the reader of a page adds, and which there is in their place.
ADDED = {"two": "dev", "reviews": "orders", "<name>": "http-api"}


def read(words):
    """Read the words of a command, which is not run."""
    name, *rest = words
    command = platform.get_command(click.Context(platform), name)
    with suppress(click.exceptions.Exit):
        command.make_context(name, rest)


def test_every_platform_command_is_one(page):
    for arguments in commands(page, "platform"):
        arguments += ASKED.get(arguments[0], []) if len(arguments) == 1 else []
        try:
            read([ADDED.get(word, word) for word in arguments])
        except click.ClickException as wrong:
            pytest.fail(f"platform {' '.join(arguments)}: {wrong}")


def test_every_module_that_is_run_exists(page):
    for module in re.findall(r"python -m ([\w.]+)", text(page)):
        assert find_spec(module), module


def test_lines_are_no_wider_than_a_screen():
    lines = [line for page in (ROOT / "docs").rglob("*.md") for line in prose(page).splitlines()]
    assert [line for line in lines if len(line) > WIDEST and not line.startswith("|")] == []


def test_every_page_is_reached_from_the_first():
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached and page.suffix == ".md":
            reached.add(page)
            local = [link.partition("#")[0] for link in links(page) if ":" not in link]
            waiting.extend((page.parent / link).resolve() for link in local if link)
    assert set(PAGES) - reached == set()


@pytest.mark.parametrize("words", ["up --fast", "start", "emulator begin"])
def test_a_command_that_does_not_exist_would_be_noticed(words, tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"Run `platform {words}`.\n", encoding="utf-8")
    [arguments] = commands(page, "platform")
    with pytest.raises(click.ClickException):
        read(arguments)


def test_commands_are_found_in_blocks_in_text_and_inside_others(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        'Run `make up`.\n```\neval "$(make -s env)"   # make nothing\nplatform up; make down\n```\n'
        "```text\nmake believe\n```\n",
        encoding="utf-8",
    )
    assert list(commands(page, "make")) == [["-s", "env"], ["down"], ["up"]]
    assert list(commands(page, "platform")) == [["up"]]
