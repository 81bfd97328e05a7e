"""ContainerImage: which image a container runs, and who may pull it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

# What Docker calls the architectures of Lambda and Fargate.
PLATFORMS: Mapping[str, str] = {"arm64": "linux/arm64", "x86_64": "linux/amd64"}


@dataclass(frozen=True, kw_only=True)
class ContainerImage:
    """An image by an address that always means the same one.

    Raises ``ValueError`` for an address without a tag or digest, and for the tag ``latest``: what
    runs would depend on when a task is started.
    """

    uri: pulumi.Input[str]
    """Its address with a digest or a tag, as ``public.ecr.aws/docker/library/python:3.13-slim``."""

    repository: pulumi.Input[str] | None = None
    """ARN of the private ECR repository that it is in; none if everyone may pull it."""

    def __post_init__(self) -> None:
        if not isinstance(self.uri, str):
            return
        place, _, digest = self.uri.partition("@")
        _, _, tag = place.rpartition("/")[2].partition(":")
        if not digest and tag in ("", "latest"):
            raise ValueError(f"uri must have a digest or a tag that is not latest, got {self.uri}")


def check_architecture(given: str) -> None:
    """Raise ``ValueError`` for an architecture that Fargate does not have."""
    if given not in PLATFORMS:
        raise ValueError(f"architecture must be {' or '.join(PLATFORMS)}, got {given}")
