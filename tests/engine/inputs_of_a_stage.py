"""Prints type, name and inputs of each resource of a stage, deployed in memory, as JSON:
``python -m tests.engine.inputs_of_a_stage STAGE``.
"""

from __future__ import annotations

import json
import sys

import tests.conftest  # noqa: F401  (what every program in memory runs with)
from tests.stage import deployed

if __name__ == "__main__":
    resources = deployed(sys.argv[1]).resources
    inputs = [[each.type, each.name, dict(each.inputs)] for each in resources]
    print(json.dumps(inputs, default=str))
