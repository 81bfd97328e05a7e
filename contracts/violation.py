"""Violations: what is wrong with data that breaks a contract, all of it at once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One field that breaks the contract.

    ``path`` leads to it (``lines[0].quantity``), ``limit`` says what is allowed, ``given`` what was
    found, shortened.
    """

    path: str
    limit: str
    given: str

    def __str__(self) -> str:
        return f"{self.path or 'the data'} must be {self.limit}, got {self.given}"


class ContractViolation(ValueError):
    """Data that breaks its contract, with every problem found in it."""

    def __init__(self, contract: str, problems: list[Problem]) -> None:
        super().__init__(f"{contract}: " + "; ".join(map(str, problems)))
        self.problems = problems
