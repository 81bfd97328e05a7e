"""Refusal: updates that could not end well are refused before anything is made.

In this checkout's shell the AWS provider calls the emulator of a local stage, and only plans
without one; and a local stage is deployed either whole or as a stack for each service.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from local import stacks
from settings import KEY, PROJECT, stage_and_service


def of_update(project: str, stack: str, config: Mapping[str, str]) -> str | None:
    """Why ``pulumi up`` of a stack with this configuration is refused, and what to do instead.

    None if it is not, as for projects other than the platform's.
    """
    if project != PROJECT:
        return None
    stage, service = stage_and_service(stack)
    if not _endpoint(config):
        return (
            f"stage {stage} is on AWS: its settings name no endpoint, and the AWS provider of this "
            f"shell only plans. Deploy it from a shell of your own, without the variables of "
            f"platform env: pulumi up -s {stack}"
        )
    whole, *parts = _deployed(stage)
    if service is None and parts:
        return (
            f"stage {stage} is deployed as a stack for each service ({', '.join(parts)}). "
            f"Deploy it with: platform up --stage {stage}; or, to deploy it whole, destroy it "
            f"first: platform down --stage {stage}"
        )
    if service is not None and whole:
        return (
            f"stage {stage} is deployed whole, as stack {stage}. Deploy it with: pulumi up -s "
            f"{stage}; or destroy it first: platform down --stage {stage}"
        )
    return None


def _endpoint(config: Mapping[str, str]) -> str | None:
    try:
        settings = json.loads(config.get(KEY, ""))
    except ValueError:
        return None
    return settings.get("endpoint") if isinstance(settings, dict) else None


def _deployed(stage: str) -> tuple[str, ...]:
    """The stack of the whole stage, or an empty name; then those of its services."""
    found = stacks.names(stage)
    return (stage if stage in found else "", *(each for each in found if each != stage))
