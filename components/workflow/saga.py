"""Saga: steps that are undone, last first, when one of them or the completion fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from components.workflow.branches import Parallel
from components.workflow.choice import Choice, When, is_present
from components.workflow.definition import Definition, State
from components.workflow.errors import ALL, TASK_FAILED, Catch, Retry
from components.workflow.states import Fail, Succeed, Task

Action: TypeAlias = Task | Parallel

# What must happen is tried for about two minutes before it is left to people.
HARD = Retry(errors=(ALL,), attempts=6, interval=2, backoff=2.0, max_delay=60)
# Whatever else a step fails with may pass; that it took too long does not.
PASSING = Retry(errors=(TASK_FAILED,))

RESULTS = "$.results"
NOT_UNDONE = "$.notUndone"
EVERYTHING_UNDONE = "EverythingUndone"
COMPENSATION_FAILED = "CompensationFailed"

# Names become parts of paths.
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def unless_refused(action: Action, refusals: tuple[str, ...]) -> tuple[Retry, ...]:
    """Answers first, which are not asked for again; then what an action says; then what may pass.

    An action may itself want an answer asked for again. What is inside a Parallel has retries of
    its own.
    """
    said = {error for retry in action.retry for error in retry.errors}
    final = tuple(error for error in refusals if error not in said)
    answers = (Retry(errors=final, attempts=0),) if final else ()
    complete = isinstance(action, Parallel) or said.intersection((ALL, TASK_FAILED))
    return (*answers, *action.retry, *(() if complete else (PASSING,)))


def hard(own: tuple[Retry, ...]) -> tuple[Retry, ...]:
    """Tries everything hard, also what an action tries less often; its answers stay answers.

    Only an action that says itself what becomes of every error is left as it is.
    """
    if any(ALL in retry.errors for retry in own):
        return own
    harder = [
        replace(retry, attempts=max(retry.attempts, HARD.attempts)) if retry.attempts else retry
        for retry in own
    ]
    return (*harder, HARD)


@dataclass(frozen=True, kw_only=True)
class Step:
    """An action, and the compensation that undoes it even if it is unknown whether it happened.

    An error among ``refusals`` means that the action changed nothing. It is not tried again, and
    any other is, unless the action says otherwise. A step that never changes anything says so and
    has no compensation.
    """

    action: Action
    compensation: Action | None = None
    changes: bool = True
    refusals: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        name = self.action.name
        if self.changes and self.compensation is None:
            raise ValueError(
                f"{name} changes something: give the step a compensation, or say changes=False"
            )
        if not self.changes and self.compensation is not None:
            raise ValueError(f"{name} changes nothing, yet {self.compensation.name} would undo it")


@dataclass(frozen=True, kw_only=True)
class Saga:
    """Runs its steps in order, then ``completion``; when one of them fails, undoes what was done.

    The error that began it stays at ``$.error``, the steps' results at ``$.results.<step>``, the
    input, which has none of these keys, beside them. Keep results small, or drop those nobody
    reads (``result_path=None``): all data of a run must fit in 256 KiB. A compensation that
    finally fails is noted at ``$.notUndone.<its name>`` and does not keep the others from running.
    Then ``failure`` runs, which may tell somebody, and the run ends as failed: with ``error``, or
    with ``CompensationFailed`` if something was left.

    Nothing is undone when somebody stops the run, nor after ``States.Runtime``, a mistake in the
    definition such as a path to nothing, which AWS lets nobody catch.
    """

    steps: tuple[Step, ...]
    completion: Action
    failure: Action
    error: str
    cause: str = "a step failed; all that had been done was undone"
    completed: str = "Completed"
    failed: str = "Failed"

    def __post_init__(self) -> None:
        if not self.steps:
            raise ValueError("a saga needs at least one step")
        for action in self._actions():
            if NAME.fullmatch(action.name) is None:
                raise ValueError(
                    f"{action.name}: the name of an action must be letters, digits and "
                    "underscores, after a letter, to stand in a path"
                )
            if action.next is not None or action.catch:
                raise ValueError(
                    f"{action.name} says what comes after it, but that is the saga's to decide"
                )

    @property
    def start(self) -> str:
        """The state that it begins with."""
        return self.steps[0].action.name

    def states(self) -> tuple[State, ...]:
        """All its states, to stand in a definition behind others that lead to ``start``."""
        forward = [self._forward(place) for place in range(len(self.steps))]
        backward = [
            self._backward(step.compensation, place)
            for place, step in reversed(list(enumerate(self.steps)))
            if step.compensation is not None
        ]
        return (
            *forward,
            self._completion(),
            Succeed(self.completed),
            *backward,
            *self._ends(),
        )

    def definition(self) -> Definition:
        """The saga as a workflow of its own."""
        return Definition(self.states())

    def _forward(self, place: int) -> Action:
        """A refusal leads to what came before; any other error, and its own step is undone too."""
        step = self.steps[place]
        following = [*(step.action for step in self.steps[place + 1 :]), self.completion]
        refused = Catch(errors=step.refusals, next=self._undo(place)) if step.refusals else None
        unknown = Catch(next=self._undo(place + 1))
        kept = step.action.result_path
        return replace(
            step.action,
            next=following[0].name,
            retry=unless_refused(step.action, step.refusals),
            catch=(refused, unknown) if refused else (unknown,),
            result_path=f"{RESULTS}.{step.action.name}" if kept == "$" else kept,
        )

    def _completion(self) -> Action:
        return replace(
            self.completion,
            next=self.completed,
            retry=hard(self.completion.retry),
            catch=(Catch(next=self._undo(len(self.steps))),),
            result_path=None,
        )

    def _backward(self, compensation: Action, place: int) -> Action:
        return self._persistent(compensation, self._undo(place))

    def _ends(self) -> Iterator[State]:
        yield self._persistent(self.failure, EVERYTHING_UNDONE)
        left = When(is_present(NOT_UNDONE), next=COMPENSATION_FAILED)
        yield Choice(EVERYTHING_UNDONE, rules=(left,), otherwise=self.failed)
        yield Fail(self.failed, error=self.error, cause=self.cause)
        yield Fail(
            COMPENSATION_FAILED,
            error=COMPENSATION_FAILED,
            cause=f"something could not be undone or told; see {NOT_UNDONE} in the last input",
        )

    def _undo(self, place: int) -> str:
        """Where undoing begins when the first ``place`` steps may have happened."""
        for step in reversed(self.steps[:place]):
            if step.compensation is not None:
                return step.compensation.name
        return self.failure.name

    def _persistent(self, action: Action, following: str) -> Action:
        """Tried hard; then noted as not done, and the run goes on where it would have anyway."""
        return replace(
            action,
            next=following,
            retry=hard(action.retry),
            catch=(Catch(next=following, result_path=f"{NOT_UNDONE}.{action.name}"),),
            result_path=None,
        )

    def _actions(self) -> Iterator[Action]:
        for step in self.steps:
            yield step.action
            if step.compensation is not None:
                yield step.compensation
        yield from (self.completion, self.failure)
