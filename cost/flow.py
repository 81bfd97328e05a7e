"""Flow: follows requests, events and messages through the resources, and counts them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cost import kinds
from cost.access import READS, WRITES, tables
from cost.documents import hidden, read
from cost.expression import runs
from cost.routes import Answer, answers
from cost.stack import Resource, Stack, names_of
from cost.usage import Usage

# What a message of these goes on to, by the property of the resource that joins them.
QUEUES_AND_MORE = (kinds.QUEUE, kinds.FUNCTION, kinds.MACHINE, kinds.STREAM, kinds.BUS, kinds.TOPIC)


class Flow:
    """Amounts of a month at one volume: ``amounts`` by URN is what arrived at a resource,
    ``reads`` and ``writes`` by URN are those of tables.
    """

    def __init__(self, stack: Stack, usage: Usage, volume: float) -> None:
        self.stack, self.usage, self.volume = stack, usage, volume
        self.amounts: dict[str, float] = defaultdict(float)
        self.reads: dict[str, float] = defaultdict(float)
        self.writes: dict[str, float] = defaultdict(float)
        self._ways: dict[str, Callable[[Resource, float, frozenset[str]], None]] = {
            kinds.FUNCTION: self._function,
            kinds.QUEUE: self._mappings,
            kinds.STREAM: self._mappings,
            kinds.TABLE: self._mappings,
            kinds.TOPIC: self._topic,
            kinds.BUCKET: self._bucket,
            kinds.MACHINE: self._machine,
            kinds.DISTRIBUTION: self._distribution,
            kinds.TOPIC_RULE: self._topic_rule,
        }
        found = list(answers(stack))
        reading, changing = (
            {each.urn for answer in found if answer.only_reads is reads for each in answer.by}
            for reads in (True, False)
        )
        self._reading = reading - changing
        for each in found:
            self._request(each, usage.requests.get(each.name, {}).get(each.route, 0) * volume)
        for name, given in usage.events.items():
            self._event(name, given if isinstance(given, dict) else {"count": given})
        for resource in stack.of(*kinds.ARRIVES_AT):
            if amount := usage.arrives.get(resource.name, 0) * volume:
                self.arrive(resource, amount)
        for schedule in stack.of(kinds.SCHEDULE):
            self._schedule(schedule)
        for table in stack.of(kinds.TABLE):
            known = usage.tables.get(table.name, {})
            self.reads[table.urn] += known.get("reads", 0) * volume
            self.writes[table.urn] += known.get("writes", 0) * volume

    def arrive(self, at: Resource, amount: float, via: frozenset[str] = frozenset()) -> None:
        """Count what arrives at a resource, and follow it; what comes back to it is not counted."""
        if at.urn in via or not amount:
            return
        self.amounts[at.urn] += amount
        if at.type in self._ways:
            self._ways[at.type](at, amount, via | {at.urn})

    def _share(self, resource: Resource) -> float:
        return self.usage.shares.get(resource.name, 1)

    def _all(self, found: Iterable[Resource], amount: float, via: frozenset[str]) -> None:
        for each in found:
            self.arrive(each, amount, via)

    def _request(self, answer: Answer, amount: float) -> None:
        if amount:
            self.amounts[answer.api.urn] += amount
            self._all(answer.by, amount, frozenset())

    def _event(self, name: str, given: Mapping[str, Any]) -> None:
        amount = given["count"] * self.volume
        for rule in self.stack.of(kinds.RULE):
            pattern = read(rule.inputs.get("eventPattern") or "{}")
            if pattern is not None and matches(pattern, name, given):
                for target in self.stack.referring(rule, kinds.RULE_TARGET, "rule"):
                    found = self.stack.referred(target, "arn", *QUEUES_AND_MORE)
                    self._all(found, amount * self._share(rule), frozenset())
        published = [bus for bus in self.stack.of(kinds.BUS) if not self._is_copy(bus)]
        for bus in published[:1]:
            self.amounts[bus.urn] += amount

    def _is_copy(self, bus: Resource) -> bool:
        return bool(self.stack.referring(bus, kinds.RULE_TARGET, "arn"))

    def _schedule(self, schedule: Resource) -> None:
        count = runs(schedule.inputs["scheduleExpression"])
        if schedule.inputs.get("state") == "DISABLED":
            return
        self.amounts[schedule.urn] += count
        arn = schedule.inputs["target"]["arn"]
        for found in self.stack.referred(schedule, "target", *QUEUES_AND_MORE):
            ends = tuple(f":{name}" for name in names_of(found))
            if self._is_consumed(found) if hidden(arn) else arn.endswith(ends):
                self.arrive(found, count)

    def _is_consumed(self, resource: Resource) -> bool:
        """Not a dead-letter queue, to which a schedule refers beside its target."""
        mappings = self.stack.referring(resource, kinds.MAPPING, "eventSourceArn")
        return resource.type != kinds.QUEUE or bool(mappings)

    def _function(self, function: Resource, amount: float, via: frozenset[str]) -> None:
        assumed = READS if function.urn in self._reading else READS | WRITES
        for table, reads, writes in tables(self.stack, function, assumed):
            if table.name in self.usage.tables:
                continue
            self.reads[table.urn] += amount * self.usage.reads * reads
            self.writes[table.urn] += (written := amount * self.usage.writes * writes)
            self.arrive(table, written, via)

    def _mappings(self, source: Resource, amount: float, via: frozenset[str]) -> None:
        for mapping in self.stack.referring(source, kinds.MAPPING, "eventSourceArn"):
            for function in self.stack.referred(mapping, "functionName", kinds.FUNCTION):
                batch = min(
                    self.usage.batch_of(function.name), float(mapping.inputs.get("batchSize", 10))
                )
                self.arrive(function, amount * self._share(mapping) / batch, via)

    def _topic(self, topic: Resource, amount: float, via: frozenset[str]) -> None:
        for subscription in self.stack.referring(topic, kinds.SUBSCRIPTION, "topic"):
            found = self.stack.referred(subscription, "endpoint", *QUEUES_AND_MORE)
            self._all(found, amount * self._share(subscription), via)

    def _bucket(self, bucket: Resource, amount: float, via: frozenset[str]) -> None:
        for notification in self.stack.referring(bucket, kinds.NOTIFICATION, "bucket"):
            for key in ("queues", "topics", "lambdaFunctions"):
                found = self.stack.referred(notification, key, *QUEUES_AND_MORE)
                self._all(found, amount, via)

    def _machine(self, machine: Resource, amount: float, via: frozenset[str]) -> None:
        for found in self.stack.referred(machine, "definition", *QUEUES_AND_MORE):
            self.arrive(found, amount * self._share(found), via)
        for table in self.stack.referred(machine, "definition", kinds.TABLE):
            if table.name not in self.usage.tables:
                self.writes[table.urn] += amount * self._share(table)
                self.arrive(table, amount * self._share(table), via)

    def _topic_rule(self, rule: Resource, amount: float, via: frozenset[str]) -> None:
        for key in ("lambdas", "sqs", "kineses"):
            self._all(self.stack.referred(rule, key, *QUEUES_AND_MORE), amount, via)

    def _distribution(self, distribution: Resource, amount: float, via: frozenset[str]) -> None:
        self._all(self.stack.referred(distribution, "webAclId", kinds.WEB_ACL), amount, via)
        functions = {
            each.urn: each
            for key in kinds.BEHAVIORS
            for each in self.stack.referred(distribution, key, *kinds.AT_THE_EDGE)
        }
        for each in functions.values():
            self.arrive(each, amount * self._share(each), via)


def matches(pattern: Mapping[str, Any], name: str, given: Mapping[str, Any]) -> bool:
    """Whether a rule takes an event: by its detail type, and by the ``data`` that is given."""
    if name not in pattern.get("detail-type", [name] if "aws.s3" not in str(pattern) else []):
        return False
    asked = pattern.get("detail", {}).get("data", {})
    data = given.get("data", {})
    return all(
        data[key] in allowed if key in data else {"exists": False} in allowed
        for key, allowed in asked.items()
    )
