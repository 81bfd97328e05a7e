"""Parts: the data sources, functions, resolvers and cache of one API."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import assumed_by, policy, statements
from components.defaults import Defaults
from components.graphql.code import RUNTIME, Code
from components.graphql.field_log import APPSYNC
from components.graphql.resolver import Resolver, Step
from components.graphql.sources import DataSource
from components.roles import role_for

# The source of what has none.
NOTHING = "none"


@dataclass(frozen=True)
class Parts:
    """Makes them in their order: sources first, then functions, resolvers, and the cache."""

    name: str
    api: aws.appsync.GraphQLApi
    defaults: Defaults
    opts: pulumi.ResourceOptions
    sources: dict[str, DataSource] = field(default_factory=dict)
    roles: dict[str, aws.iam.Role] = field(default_factory=dict)
    data_sources: dict[str, aws.appsync.DataSource] = field(default_factory=dict)
    functions: dict[str, aws.appsync.Function] = field(default_factory=dict)
    resolvers: dict[str, aws.appsync.Resolver] = field(default_factory=dict)

    def source(self, key: str, source: DataSource) -> None:
        """A data source, and a role with what it grants, which this API alone may assume."""
        made: list[pulumi.Resource] = []
        if source.uses:
            role = role_for(
                f"{self.name}-{key}-role",
                assumed_by(APPSYNC, self.api.arn),
                self.defaults,
                self.opts,
            )
            granted = aws.iam.RolePolicy(
                f"{self.name}-{key}-permissions",
                role=role.id,
                policy=policy(*statements(*source.uses)),
                opts=self.opts,
            )
            self.roles[key], made = role, [granted]
        self.sources[key] = source
        self.data_sources[key] = aws.appsync.DataSource(
            f"{self.name}-{key}-source",
            api_id=self.api.id,
            # AppSync takes letters, digits and underscores: a generated name has hyphens.
            name=key,
            type=source.type,
            service_role_arn=self.roles[key].arn if key in self.roles else None,
            **source.config,
            opts=pulumi.ResourceOptions.merge(self.opts, pulumi.ResourceOptions(depends_on=made)),
        )

    def function(self, key: str, step: Step) -> None:
        """A function of pipelines."""
        self.functions[key] = aws.appsync.Function(
            f"{self.name}-{key}-function",
            api_id=self.api.id,
            name=key,
            data_source=self.data_sources[step.source or NOTHING].name,
            code=self._filled(step.code, step.source),
            runtime=RUNTIME,
            opts=self.opts,
        )

    def resolver(self, given: Resolver, caching_keys: list[str]) -> None:
        """A resolver, of one source or of a pipeline."""
        kind, name = given.parts
        what: dict[str, Any]
        if given.steps:
            steps = [self.functions[step].function_id for step in given.steps]
            what = {"kind": "PIPELINE", "pipeline_config": {"functions": steps}}
        else:
            source = self.data_sources[given.source or NOTHING]
            what = {"kind": "UNIT", "data_source": source.name}
        if given.code is not None:
            what |= {"code": self._filled(given.code, given.source), "runtime": RUNTIME}
        if given.cached:
            what["caching_config"] = {"ttl": given.cached.ttl, "caching_keys": caching_keys}
        self.resolvers[given.field] = aws.appsync.Resolver(
            f"{self.name}-{given.field}-resolver",
            api_id=self.api.id,
            type=kind,
            field=name,
            max_batch_size=given.batch or None,
            **what,
            opts=self.opts,
        )

    def cache(self, size: str, ttl: int) -> aws.appsync.ApiCache:
        """A cache of the answers of those resolvers that ask for it, encrypted."""
        return aws.appsync.ApiCache(
            f"{self.name}-cache",
            api_id=self.api.id,
            api_caching_behavior="PER_RESOLVER_CACHING",
            type=size,
            ttl=ttl,
            at_rest_encryption_enabled=True,
            transit_encryption_enabled=True,
            opts=self.opts,
        )

    def _filled(self, code: Any, source: str | None) -> pulumi.Input[str]:
        constants = self.sources[source].constants if source else {}
        return Code.of(code).filled(constants)
