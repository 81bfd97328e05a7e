"""Wrong arguments of every command: one line, with what would be right, and no traceback.

The cases are made of the command lines themselves, so that a new command or option has its own.
"""

from __future__ import annotations

import argparse
import os
import subprocess
from collections.abc import Iterator

import pytest

from bench import __main__ as bench
from bench import campaign
from cli import __main__ as command
from cli.arguments import Parser
from cli.stage import LocalStage
from faults import __main__ as faults
from local.checkout import ROOT
from settings import stages

HUGE = "9" * 5000
# What no option takes, with a word of each kind.
WRONG = ("", " ", "x", "1.5", "-1", "0", "1e3", HUGE, "x" * 5000, "a\0b", "ä", "--", "../x")
LINES = command.of_commands(command.parser())
# Of texts that only the stage or AWS can judge, what is empty or too long is wrong.
NO_TEXT = ("", " ", "x" * 5000)
STAGES = (*NO_TEXT, "nope", "../x", "dev-orders", "prod.eu", "a\0b", f"{'x' * 5000}-orders")
# Of these the service and its operation are judged by botocore's own lists of them.
AWS = (("nope", "list"), ("", "list"), ("sqs", "nope"), ("sqs", ""), ("sqs", "x" * 5000))


def arguments(line: Parser) -> list[argparse.Action]:
    return [each for each in line._actions if each.dest != "help"]


def is_flag(action: argparse.Action) -> bool:
    return bool(action.option_strings) and action.nargs == 0


def right(action: argparse.Action) -> str:
    """A value that is not refused when the command line is read."""
    if action.choices:
        return str(next(iter(action.choices)))
    return {"--since": "2h"}.get(action.option_strings[0] if action.option_strings else "", "abc")


def given(action: argparse.Action, value: str) -> list[str]:
    return [f"{action.option_strings[0]}={value}"] if action.option_strings else [value]


def required(line: Parser, without: argparse.Action | None = None) -> list[str]:
    """The words that a command needs, but for one argument."""
    found: list[str] = []
    for action in arguments(line):
        if action is without or action.nargs in ("?", argparse.REMAINDER):
            continue
        if not action.option_strings or action.required:
            found += given(action, right(action))
    return found


def values(action: argparse.Action) -> tuple[str, ...]:
    """The values that an argument does not take."""
    if action.dest == "stage":
        return STAGES
    if action.choices:
        return tuple(word for word in WRONG if word not in action.choices)
    if action.dest in ("since", "until"):
        times = ("99999999999d", "0001-01-01T00:00+23:59", "2h ago", "3w", "2026-13-01", f"{HUGE}m")
        return (*WRONG, *times)
    is_number = action.type is not None and "whole" in getattr(action.type, "__qualname__", "")
    return tuple(word for word in WRONG) if is_number else NO_TEXT


def hint(action: argparse.Action) -> str:
    """What the line must say of the right values."""
    if action.dest == "stage":
        return ", ".join(stages())
    if action.choices:
        return ", ".join(action.choices)
    if action.dest in ("since", "until"):
        return "must be "
    if action.type is None:
        return "must be one word of 3 to 16 lower-case letters and digits"
    return (
        "must have 1 to " if "text" in action.type.__qualname__ else "must be a whole number from"
    )


def cases() -> Iterator[tuple[list[str], str]]:
    """The words of a command with one wrong argument, and what its line must say."""
    yield ([], "COMMAND is missing: one of up, down")
    for word in ("nope", "", "x" * 5000):
        yield ([word], "COMMAND must be one of up, down")
    for name, line in LINES.items():
        if name == "aws":
            continue
        yield ([name, *required(line), "--no-such"], "knows no '--no-such'; there are --help")
        yield ([name, *required(line), "--no-such=1"], "there are --help")
        for action in arguments(line):
            if is_flag(action):
                words = [*required(line), f"{action.option_strings[0]}=1"]
                yield ([name, *words], f"{action.option_strings[0]} takes no value, got '1'")
                continue
            rest = required(line, without=action)
            if rest != required(line):
                # The next positional word stands in its place.
                moved = bool(action.choices) and not action.option_strings and len(rest) > 0
                yield ([name, *rest], hint(action) if moved else " is missing: ")
            if action.option_strings:
                yield ([name, *rest, action.option_strings[0]], " needs a value: ")
            for value in values(action):
                words = [*rest, *given(action, value)]
                if value.startswith("-") and not action.option_strings:
                    words = [*rest, "--", value]
                yield ([name, *words], hint(action))
    for words in AWS:
        yield (["aws", *words], "")


