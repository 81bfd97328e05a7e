"""External services: what a function needs to call one that the stage's settings name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components.access import Access
from microservice.grants import account_of
from microservice.shared_resources import SharedResources
from settings import Settings
from settings.external import External


@dataclass(frozen=True, kw_only=True)
class ExternalAdapter:
    """The variables that name the adapter of a function, and its grants."""

    variables: Mapping[str, str]
    uses: tuple[Access, ...] = ()


def to_call_external(
    variable: str, chosen: External, settings: Settings, shared: SharedResources
) -> ExternalAdapter:
    """``variable`` has the name of the adapter; one that calls an API finds its endpoint, and the
    name of the parameter with its secret, in two more, and may read that parameter.
    """
    if chosen.endpoint is None or chosen.secret is None:
        return ExternalAdapter(variables={variable: chosen.adapter})
    parameter = pulumi.Output.format(
        "arn:{0}:ssm:{1}:{2}:parameter{3}",
        settings.partition,
        settings.region,
        shared.bus_arn.apply(account_of),
        chosen.secret,
    )
    return ExternalAdapter(
        variables={
            variable: chosen.adapter,
            f"{variable}_ENDPOINT": chosen.endpoint,
            f"{variable}_SECRET": chosen.secret,
        },
        uses=(Access(actions=("ssm:GetParameter",), resources=(parameter,)),),
    )
