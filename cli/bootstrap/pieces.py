"""Pieces: what an account must have, each looked for, and made where it is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum

from botocore.exceptions import BotoCoreError, ClientError

from local.checkout import LocalError
from local.progress import say


class State(StrEnum):
    """What is known of a piece; ``SKIPPED`` is a setting of what exists and differs."""

    THERE = "there"
    MISSING = "missing"
    DIFFERS = "differs"
    SKIPPED = "skipped"
    MADE = "made"


@dataclass(frozen=True)
class Piece:
    """One thing, or one setting of it.

    ``difference`` returns what differs in words, or "" if nothing does; it raises ``ClientError``
    with a code of ``absent`` if the piece does not exist, or returns None.
    """

    name: str
    difference: Callable[[], str | None]
    make: Callable[[], object]
    absent: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """A piece as it was found; ``words`` say what differs."""

    piece: Piece
    state: State
    words: str = ""


# A thing, and the settings of it: they are not looked at where the thing differs.
Thing = Sequence[Piece]


def found(things: Iterable[Thing]) -> list[Found]:
    """Look for every piece; nothing is changed."""
    return [each for thing in things for each in _of(thing)]


def missing(plan: Iterable[Found]) -> list[Found]:
    return [each for each in plan if each.state is State.MISSING]


def differences(plan: Iterable[Found]) -> list[Found]:
    return [each for each in plan if each.state is State.DIFFERS]


def made(plan: Sequence[Found]) -> list[Found]:
    """Make what is missing, in its order; raises ``LocalError`` with what was made before a
    failure. All of that is found by the next run, which goes on.
    """
    done: list[Found] = []
    for each in plan:
        if each.state is State.MISSING:
            with _naming(each.piece, done):
                each.piece.make()
            say(f"made {each.piece.name}")
            each = replace(each, state=State.MADE)
        done.append(each)
    return done


def code_of(error: ClientError) -> str:
    """The code of an error of AWS, such as ``NoSuchEntity``."""
    return str(error.response.get("Error", {}).get("Code", ""))


@contextmanager
def _naming(piece: Piece, done: Sequence[Found]) -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        before = ", ".join(each.piece.name for each in done if each.state is State.MADE)
        raise LocalError(
            f"{piece.name} was not made: {error}; made before it: {before or 'nothing'}; "
            "run the command again to go on"
        ) from None


def _of(thing: Thing) -> Iterator[Found]:
    first, *settings = thing
    head = _look(first)
    yield head
    for each in settings:
        if head.state is State.DIFFERS:
            yield Found(each, State.SKIPPED, f"as {first.name} differs")
        elif head.state is State.MISSING:
            yield Found(each, State.MISSING)
        else:
            yield _look(each)


def _look(piece: Piece) -> Found:
    try:
        words = piece.difference()
    except ClientError as error:
        if code_of(error) not in piece.absent:
            raise
        words = None
    if words is None:
        return Found(piece, State.MISSING)
    return Found(piece, State.DIFFERS if words else State.THERE, words)