@pytest.fixture(autouse=True)
def nothing_is_started(monkeypatch):
    """No command comes so far as to change anything."""

    def started(*args, **more):
        raise AssertionError(f"the command went on: {args}")

    monkeypatch.setattr(subprocess, "Popen", started)
    monkeypatch.setattr(LocalStage, "forget", started)
    monkeypatch.setattr("cli.setup.prepare", started)


@pytest.mark.parametrize("name", ["", *command.COMMANDS])
def test_a_wrong_argument_is_answered_in_a_line_with_the_right_ones(name, capsys):
    found = 0
    for words, said in cases():
        if name != (words[0] if words and words[0] in LINES else ""):
            continue
        found += 1
        code, shown = command.main(words), capsys.readouterr()
        assert (code, shown.out) in ((1, ""), (2, "")), shown
        [line] = shown.err.splitlines()
        assert line.startswith("platform")
        assert said in line
    assert found


def test_no_argument_is_without_cases():
    for name, line in LINES.items():
        for action in arguments(line):
            if action.type is None and not action.choices and not is_flag(action):
                assert name == "aws" or (name, action.dest) == ("new", "name"), (name, action.dest)


def test_after_make_the_line_has_the_makefiles_words(monkeypatch, capsys):
    monkeypatch.setenv(command.CALLER, "make")
    for words, said in (
        (["redrive"], "make redrive: QUEUE is missing: the dead-letter queue, by its name or its"),
        (
            ["redrive", "q", "--reason="],
            "make redrive: REASON must have 1 to 200 characters, got 0",
        ),
        (["backfill", "c"], "make backfill: SINCE is missing: 2026-11-21T09:00 in UTC, or 90m,"),
        (["backfill", "c", "--since=2h", "--until=3h"], " must be before UNTIL 20"),
        (["preview", "--stage=nope"], f"STAGE must be one of {', '.join(stages())}, or"),
        (["status", "--stage=prod"], "deploy it with pulumi up -s prod from a shell of your own"),
    ):
        assert command.main(words) in (1, 2)
        assert said in capsys.readouterr().err


def made(*words: str) -> subprocess.CompletedProcess[str]:
    """What make would run; nothing is run. The make that runs the tests is not its parent."""
    command = ["make", "--dry-run", "--old-file=.venv/.installed", *words]
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)


def test_make_hands_over_what_is_given_and_nothing_else(monkeypatch):
    monkeypatch.undo()
    for name in ("QUEUE", "REASON", "LIMIT", "ERROR", "CONSUMER", "SINCE", "UNTIL", "STAGE"):
        monkeypatch.delenv(name, raising=False)
    asked = made("redrive", "QUEUE=a", 'REASON=it\'s "mended"').stdout.split()
    assert asked[3:] == [
        "cli",
        "redrive",
        '--stage="local"',
        '--reason="$REASON"',
        "\\",
        "--",
        '"$QUEUE"',
    ]
    asked = made("redrive", "STAGE=dev", "LIMIT=", "ERROR=KeyError").stdout.split()
    assert asked[5:] == ['--stage="dev"', '--limit="$LIMIT"', "\\", '--error="$ERROR"']
    assert '-- "$CONSUMER"' in made("backfill", "CONSUMER=c", "SINCE=1h").stdout
    assert '-- "$QUEUE"' in made("dead-letters", "QUEUE=q").stdout
    refused = made("redrive", "QUEU=a")
    assert refused.returncode != 0
    assert "there is no variable QUEU; there are STAGE" in refused.stderr


@pytest.mark.parametrize(
    ("line", "words", "said"),
    [
        (campaign.command_line, ["--orders=0"], "--orders must be a whole number from 1 to 100000"),
        (campaign.command_line, ["--modes", "sagas"], "--modes must be one of choreography, saga"),
        (bench.command_line, ["memroy"], "PART must be one of memory, preview, policies, handler,"),
        (bench.command_line, ["--fast"], "knows no '--fast'; there are --help"),
        (faults.command_line, ["--kills", "9" * 30], "--kills must be a whole number from 0 to"),
        (faults.command_line, ["--seed=-1"], "--seed must be a whole number from 0 to 999999"),
        (
            faults.command_line,
            ["--only=nope"],
            "--only must be in one of these: state of a service",
        ),
    ],
)
def test_benchmarks_and_faults_answer_in_the_same_way(line, words, said, capsys):
    with pytest.raises(SystemExit) as ended:
        line().read(words)
    [shown] = capsys.readouterr().err.splitlines()
    assert (ended.value.code, said in shown) == (2, True), shown
