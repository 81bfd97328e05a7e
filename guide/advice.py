"""Advice: the way through the tree, the parts of its blueprint, its cost, what to leave out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from components.blueprints.pattern import Status
from guide.fits import Situation, judge
from guide.matrix import row_of
from guide.tree import QUESTIONS, Answers, Way, names, walk


class AnswersError(ValueError):
    """Answers that are none; the message names the questions that there are."""


def answers_of(given: Any) -> tuple[Answers, Situation]:
    """Answers, and what else is known, as a file has them: names of questions with true or false,
    and names of numbers. What is left out is no, or not known.
    """
    if not isinstance(given, dict):
        raise AnswersError(f"answers are names with values, got {given!r}")
    numbers = {key: value for key, value in given.items() if key in Situation.__annotations__}
    flags = {key: value for key, value in given.items() if key not in numbers}
    if unknown := sorted(set(flags) - set(names())):
        known = ", ".join([*names(), *Situation.__annotations__])
        raise AnswersError(f"knows no {', '.join(unknown)}; there are {known}")
    for key, value in flags.items():
        if not isinstance(value, bool):
            raise AnswersError(f"{key} must be true or false, got {value!r}")
    try:
        return Answers(**flags), Situation(**numbers)
    except ValueError as wrong:
        raise AnswersError(str(wrong)) from None


def advice(given: Mapping[str, Any]) -> dict[str, Any]:
    """What to build, as data: for JSON, and for ``text``."""
    answers, situation = answers_of(given)
    way = walk(answers)
    row = row_of(way.blueprint)
    entries = way.blueprint.entries
    return {
        "path": [{"question": QUESTIONS[name], "answer": answer} for name, answer in way.steps],
        "blueprint": way.blueprint.name,
        "services": {
            status.value: [e.name for e in entries if e.status is status]
            for status in (Status.REQUIRED, Status.RECOMMENDED, Status.OPTIONAL)
        },
        "notThese": {
            e.name: e.why for e in entries if e.status in (Status.EXCLUDED, Status.NEEDS_REASON)
        },
        "cost": row.cost,
        "complexity": row.complexity,
        "team": row.team,
        "against": against(way, situation),
        "example": row.example,
    }


def against(way: Way, situation: Situation) -> list[str]:
    """What speaks against the blueprint, with what to take instead."""
    return [f"{fit.situation}: {fit.instead}" for fit in judge(way.blueprint, situation)]


def text(found: Mapping[str, Any], program: str) -> str:
    """For a terminal, with the program of the example."""
    lines = [
        *(f"{step['question']} {'yes' if step['answer'] else 'no'}" for step in found["path"]),
        "",
        f"blueprint: {found['blueprint']} (cost {found['cost']}, complexity "
        f"{found['complexity']}, a team of {found['team']})",
        *(f"{status}: {', '.join(each)}" for status, each in found["services"].items() if each),
    ]
    if found["notThese"]:
        lines += ["", "not these:", *(f"  {n}: {why}" for n, why in found["notThese"].items())]
    if found["against"]:
        lines += ["", "think again:", *(f"  {each}" for each in found["against"])]
    lines += [
        "",
        f"a program to begin with, examples/{found['example']}/__main__.py "
        f"(platform example {found['example']} deploys it to the local stage):",
        "",
        program.rstrip(),
    ]
    return "\n".join(lines)
