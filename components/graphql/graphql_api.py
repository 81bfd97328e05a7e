"""GraphQL API: a schema, and what answers its fields: a table, a function, HTTP, a bus, steps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pulumi
import pulumi_aws as aws

from components.access import Access
from components.defaults import Defaults
from components.grants import named
from components.graphql import answers, authorization, parts, resolver
from components.graphql.authorization import ApiKey, Authorization, FunctionAuthorizer
from components.graphql.field_log import APPSYNC, field_log
from components.graphql.resolver import Resolver, Step
from components.graphql.schema import Schema
from components.graphql.sources import NONE, DataSource
from components.limits import within
from components.observability import graphql_alarms
from components.references import FunctionRef

# https://docs.aws.amazon.com/appsync/latest/devguide/configuration-limits.html
DEPTH = (1, 75)
RESOLVERS = (1, 10_000)

# The query by which tools read a schema is this deep: graphql.get_introspection_query.
DEPTH_LIMIT = 15
RESOLVER_LIMIT = 200

NAME = r"[_A-Za-z]\w*"

CacheSize = Literal[
    "SMALL", "MEDIUM", "LARGE", "XLARGE", "LARGE_2X", "LARGE_4X", "LARGE_8X", "LARGE_12X"
]


@dataclass(frozen=True, kw_only=True)
class GraphqlApiArgs:
    """The schema, who may call, and what answers each of its fields.

    Raises ``ValueError`` for a schema that AppSync refuses, a query or mutation without a resolver,
    a resolver without a field, and authorization that the schema asks for and the API lacks.
    """

    schema: Path | str
    """The types, in GraphQL's schema language: a file as ``Path``, or the text itself."""

    authorization: tuple[Authorization, ...]
    """Who may call: ``UserPoolTokens``, ``FunctionAuthorizer``, ``Iam`` or, for development,
    ``ApiKey``. The first is asked for by every field without a directive; the others by fields and
    types that name them, as ``@aws_iam``."""

    resolvers: tuple[Resolver, ...]
    """What answers each field of a query or mutation, and fields of other types that are not in
    what their parent's resolver gave."""

    sources: Mapping[str, DataSource] = field(default_factory=dict)
    """The data sources by name: letters, digits and underscores."""

    steps: Mapping[str, Step] = field(default_factory=dict)
    """The functions of pipelines by name: letters, digits and underscores."""

    passthrough: tuple[str, ...] = ()
    """Fields of queries and mutations that have no resolver on purpose, and are always null, as
    ``Query.version``."""

    query_depth_limit: int = DEPTH_LIMIT
    """How many levels a query may have, 1 to 75; AppSync refuses a deeper one."""

    resolver_count_limit: int = RESOLVER_LIMIT
    """How many resolvers one request may run, 1 to 10,000: AppSync's measure of how complex a
    request is. A list that a resolver gives counts each object's own resolvers."""

    introspection: bool = False
    """Whether callers may ask for the schema itself."""

    cache_size: CacheSize = "SMALL"
    """Size of the cache's instance, which costs by the hour; there is none if no resolver is
    ``cached``."""

    web_acl: pulumi.Input[str] | None = None
    """ARN of a regional web ACL (WAF) that requests go through."""

    defaults: Defaults = Defaults()
    """Stage defaults: log retention, alarms, tags; with ``data_trace`` the log holds every field,
    headers and results included."""

    def __post_init__(self) -> None:
        schema = Schema.of(self.schema)
        authorization.check(self.authorization, schema)
        for kind, names in (("sources", self.sources), ("steps", self.steps)):
            for name in names:
                if not re.fullmatch(NAME, name, re.ASCII) or name == parts.NOTHING:
                    raise ValueError(
                        f"{kind} must be named by letters, digits and underscores, and not "
                        f"{parts.NOTHING}, got {name}"
                    )
        for each in self.resolvers:
            schema.field(each.field)
            resolver.check(each, self.sources, self.steps)
            answers.check_cached(schema, self.authorization, each)
            answers.guarded(schema, self.authorization, each)
        answers.check(schema, self.resolvers, self.passthrough)
        within("query_depth_limit", self.query_depth_limit, DEPTH)
        within("resolver_count_limit", self.resolver_count_limit, RESOLVERS)


