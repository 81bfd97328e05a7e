"""Workflows: the states of a state machine, read from its definition in Amazon States Language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from policies.framework.graph import document
from policies.framework.resource import Resource

State = Mapping[str, Any]

# What ends the name of an integration that waits for a task token.
TOKEN = ".waitForTaskToken"

# ``arn:aws:states:::sqs:sendMessage.waitForTaskToken``: the service and what it is asked for.
INTEGRATION = re.compile(r"arn:aws[\w-]*:states:::(\w+):(\w+)")
# Services whose integrations are named as their IAM actions are, but for the first letter.
CALLED_BY_NAME = ("dynamodb", "sqs", "sns", "events", "states", "lambda")
# Types of states that something may go wrong in.
CALLING = ("Task", "Parallel", "Map")
# One task that catches has its own reason; several are a saga.
SEVERAL = 2
# The name of the integration where it is not that of the action.
ACTIONS = {"lambda:Invoke": "lambda:InvokeFunction"}


def definition_of(machine: Resource) -> State:
    """The definition; raises ``Undecided`` while it is not known."""
    given = machine.get("definition", "")
    return document(given) if isinstance(given, str) else dict(given)


def states(definition: State) -> Iterator[tuple[str, State]]:
    """Every state by name, those in branches and maps included."""
    for name, state in (definition.get("States") or {}).items():
        yield name, state
        inner = [state.get("ItemProcessor"), state.get("Iterator"), *state.get("Branches", ())]
        for part in inner:
            yield from states(part or {})


def tasks(definition: State) -> Iterator[tuple[str, State]]:
    """Every state that calls something."""
    return ((name, state) for name, state in states(definition) if state.get("Type") == "Task")


def waits(definition: State) -> Iterator[Any]:
    """How long each state waits, in seconds, where that is a number."""
    return (state.get("Seconds") for _, state in states(definition) if state.get("Type") == "Wait")


def calls(definition: State) -> set[str]:
    """The IAM actions that tasks need, as far as the names of their integrations say."""
    found = set()
    for _, task in tasks(definition):
        named = INTEGRATION.match(str(task.get("Resource")))
        if named and named[1] in CALLED_BY_NAME:
            action = f"{named[1]}:{named[2][:1].upper()}{named[2][1:]}"
            found.add(ACTIONS.get(action, action))
        elif ":lambda:" in str(task.get("Resource")):
            found.add("lambda:InvokeFunction")
    return found


def unreached(definition: State) -> list[str]:
    """The states, of the outermost level, that no other leads to."""
    inside = definition.get("States") or {}
    reached = _reached(definition, definition.get("StartAt"), by_catch=True)
    return [name for name in inside if name not in reached]


def uncaught(definition: State) -> list[str]:
    """The tasks that catch no error, of a workflow in which several others catch all, where they
    come after one of these: a failure of theirs is not led to what undoes the steps before.
    """
    inside = definition.get("States") or {}
    ordinary = _reached(definition, definition.get("StartAt"), by_catch=False)
    catching = [name for name in inside if name in ordinary and catches_all(inside[name])]
    if len(catching) < SEVERAL:
        return []
    after: set[str] = set()
    for name in catching:
        after |= _reached(definition, inside[name].get("Next"), by_catch=False)
    on_way = [name for name in inside if name in after and inside[name].get("Type") in CALLING]
    return [name for name in on_way if name not in catching]


def catches_all(state: State) -> bool:
    """Whether every error of a state leads on."""
    return any(
        {"States.ALL", "States.TaskFailed"} & set(each.get("ErrorEquals", ()))
        for each in state.get("Catch", ())
    )


def _reached(definition: State, start: Any, *, by_catch: bool) -> set[str]:
    """The states that are reached from one, itself included; none from None."""
    inside = definition.get("States") or {}
    found: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name in found or name not in inside:
            continue
        found.add(name)
        state = inside[name]
        ways = [state, *state.get("Choices", ()), *(state.get("Catch", ()) if by_catch else ())]
        waiting += [way.get("Next") for way in ways] + [state.get("Default")]
    return found
