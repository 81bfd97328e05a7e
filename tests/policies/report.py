"""``python -m tests.policies.report STAGE [--format json]``: the policies on a stage, in memory."""

from __future__ import annotations

import argparse

from policies import RULES
from policies.framework.graph import Graph
from policies.framework.report import report
from policies.framework.resource import registered
from policies.report_formats import FORMATS
from tests.stage import deployed


def main() -> int:
    """Print the report; 1 if a rule would stop the deployment."""
    parser = argparse.ArgumentParser()
    parser.add_argument("stage")
    parser.add_argument("--format", choices=FORMATS, default="text")
    args = parser.parse_args()
    graph = Graph(map(registered, deployed(args.stage).resources))
    judged = report(RULES, graph, args.stage)
    print(FORMATS[args.format](args.stage, judged))
    return int(any(each.outcome == "refused" for each in judged))


if __name__ == "__main__":
    raise SystemExit(main())
