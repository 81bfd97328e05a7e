"""Parameters: what other stacks and functions find of a service in Parameter Store, by path."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from microservice.overview_part import KEY as OVERVIEW_PART
from settings import PROJECT


def path_of(stage: str, service: str, key: str = "") -> str:
    """The name of a parameter: ``/<project>/<stage>/<service>/<key>``."""
    return f"/{PROJECT}/{stage}/{service}/{key}".rstrip("/")


class ServiceParameters(pulumi.ComponentResource):
    """One parameter for each value, tagged with the service; the values are no secrets."""

    def __init__(
        self,
        service: str,
        stage: str,
        values: Mapping[str, pulumi.Input[str]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("platform:services:Registry", f"{service}-registry", None, opts)
        for key, value in sorted(values.items()):
            aws.ssm.Parameter(
                f"{service}-registry-{key}",
                name=path_of(stage, service, key),
                type="String",
                # One with much in it is longer than the 4 KB of a standard parameter.
                tier="Intelligent-Tiering" if key == OVERVIEW_PART else None,
                # Names and addresses, nothing secret; "value" would be kept and shown as a secret.
                insecure_value=value,
                tags={"service": service},
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.register_outputs({})
