"""How a deployed stage ties handlers together, read from its resources: rules, queues, streams."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pulumi_aws as aws

from tests.cloud import Cloud, outputs_of
from tests.fakes.environment import VARIABLES
from tests.stage import deployed

Handler = Callable[[Any, Any], Any]


@dataclass(frozen=True)
class Rule:
    """Which events, and which queue or state machine takes them, as what."""

    pattern: Mapping[str, Any]
    target: str
    paths: Mapping[str, str]

    def takes(self, event: Mapping[str, Any]) -> bool:
        return matches(self.pattern, event)

    def input_of(self, event: Mapping[str, Any]) -> Any:
        """What a state machine is given: the parts of the event that the rule names."""
        return {name: at(path, event) for name, path in self.paths.items()}


class Wiring:
    """The handlers, rules, streams and state machines of one stage."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._functions = {f.name: f for f in cloud.all(aws.lambda_.Function)}
        self._readers = {
            source.inputs["eventSourceArn"]: self._entry(source.inputs["functionName"])
            for source in cloud.all(aws.lambda_.EventSourceMapping)
        }
        self.machines = {machine_arn(m.name): m for m in cloud.all(aws.sfn.StateMachine)}
        # What is sent to another bus or an API destination has no consumer here.
        self.rules = tuple(
            rule for rule in self._rules() if {rule.target} & {*self._readers, *self.machines}
        )
        self.tables = dict(self._tables())

    def entry(self, arn: str) -> str:
        """Who works on what a queue or a stream holds, as a dotted name."""
        return self._readers[arn]

    def reader(self, arn: str) -> Handler:
        """The code of who works on what a queue or a stream holds."""
        return loaded(self._readers[arn])

    def streams(self) -> dict[str, Handler]:
        """The consumer of each table's stream, by the name of the table that handlers use."""
        found = {arn: entry for arn, entry in self._readers.items() if arn.endswith("/stream")}
        names = {name.rpartition(":")[2]: own for name, own in self.tables.items()}
        return {
            names[arn.removesuffix("/stream").rpartition(":")[2]]: loaded(entry)
            for arn, entry in found.items()
        }

    def handler(self, function: str) -> Handler:
        """The code of a function, named by its ARN or its name."""
        return loaded(self._entry(function))

    def machine(self, arn: str) -> dict[str, Any]:
        """What a state machine does, named by its ARN or by a part of it."""
        last = arn.rpartition(":")[2]
        [found] = [machine for machine in self.machines.values() if last in machine.name]
        return found.json("definition")  # type: ignore[no-any-return]

    def _entry(self, function: str) -> str:
        return str(self._functions[function.rpartition(":")[2]].inputs["handler"])

    def _rules(self) -> Iterator[Rule]:
        patterns = {
            rule.name: json.loads(rule.inputs["eventPattern"])
            for rule in self._cloud.all(aws.cloudwatch.EventRule)
        }
        for target in self._cloud.all(aws.cloudwatch.EventTarget):
            given = target.inputs.get("inputTransformer") or {}
            yield Rule(
                patterns[target.inputs["rule"]],
                target.inputs["arn"],
                given.get("inputPaths", {}),
            )

    def _tables(self) -> Iterator[tuple[str, str]]:
        """The name of each table, and the one that handlers know it by in the tests."""
        for function in self._functions.values():
            for variable, value in function.inputs["environment"]["variables"].items():
                if variable.endswith("_TABLE"):
                    yield value, VARIABLES[variable]


@cache
def wiring() -> Wiring:
    """How the local stage is wired."""
    return Wiring(deployed("local"))


def loaded(entry: str) -> Handler:
    module, _, name = entry.rpartition(".")
    return getattr(importlib.import_module(module), name)  # type: ignore[no-any-return]


def machine_arn(name: str) -> str:
    return str(outputs_of("aws:sfn/stateMachine:StateMachine", name)["arn"])


def matches(pattern: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    """EventBridge's patterns, as far as the platform uses them; anything else is a mistake."""
    return all(
        matches(wanted, event.get(name) or {})
        if isinstance(wanted, Mapping)
        else any(allows(choice, event.get(name)) for choice in wanted)
        for name, wanted in pattern.items()
    )


def allows(choice: Any, value: Any) -> bool:
    if not isinstance(choice, Mapping):
        return bool(choice == value)
    [(kind, operand)] = choice.items()
    match kind:
        case "exists":
            return (value is not None) is operand
        case "prefix":
            return isinstance(value, str) and value.startswith(operand)
        case _:
            raise AssertionError(f"a pattern of the platform asks for {kind}")


def at(path: str, event: Any) -> Any:
    for name in path.removeprefix("$.").split("."):
        event = event[name]
    return event
