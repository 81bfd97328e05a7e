"""Grants of a cache, of ours and an existing one alike."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi

from components.access import Access
from components.grants import named
from components.network.placement import Placement

PORT = 6379


class RedisGrants:
    """Who may connect to a cache, and from where in the network."""

    endpoint: pulumi.Input[str]
    cache_name: pulumi.Input[str]
    cache_arn: pulumi.Input[str]
    user: str
    user_arn: pulumi.Input[str]
    clients: Placement

    def connect(self, variable: str | None = None) -> Access:
        """Let a function connect as the cache's user; the variable carries the URL, without a
        password: a token of the function's role is in its place (``runtime.redis``).
        """
        url = pulumi.Output.format(
            "rediss://{0}@{1}:{2}?cache={3}", self.user, self.endpoint, PORT, self.cache_name
        )
        return Access(
            actions=("elasticache:Connect",),
            resources=(self.cache_arn, self.user_arn),
            environment=named(variable, url),
        )


@dataclass(frozen=True, kw_only=True)
class RedisRef(RedisGrants):
    """A serverless cache that exists, with a user that authenticates by IAM."""

    endpoint: pulumi.Input[str]
    """The host name of the cache."""

    cache_name: pulumi.Input[str]
    """The name of the cache, which its tokens are for."""

    cache_arn: pulumi.Input[str]
    """The ARN of the cache."""

    user: str
    """The user that functions connect as; its id and its name."""

    user_arn: pulumi.Input[str]
    """The ARN of the user."""

    clients: Placement
    """Where functions reach it from: subnets, and a security group that it lets in."""