class GraphqlApi(pulumi.ComponentResource):
    """An AppSync API: traced, logged by field, with limits on depth and resolvers.

    Each data source has a role of its own, which this API alone may assume. Two alarms go to ALARM
    above the stage defaults: the 99th percentile of latency, and the share of 5xx responses.
    ``data_sources`` and ``functions`` are by their names, ``resolvers`` by their fields.
    """

    id: pulumi.Output[str]
    arn: pulumi.Output[str]
    url: pulumi.Output[str]
    graphql_api: aws.appsync.GraphQLApi
    log_role: aws.iam.Role
    log_group: aws.cloudwatch.LogGroup
    api_key: aws.appsync.ApiKey | None = None
    api_cache: aws.appsync.ApiCache | None = None
    roles: dict[str, aws.iam.Role]
    data_sources: dict[str, aws.appsync.DataSource]
    functions: dict[str, aws.appsync.Function]
    resolvers: dict[str, aws.appsync.Resolver]
    web_acl_association: aws.wafv2.WebAclAssociation | None = None
    latency_alarm: aws.cloudwatch.MetricAlarm
    server_errors_alarm: aws.cloudwatch.MetricAlarm

    def __init__(
        self, name: str, args: GraphqlApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:graphql:GraphqlApi", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        defaults = args.defaults

        log = field_log(name, defaults, child)
        self.log_role = log.role
        log_config: Any = log.settings()
        callers: Any = authorization.settings_of(args.authorization)
        self.graphql_api = aws.appsync.GraphQLApi(
            f"{name}-api",
            schema=Schema.of(args.schema).text,
            xray_enabled=True,
            log_config=log_config,
            introspection_config="ENABLED" if args.introspection else "DISABLED",
            query_depth_limit=args.query_depth_limit,
            resolver_count_limit=args.resolver_count_limit,
            tags=defaults.tags,
            opts=child,
            **callers,
        )
        self.id, self.arn = self.graphql_api.id, self.graphql_api.arn
        self.log_group = log.group(name, self.graphql_api, defaults, child)
        self._callers(name, args)
        self._fields(name, args)
        if args.web_acl is not None:
            self.web_acl_association = aws.wafv2.WebAclAssociation(
                f"{name}-web-acl", resource_arn=self.arn, web_acl_arn=args.web_acl, opts=child
            )
        self.latency_alarm = graphql_alarms.latency(name, self.id, defaults, child)
        self.server_errors_alarm = graphql_alarms.server_errors(name, self.id, defaults, child)

        self.url = self.graphql_api.uris["GRAPHQL"]
        self.register_outputs({"id": self.id, "url": self.url})

    def call(self, *fields: str, variable: str | None = None) -> Access:
        """Let a function call these fields, as ``Query.item``, by requests that it signs; the API
        must have ``Iam`` in its authorization. The variable carries the API's URL.
        """
        if not fields:
            raise ValueError("fields must name at least one, as Query.item, got none")
        paths = [f"/types/{key.replace('.', '/fields/')}" for key in fields]
        return Access(
            actions=("appsync:GraphQL",),
            resources=tuple(pulumi.Output.concat(self.arn, path) for path in paths),
            environment=named(variable, self.url),
        )

    def _callers(self, name: str, args: GraphqlApiArgs) -> None:
        """The key, and the permission to ask an authorizer."""
        child = pulumi.ResourceOptions(parent=self)
        for each in args.authorization:
            if isinstance(each, ApiKey):
                self.api_key = aws.appsync.ApiKey(
                    f"{name}-key", api_id=self.id, expires=each.expires, opts=child
                )
            if isinstance(each, FunctionAuthorizer):
                asked = FunctionRef.of(each.function)
                asked.invoked_by(f"{name}-authorizer", APPSYNC, self.arn, child)

    def _fields(self, name: str, args: GraphqlApiArgs) -> None:
        """Data sources with their roles, functions, resolvers, and the cache of their answers."""
        made = parts.Parts(
            name, self.graphql_api, args.defaults, pulumi.ResourceOptions(parent=self)
        )
        schema = Schema.of(args.schema)
        without = any(each.source is None and not each.steps for each in args.resolvers)
        nothing = without or any(step.source is None for step in args.steps.values())
        for key, source in {**args.sources, **({parts.NOTHING: NONE} if nothing else {})}.items():
            made.source(key, source)
        for key, step in args.steps.items():
            made.function(key, step)
        for each in args.resolvers:
            keys = answers.caching_keys(schema, args.authorization, each)
            made.resolver(answers.guarded(schema, args.authorization, each), keys)
        ttls = [each.cached.ttl for each in args.resolvers if each.cached]
        if ttls:
            self.api_cache = made.cache(args.cache_size, max(ttls))
        self.roles, self.data_sources = made.roles, made.data_sources
        self.functions, self.resolvers = made.functions, made.resolvers
