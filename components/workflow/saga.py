"""Saga: steps whose compensations run, last first, when a step or the completion fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from components.workflow.choice import Choice, Condition, When, is_present
from components.workflow.definition import Definition, State
from components.workflow.errors import Catch
from components.workflow.saga_retries import Action, persistent_retries, step_retries
from components.workflow.states import Fail, Succeed

RESULTS = "$.results"
NOT_UNDONE = "$.notUndone"
EVERYTHING_UNDONE = "EverythingUndone"
COMPENSATION_FAILED = "CompensationFailed"

# A name becomes part of a path.
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


@dataclass(frozen=True, kw_only=True)
class Instead:
    """Another action of a step for some inputs, as one with a longer timeout."""

    when: Condition
    """The condition on the input under which it runs in place of the step's action."""

    action: Action
    """The task, or the Parallel; without ``next`` and ``catch``. Its result is kept as the step's,
    and it is undone as the step's action is."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """An action, and the compensation that undoes it."""

    action: Action
    """The task, or the Parallel, of the step; without ``next`` and ``catch``."""

    compensation: Action | None = None
    """Undoes the action. It also runs when it is unknown whether the action took place, and must
    succeed then."""

    changes: bool = True
    """Whether the action changes anything; one that does not has no compensation."""

    no_effect_errors: tuple[str, ...] = ()
    """Names of errors that mean that the action changed nothing: they are not retried, unless the
    action has a retry for them, and this step's compensation does not run."""

    instead: tuple[Instead, ...] = ()
    """Other actions for some inputs; of several whose condition holds the first."""

    @property
    def actions(self) -> tuple[Action, ...]:
        """The action, and those that may run in its place."""
        return (self.action, *(other.action for other in self.instead))

    @property
    def start(self) -> str:
        """Name of the step's first state."""
        return f"Choose{self.action.name}" if self.instead else self.action.name

    def __post_init__(self) -> None:
        name = self.action.name
        if self.changes and self.compensation is None:
            raise ValueError(
                f"{name} changes something: give the step a compensation, or changes=False"
            )
        if not self.changes and self.compensation is not None:
            raise ValueError(f"{name} changes nothing, yet {self.compensation.name} would undo it")


@dataclass(frozen=True, kw_only=True)
class Saga:
    """Runs its steps in order, then the completion; when one fails, the compensations of the steps
    that may have taken place run in reverse order, then the failure action.

    The first error is kept at ``$.error``, the steps' results at ``$.results.<step>``, beside the
    input, which must have none of these keys. Keep results small, or drop those that no state reads
    (``result_path=None``): the data of an execution must fit in 256 KiB. A compensation that fails
    all retries is recorded at ``$.notUndone.<its name>``, and the others still run.

    No compensation runs when an execution is aborted, nor after ``States.Runtime``, an error in the
    definition such as a path that does not exist, which Step Functions does not let a state catch.
    """

    steps: tuple[Step, ...]
    """The steps, in order; at least one."""

    completion: Action
    """Runs after the last step, as to publish the outcome; it is not undone itself."""

    failure: Action
    """Runs after the compensations, as to publish the outcome."""

    error: str
    """The error that the execution fails with, after every compensation succeeded; it is
    ``CompensationFailed`` after one failed."""

    cause: str = "a step failed; every completed step was undone"
    """The description of that error, for people."""

    completed: str = "Completed"
    """Name of the state that ends a successful execution."""

    failed: str = "Failed"
    """Name of the state that ends a failed one."""

    def __post_init__(self) -> None:
        if not self.steps:
            raise ValueError("a saga needs at least one step")
        for action in self._actions():
            if NAME.fullmatch(action.name) is None:
                raise ValueError(
                    f"{action.name}: the name of an action must be letters, digits and "
                    "underscores, after a letter, to be part of a path"
                )
            if action.next is not None or action.catch:
                raise ValueError(
                    f"{action.name} must have neither next nor catch: the saga sets them"
                )

    @property
    def start(self) -> str:
        """Name of the first state."""
        return self.steps[0].start

    def states(self) -> tuple[State, ...]:
        """All its states, for a definition in which others lead to ``start``."""
        forward = [state for place in range(len(self.steps)) for state in self._forward(place)]
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

    def _forward(self, place: int) -> Iterator[State]:
        step = self.steps[place]
        if step.instead:
            rules = tuple(When(other.when, next=other.action.name) for other in step.instead)
            yield Choice(step.start, rules=rules, otherwise=step.action.name)
        for action in step.actions:
            yield self._action(action, place)

    def _action(self, action: Action, place: int) -> Action:
        """An error without effect skips the step's own compensation; any other error does not."""
        step = self.steps[place]
        following = [*(step.start for step in self.steps[place + 1 :]), self.completion.name]
        catch = [Catch(next=self._undo(place + 1))]
        if step.no_effect_errors:
            catch.insert(0, Catch(errors=step.no_effect_errors, next=self._undo(place)))
        kept = action.result_path
        return replace(
            action,
            next=following[0],
            retry=step_retries(action, step.no_effect_errors),
            catch=tuple(catch),
            result_path=f"{RESULTS}.{step.action.name}" if kept == "$" else kept,
        )

    def _completion(self) -> Action:
        return replace(
            self.completion,
            next=self.completed,
            retry=persistent_retries(self.completion.retry),
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
            cause=f"a compensation or the failure action failed: see {NOT_UNDONE} in the input",
        )

    def _undo(self, place: int) -> str:
        """The first compensation to run when the first ``place`` steps may have taken place."""
        for step in reversed(self.steps[:place]):
            if step.compensation is not None:
                return step.compensation.name
        return self.failure.name

    def _persistent(self, action: Action, following: str) -> Action:
        """An action with many retries, whose failure is recorded and does not end the execution."""
        return replace(
            action,
            next=following,
            retry=persistent_retries(action.retry),
            catch=(Catch(next=following, result_path=f"{NOT_UNDONE}.{action.name}"),),
            result_path=None,
        )

    def _actions(self) -> Iterator[Action]:
        for step in self.steps:
            yield from step.actions
            if step.compensation is not None:
                yield step.compensation
        yield from (self.completion, self.failure)
