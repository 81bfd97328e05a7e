"""Tasks: makes a function into the Lambda handler of a state machine's task."""

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
    """The input of a task, and the Lambda context."""

    input: Mapping[str, Any]
    context: Any

    def part(self, name: str, contract: type[C]) -> C:
        """A part of the input as a contract; ``ContractViolation`` lists every problem."""
        return decode(contract, self.input.get(name))


def task_handler(perform: Callable[[Task], Mapping[str, Any]]) -> LambdaHandler:
    """The handler of a task; an exception is the task's error, under the name of its class.

    The input may have a ``correlationId``, and under ``execution`` the ARN of the execution: the
    log has both.
    """

    def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        with invocation(context):
            correlate(event.get("correlationId"))
            run = {"execution": event["execution"]} if event.get("execution") else {}
            try:
                result = dict(perform(Task(event, context)))
            except Exception as error:
                logger.exception("task failed", error_type=type(error).__name__, **run)
                raise
            logger.info("task done", **run)
            return result

    return handle
