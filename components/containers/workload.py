"""Workload: which kind of work is a container's, and what other kinds are for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Workload = Literal["continuous", "long"]

# A function ends after 15 minutes: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
ON_FARGATE: Mapping[Workload, str] = {
    "continuous": "runs around the clock: keeps a connection open, or reads without a pause",
    "long": "a piece of it takes longer than the 15 minutes of a function, and cannot be cut",
}
ELSEWHERE: Mapping[str, str] = {
    "intermittent": "a Function: it is started by events, is short, and costs nothing in between",
    "steps": "a Workflow: each step is short, and waiting costs nothing",
    "big-data": "Athena on a DataLake, or Glue",
    "special": "EC2: it needs hardware or an operating system of its own, or full control",
}


def check(given: str) -> None:
    """Raise ``ValueError`` for work that Fargate is not for; the message names what is."""
    if given in ON_FARGATE:
        return
    known = ", ".join(ON_FARGATE)
    if given in ELSEWHERE:
        raise ValueError(
            f"workload must be one of {known}, got {given}, for which there is {ELSEWHERE[given]}"
        )
    raise ValueError(f"workload must be one of {known}, got {given}")
