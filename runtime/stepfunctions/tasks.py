"""Tasks: makes a function of one piece of work into what a state machine asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from contracts.codec import decode
from contracts.contract import Contract
from runtime.observability import LambdaHandler, correlate, invocation, logger

C = TypeVar("C", bound=Contract)


@dataclass(frozen=True)
class Task:
    """What a state machine hands over; ``context`` knows how much time is left to work on it."""

    input: Mapping[str, Any]
    context: Any

    def part(self, name: str, contract: type[C]) -> C:
        """A part of the input as a contract; ``ContractViolation`` lists all that is wrong."""
        return decode(contract, self.input.get(name))


def task_handler(work: Callable[[Task], Mapping[str, Any]]) -> LambdaHandler:
    """Work once for each asking; the state machine sees what is raised, by its class's name."""

    def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        with invocation(context):
            correlate(event.get("correlationId"))
            try:
                result = dict(work(Task(event, context)))
            except Exception as error:
                logger.exception("failed", error_type=type(error).__name__)
                raise
            logger.info("done")
            return result

    return handle
