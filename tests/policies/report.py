"""``python -m tests.policies.report STAGE [--format json]``: the policies on a stage, in memory."""

from __future__ import annotations

import click

from policies import RULES
from policies.framework.graph import Graph
from policies.framework.report import report
from policies.framework.resource import registered
from policies.report_formats import FORMATS
from tests.stage import deployed


@click.command()
@click.argument("stage")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text")
def main(stage: str, form: str) -> None:
    """Print the report; 1 if a rule would stop the deployment."""
    graph = Graph(map(registered, deployed(stage).resources))
    judged = report(RULES, graph, stage)
    click.echo(FORMATS[form](stage, judged))
    raise SystemExit(int(any(each.outcome == "refused" for each in judged)))


if __name__ == "__main__":
    main(prog_name="python -m tests.policies.report")
