"""``platform stage``: stages that come and go: made, listed, removed whole."""

from __future__ import annotations

import getpass
import json
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import click

from cli.deploy.down import take_down
from cli.stage import own_stage
from cli.stage.engine import Engine
from cli.stage.own_stage import Listed, NewName
from cli.terminal.arguments import Command, StageName, Text, Whole, json_option
from local.progress import say
from settings import Settings, file_of

ACTIONS = ("new", "list", "remove")
DAYS, MOST_DAYS = 7, 90


@click.command(cls=Command)
@click.argument("action", metavar="ACTION", type=click.Choice(ACTIONS))
@click.argument("name", metavar="[NAME]", required=False, type=NewName())
@click.option("--from", "like", type=StageName(), default="dev", help="the stage it is like (dev)")
@click.option("--owner", type=Text(64), help="who answers for it (default: who is logged in)")
@click.option(
    "--days", type=Whole(1, MOST_DAYS), default=DAYS, help=f"it expires after so many ({DAYS})"
)
@click.option("--expired", is_flag=True, help="list: only those that have, with exit code 1")
@click.option("--yes", is_flag=True, help="remove: of a stage on AWS, go on without being asked")
@json_option
def run(
    action: str,
    name: str | None,
    like: str,
    owner: str | None,
    days: int,
    expired: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """ACTION is new, list or remove. new writes the file of a stage; up deploys it. remove takes it
    down, whole, and deletes the file. Data goes with a stage of this kind.
    """
    today = datetime.now(UTC).date()
    if action == "list":
        if name:
            raise click.UsageError("list takes no NAME")
        return show(
            [each for each in own_stage.every() if matches(each, today, expired)],
            today,
            expired=expired,
            as_json=as_json,
        )
    if name is None:
        raise click.UsageError(f"{action} needs the NAME of a stage")
    if action == "remove":
        return remove(name, yes=yes, as_json=as_json)
    file = own_stage.make(name, like, changes(like, owner, today + timedelta(days=days)))
    made = own_stage.listed(name)
    if as_json:
        print(json.dumps({"file": file, **facts(made, today)}, indent=2))
    else:
        print(f"{file}: owner {made.owner}, expires {made.expires}\n")
        print(f"  platform preview {name}\n  platform up {name}\n  platform stage remove {name}")
    return 0


def changes(like: str, owner: str | None, expires: date) -> dict[str, object]:
    """What the file of a new stage says otherwise than that of the one it is like.

    It keeps no data and owns nothing that an account has once, so that it vanishes whole; a local
    one has an emulator of its own.
    """
    other = Settings.of_stage(like)
    found: dict[str, object] = {
        "owner": owner or getpass.getuser(),
        "expires": expires.isoformat(),
        "keep_data": False,
    }
    if other.endpoint is None:
        # A domain of Cognito's is one stage's in a Region, and the name of a site is one site's.
        found |= {"sign_in_page": None} if other.sign_in_page else {}
        found |= {"site_domain": None} if other.site_domain else {}
        found |= {"password_sign_in": True} if other.site and not other.password_sign_in else {}
        found |= {"owns_api_logs_role": False, "owns_report_sender": False}
    else:
        ports = [urlsplit(each.endpoint).port or 0 for each in own_stage.every() if each.endpoint]
        found["endpoint"] = f"http://127.0.0.1:{max(ports) + 1}"
    return found


def matches(stage: Listed, today: date, expired: bool) -> bool:
    return stage.has_expired(today) or not expired


def show(found: list[Listed], today: date, *, expired: bool, as_json: bool) -> int:
    """Print stages; the exit code is 1 if expired ones were asked for and there are some."""
    if as_json:
        print(json.dumps([facts(each, today) for each in found], indent=2))
    else:
        lines = [line(each, today) for each in found]
        print("\n".join(lines) or "no stage has expired")
    return 1 if expired and found else 0


def facts(stage: Listed, today: date) -> dict[str, object]:
    return {
        "name": stage.name,
        "endpoint": stage.endpoint,
        "owner": stage.owner,
        "expires": stage.expires.isoformat() if stage.expires else None,
        "expired": stage.has_expired(today),
    }


def line(stage: Listed, today: date) -> str:
    """A stage in one line: ``dev-alice  on AWS, of alice, expired 2026-11-20: platform ...``."""
    where = f"at {stage.endpoint}" if stage.endpoint else "on AWS"
    if stage.owner is None:
        return f"{stage.name:<20}  {where}"
    when = f"until {stage.expires}"
    if stage.has_expired(today):
        when = f"expired {stage.expires}: platform stage remove {stage.name}"
    return f"{stage.name:<20}  {where}, of {stage.owner}, {when}"


def remove(name: str, *, yes: bool, as_json: bool) -> int:
    """Take a stage down and delete its file; the exit code."""
    stage = own_stage.coming_and_going(name)
    settings = Settings.of_stage(name)
    if stage.endpoint is not None or Engine.of(settings).deployed():
        code = take_down(settings, destroyed=False, yes=yes, as_json=False)
        if code:
            say(f"{file_of(name).name} stays: the stage is not down")
            return code
    file_of(name).unlink()
    if as_json:
        print(json.dumps({"name": name, "removed": True}))
    else:
        print(f"stage {name} is removed")
    return 0
