"""``python -m tests.graph STAGE``: the services of a stage, and what joins them, as JSON.

Cards name stores, events and calls; the queues that carry events are read from the program, which
is recorded in memory.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from program.cards import CARDS
from program.graph import graph
from tests.cloud import Cloud
from tests.stage import deployed

RULE = "aws:cloudwatch/eventRule:EventRule"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"


def of(stage: str) -> dict[str, Any]:
    """The graph of the program, with ``queues``: by consumed event the queues that it goes into."""
    cloud = deployed(stage)
    there = {each.name.partition("-")[0] for each in cloud.resources}
    queues = queues_of(cloud)
    return {
        name: {**service, "queues": queues.get(name, {})}
        for name, service in graph(CARDS).items()
        if name in there
    }


def queues_of(cloud: Cloud) -> dict[str, dict[str, list[str]]]:
    """By service and event, the targets of the rules that match it: a queue, or a stream."""
    targets: dict[str, list[str]] = {}
    for target in of_type(cloud, TARGET):
        name = str(target.inputs["arn"]).rpartition(":")[2].rpartition("/")[2]
        targets.setdefault(str(target.inputs["rule"]), []).append(name)
    found: dict[str, dict[str, list[str]]] = {}
    for rule in of_type(cloud, RULE):
        pattern = json.loads(rule.inputs.get("eventPattern") or "{}")
        for event in pattern.get("detail-type") or ():
            into = found.setdefault(rule.name.partition("-")[0], {}).setdefault(str(event), [])
            into.extend(sorted(targets.get(rule.name, ())))
    return found


def of_type(cloud: Cloud, kind: str) -> list[Any]:
    """The resources of a type, by name."""
    found = (each for each in cloud.resources if each.type == kind)
    return sorted(found, key=lambda each: each.name)


if __name__ == "__main__":
    print(json.dumps(of(sys.argv[1]), indent=2))
