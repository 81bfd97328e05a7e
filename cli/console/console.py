"""``platform console``: a page in the browser that shows a stage at work, and repairs it.

``serving`` starts the server, ``server`` answers the page, ``feed`` follows the log.
"""

from __future__ import annotations

import json
import webbrowser

import click

from cli.observe.trace import since_option
from cli.terminal.arguments import Command, Whole, json_option, stage_argument
from local.progress import say

PORT = 8470


@click.command(cls=Command)
@stage_argument
@click.option(
    "--port",
    type=Whole(0, 65_535),
    default=PORT,
    help=f"of 127.0.0.1; 0 for any that is free (default: {PORT})",
)
@since_option("1h")
@json_option
@click.option("--open", "show", is_flag=True, help="show the page in the browser")
def run(stage_name: str, port: int, since: str, as_json: bool, show: bool) -> int:
    """Prints the page's address, which is secret, and serves it until Ctrl-C. Orders that were
    placed since --since are listed. A stage on AWS is read with your own credentials.
    """
    # Loads the server, which other commands need not wait for.
    from cli.console import serving

    with serving.listening(port) as taken:
        address, token = serving.address_of(taken)

        def ready() -> None:
            facts = {"stage": stage_name, "url": address}
            print(json.dumps(facts) if as_json else address, flush=True)
            say(f"the console of stage {stage_name}, until Ctrl-C")
            if show:
                webbrowser.open(address)

        serving.serve(stage_name, taken, token, since, ready)
    return 0
