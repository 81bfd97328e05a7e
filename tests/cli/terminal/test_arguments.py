"""Wrong arguments of every command: one line, with what would be right, and no traceback.

The cases are made of the command lines themselves, so that a new command or option has its own.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from functools import cache

import click
import pytest

from bench import __main__ as bench
from bench import campaign
from cli import __main__ as command
from cli.commands import COMMANDS
from cli.stage.local import LocalStage
from cli.stage.own_stage import NewName
from cli.stage.services import ServiceName
from cli.terminal import usage
from cli.terminal.arguments import StageName, Text, Whole
from cli.terminal.example_name import ExampleName, names
from cli.terminal.moments import Moment
from faults import __main__ as faults
from local.checkout import ROOT
from settings import stages

HUGE = "9" * 5000
# What no option takes, with a word of each kind.
WRONG = ("", " ", "x", "1.5", "-1", "0", "1e3", HUGE, "x" * 5000, "a\0b", "ä", "--", "../x")
LINES = {name: command.command(name) for name in COMMANDS}
# Of texts that only the stage or AWS can judge, what is empty or too long is wrong.
NO_TEXT = ("", " ", "x" * 5000)
STAGES = (*NO_TEXT, "nope", "../x", "dev-orders", "prod.eu", "a\0b", f"{'x' * 5000}-orders")
TIMES = ("99999999999d", "0001-01-01T00:00+23:59", "2h ago", "3w", "2026-13-01", f"{HUGE}m")
# Of these the service and its operation are judged by botocore's own lists of them.
AWS = (("nope", "list"), ("", "list"), ("sqs", "nope"), ("sqs", ""), ("sqs", "x" * 5000))


def is_option(parameter: click.Parameter) -> bool:
    return isinstance(parameter, click.Option)


def is_flag(parameter: click.Parameter) -> bool:
    return isinstance(parameter, click.Option) and parameter.is_flag


def right(parameter: click.Parameter) -> str:
    """A value that is taken when the command line is read."""
    if isinstance(parameter.type, click.Choice):
        return str(next(iter(parameter.type.choices)))
    if isinstance(parameter.type, Whole):
        return str(parameter.type.low)
    if isinstance(parameter.type, StageName):
        return "local"
    if isinstance(parameter.type, ServiceName):
        return "orders"
    if isinstance(parameter.type, ExampleName):
        return names()[0]
    return "2h" if isinstance(parameter.type, Moment) else "abc"


def given(parameter: click.Parameter, value: str) -> list[str]:
    return [f"{parameter.opts[-1]}={value}"] if is_option(parameter) else [value]


def required(line: click.Command, without: click.Parameter | None = None) -> list[str]:
    """The words that a command needs, but for one argument."""
    return [
        word
        for each in line.params
        if each.required and each is not without
        for word in given(each, right(each))
    ]


def values(parameter: click.Parameter) -> tuple[str, ...]:
    """The values that an argument does not take."""
    if isinstance(parameter.type, StageName):
        return STAGES
    if isinstance(parameter.type, click.Choice):
        return tuple(word for word in WRONG if word not in parameter.type.choices)
    if isinstance(parameter.type, Moment):
        return (*WRONG, *TIMES)
    if isinstance(parameter.type, Whole):
        return tuple(word for word in WRONG if word != "0" or parameter.type.low > 0)
    return NO_TEXT


def hint(parameter: click.Parameter) -> str:
    """What the line must say of the right values."""
    if isinstance(parameter.type, StageName):
        return ", ".join(stages())
    if isinstance(parameter.type, click.Choice):
        known = list(map(repr, parameter.type.choices))
        return f"is not one of {', '.join(known)}" if len(known) > 1 else f"is not {known[0]}"
    if isinstance(parameter.type, Moment):
        return "must be "
    if isinstance(parameter.type, Text):
        return f"must have 1 to {parameter.type.longest} characters"
    if isinstance(parameter.type, Whole):
        return f"must be a whole number from {parameter.type.low} to {parameter.type.high}"
    if isinstance(parameter.type, NewName):
        return "must be 2 to 20 of a-z, 0-9 and -"
    if isinstance(parameter.type, ExampleName):
        return ", ".join(names())
    return "must be one word of 3 to 16 lower-case letters and digits"


def cases() -> Iterator[tuple[list[str], str]]:
    """The words of a command with one wrong argument, and what its line must say."""
    for word in ("nope", "", "x" * 5000):
        yield ([word], "there are up, down")
    yield (["redirve"], "Did you mean 'redrive'?")
    yield (["--no-such"], "there are --version, --help")
    for name, line in LINES.items():
        if name == "aws":
            continue
        yield ([name, *required(line), "--no-such"], "'--no-such'; there are --")
        yield ([name, *required(line), "--no-such=1"], "--help")
        if all(is_option(each) for each in line.params):
            yield (
                [name, *required(line), "more"],
                "unexpected extra argument (more); it takes [OPT",
            )
        for each in line.params:
            yield from (([name, *words], said) for words, said in cases_of(line, each))
    for words in AWS:
        yield (["aws", *words], "")


def cases_of(line: click.Command, parameter: click.Parameter) -> Iterator[tuple[list[str], str]]:
    """The same of one argument."""
    name, rest = parameter.opts[-1], required(line, without=parameter)
    if is_flag(parameter):
        yield ([*required(line), f"{name}=1"], f"'{name}' does not take a value")
        return
    if parameter.required and is_option(parameter):
        yield (rest, f"Missing option '{name}': {parameter.help}")
    elif parameter.required and not any(not word.startswith("-") for word in rest):
        yield (rest, "Missing argument ")
    if is_option(parameter):
        yield ([*rest, name], f"'{name}' requires an argument: {parameter.help}")
    for value in values(parameter):
        words = [*rest, *given(parameter, value)]
        if not is_option(parameter):
            words = [*(w for w in rest if w.startswith("-")), "--"]
            places = [each for each in line.params if not is_option(each)]
            before = places[: places.index(parameter)]
            words += [
                value if each is parameter else right(each)
                for each in places
                if each.required or each is parameter or each in before
            ]
        yield (words, hint(parameter))


@pytest.fixture(autouse=True)
def nothing_is_started(monkeypatch):
    """No command comes so far as to change anything."""

    def started(*args, **more):
        raise AssertionError(f"the command went on: {args}")

    monkeypatch.setattr(subprocess, "Popen", started)
    monkeypatch.setattr(LocalStage, "forget", started)
    monkeypatch.setattr("cli.stage.setup.prepare", started)


@cache
def every_case() -> tuple[tuple[list[str], str], ...]:
    return tuple(cases())


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_a_wrong_argument_is_answered_in_a_line_with_the_right_ones(name, capsys):
    found = 0
    for words, said in every_case():
        if name != (words[0] if words[0] in LINES else ""):
            continue
        found += 1
        code, shown = command.main(words), capsys.readouterr()
        assert code == 2, shown
        assert shown.out == ""
        [line] = shown.err.splitlines()
        assert line.startswith("platform")
        assert said in line, words
    assert found


def test_no_argument_is_without_cases():
    judged = (StageName, ExampleName, NewName, click.Choice, Moment, Text, Whole)
    for name, line in LINES.items():
        for each in line.params:
            if not isinstance(each.type, judged) and not is_flag(each):
                assert name == "aws" or (name, each.name) == ("new", "name"), (name, each.name)


def test_every_command_that_prints_facts_prints_them_as_json():
    """The others print what a shell or AWS defines: a script, the answer of an operation, an event
    of a source, which is JSON.
    """
    without = {
        name
        for name, line in LINES.items()
        if "--json" not in {each for option in line.params for each in option.opts}
    }
    assert without == {"aws", "completion", "event-sample"}


@pytest.mark.parametrize(
    "words",
    [
        ["url", "oders"],
        ["logs", "oders"],
        ["logs", "suppliers"],
        ["up", "local", "oders"],
        ["preview", "prod", "oders"],
        ["example", "queue-wroker"],
        ["lake", "--stage=prod"],
        ["permissions", "prod"],
        ["drift", "prod"],
        ["advise", "--answers=nope.yaml"],
    ],
)
def test_a_name_that_is_not_there_is_exit_code_2_whatever_it_names(words, capsys):
    assert command.main(words) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1


def test_a_shell_completes_the_services_that_the_stage_deploys(monkeypatch, capsys):
    monkeypatch.undo()
    monkeypatch.setenv("_PLATFORM_COMPLETE", "bash_complete")
    for words, offered in (("logs --stage local s", "storefront"), ("up local ord", "orders")):
        monkeypatch.setenv("COMP_WORDS", f"platform {words}")
        monkeypatch.setenv("COMP_CWORD", str(len(words.split())))
        with pytest.raises(SystemExit):
            command.main([])
        shown = capsys.readouterr().out
        assert offered in shown
        assert "suppliers" not in shown


def test_after_make_the_line_has_the_makefiles_words(monkeypatch, capsys):
    monkeypatch.setenv(usage.CALLER, "make")
    for words, said in (
        (
            ["redrive"],
            "make redrive: Missing argument 'QUEUE': Have the messages of a",
        ),
        (
            ["redrive", "q", "--reason="],
            "make redrive: Invalid value for REASON: must have 1 to 200 characters, got 0",
        ),
        (
            ["backfill", "c"],
            "make backfill: Missing option SINCE: 2026-11-21T09:00 in UTC",
        ),
        (["backfill", "c", "--since=2h", "--until=3h"], " must be before UNTIL 20"),
        (["preview", "--stage=nope"], f"value for STAGE: must be one of {', '.join(stages())}, or"),
        (
            ["drift", "--stage=prod"],
            "prod is a stage on AWS: Pulumi.prod.yaml has no endpoint; this command is",
        ),
    ):
        assert command.main(words) == 2
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
    ("program", "words", "said"),
    [
        (campaign.main, ["--orders=0"], "must be a whole number from 1 to 100000"),
        (campaign.main, ["--mode", "sagas"], "is not one of 'choreography', 'saga'"),
        (bench.main, ["memroy"], "is not one of 'memory', 'preview', 'policies', 'handler',"),
        (bench.main, ["--fast"], "No such option '--fast'; there are --help"),
        (faults.main, ["--kills", "9" * 30], "'--kills': must be a whole number from 0 to"),
        (faults.main, ["--seed=-1"], "'--seed': must be a whole number from 0 to 999999"),
        (faults.main, ["--only=nope"], "must be in one of these: state of a service"),
    ],
)
def test_benchmarks_and_faults_answer_in_the_same_way(program, words, said, capsys):
    assert usage.run(program, "program", words) == 2
    [shown] = capsys.readouterr().err.splitlines()
    assert said in shown
