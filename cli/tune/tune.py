"""``platform tune``: the memory size of a function, by what it costs and how long it takes."""

from __future__ import annotations

import json
from typing import Any

import click

from cli.events import functions
from cli.events.json_file import LONGEST_PATH, read
from cli.stage.account import Account, account_of
from cli.stage.local import local_stage
from cli.terminal.arguments import Command, Text, Whole, any_stage_option, json_option
from cli.terminal.output_file import write
from cli.tune import measure
from local.checkout import LocalError

STRATEGIES = ("cost", "speed", "balanced")
REGION = "us-east-1"
MODEL = "one measurement on this machine, scaled: waiting as measured, computing by 1,769 MB / size"


@click.command(cls=Command)
@click.argument("function", metavar="FUNCTION", type=Text(140))
@click.option("--event", type=Text(LONGEST_PATH), help="a JSON file, or - for stdin (default: {})")
@click.option("--strategy", type=click.Choice(STRATEGIES), default="balanced", help="what is best")
@click.option("--invocations", type=Whole(1, 100), default=10, help="at each size, 1 to 100")
@click.option("--measurements", type=Text(LONGEST_PATH), help="a JSON file, in place of a stage")
@click.option("--plot", type=Text(LONGEST_PATH), help="an SVG file to write")
@click.option("--yes", is_flag=True, help="on AWS: change the function's memory meanwhile")
@json_option
@any_stage_option
def run(
    function: str,
    event: str | None,
    strategy: str,
    invocations: int,
    measurements: str | None,
    plot: str | None,
    yes: bool,
    as_json: bool,
    stage_name: str,
) -> int:
    """FUNCTION is a name or the beginning of one. On AWS it is invoked at each size and has its own
    size again afterwards; on a local stage it is measured once and its times are scaled by a model.
    Recorded measurements are times in ms by size: {"128": [1200, 1180], "256": [...]}.
    """
    # Prices are read for this command only.
    from cost import tuning, tuning_plot
    from cost.prices import load

    region, architecture = REGION, "arm64"
    if measurements:
        times, how = recorded(measurements), f"recorded in {measurements}"
    else:
        given = {} if event is None else read(event)
        with account_of(stage_name) as account:
            found = functions.named(account, function)
            function, region = found["FunctionName"], account.region
            architecture = found.get("Architectures", [architecture])[0]
            times, how = measured(account, found, given, invocations, yes=yes)
    sizes = tuning.priced(times, load(region), architecture)
    if plot:
        write(plot, tuning_plot.svg(sizes, strategy, function))  # type: ignore[arg-type]
    if as_json:
        shown: dict[str, Any] = tuning.report(sizes, strategy, how)  # type: ignore[arg-type]
        print(json.dumps({"function": function, **shown}, indent=2))
    else:
        print(tuning.text(sizes, strategy, how))  # type: ignore[arg-type]
    return 0


def measured(
    account: Account, function: dict[str, Any], event: Any, count: int, *, yes: bool
) -> tuple[measure.Times, str]:
    """The times of a function by size, and how they were found."""
    from cost.tuning import SIZES_MB

    if account.endpoint is None:
        if not yes:
            raise LocalError(
                f"the memory of {function['FunctionName']} changes meanwhile, for its other calls "
                "too: say --yes"
            )
        return measure.on_aws(account, function, event, SIZES_MB, count), "measured on AWS"
    running = local_stage(account.stage).emulator.running
    assert running is not None
    name = function["FunctionName"]
    return (
        measure.on_the_local_stage(account, name, event, SIZES_MB, count, running.pid),
        MODEL,
    )


def recorded(file: str) -> measure.Times:
    """Times in ms by memory size, of a file; raises ``LocalError`` for anything else."""
    found = read(file)
    try:
        times = {int(size): [float(each) for each in many] for size, many in found.items()}
    except (AttributeError, TypeError, ValueError):
        raise LocalError(f"{file} must have times in ms by memory size") from None
    if not times or not all(times.values()):
        raise LocalError(f"{file} must have a time for each memory size, and one size at least")
    return times
