"""Stages whose account is made ready, and what their policies say."""

from __future__ import annotations

from cli.bootstrap.target import Target
from settings import KEY, Settings
from tests.stage import OPTIONAL, config_of, deployed, deployed_with

OWNER = "123456789012"


def target_of(stage, **changes):
    return Target(Settings.parse(stage, {**config_of(stage)[KEY], **changes}), OWNER, "states")


def statement(policy, sid):
    return next(each for each in policy["Statement"] if each["Sid"] == sid)


def programs():
    """All resources of the stages on AWS, and those of services that some stages have."""
    found = [*deployed("dev", **OPTIONAL).resources, *deployed("prod", **OPTIONAL).resources]
    return found, deployed_with("suppliers").resources
