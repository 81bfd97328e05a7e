"""GraphQL API: a schema, and the functions, tables and HTTP services that answer its fields."""

from collections.abc import Mapping
from typing import Any, Required, TypedDict

import pulumi

from components.graphql import graphql_api, sources
from components.graphql.authorization import ApiKey, Authorization, UserPoolTokens
from components.graphql.resolver import Cached, Resolver, Step
from components.graphql.sources import DataSource
from components.limits import exactly_one
from package.arguments import given, named_as_written, whole_numbers
from package.stage_defaults import StageDefaults, defaults


class GraphqlSource(TypedDict, total=False):
    """Where resolvers get their data: a function, a table or an HTTP service; one of them."""

    function_arn: pulumi.Input[str]
    """ARN of a function; the API gets the permission to invoke it."""

    table_arn: pulumi.Input[str]
    """ARN of a DynamoDB table."""

    may: str
    """What resolvers may do with the items of the table: read, write or read_write; read unless given."""

    url: pulumi.Input[str]
    """URL of an HTTP service that anybody can reach; it gets no credentials of AWS."""


class GraphqlResolver(TypedDict, total=False):
    """What answers one field of a query or a mutation."""

    field: Required[str]
    """The type and the field, as Query.item."""

    source: str
    """Name of its source; none, for answers without data, unless given."""

    steps: list[str]
    """Names of the steps that it takes one after the other, at most 10, in place of a source."""

    code: str
    """Its JavaScript (APPSYNC_JS), request and response; a resolver of a function may have none. With a user pool it must import util of @aws-appsync/utils, by which ID tokens are refused."""

    cache_seconds: int
    """For how many seconds an answer is kept, 1 to 3600; not kept unless given."""

    cache_shared: bool
    """Whether all callers get the same kept answer; false unless given: each caller has answers of its own."""


class GraphqlStep(TypedDict, total=False):
    """One function of a pipeline, which several resolvers may use."""

    source: str
    """Name of its source; none unless given."""

    code: Required[str]
    """Its JavaScript (APPSYNC_JS), request and response."""


class GraphqlApiArgs(TypedDict, total=False):
    """The schema, who may call, and what answers each of its fields."""

    schema: Required[str]
    """The types, in the schema language of GraphQL."""

    user_pool_id: pulumi.Input[str]
    """Id of the Cognito user pool whose access tokens callers need."""

    client_id: pulumi.Input[str]
    """Client that tokens must be of; any of the pool unless given."""

    api_key_expires: str
    """When a key ends that every caller shares, for development, a full hour in UTC as 2027-01-31T00:00:00Z; there is no key unless given."""

    sources: Mapping[str, GraphqlSource]
    """The sources by name: letters, digits and underscores."""

    resolvers: Required[list[GraphqlResolver]]
    """What answers each field of a query or a mutation."""

    steps: Mapping[str, GraphqlStep]
    """The functions of pipelines by name: letters, digits and underscores."""

    passthrough: list[str]
    """Fields of queries and mutations that have no resolver on purpose, and are always null, as Query.version."""

    query_depth_limit: int
    """How many levels a query may have, 1 to 75; 15 unless given. A deeper one is refused."""

    resolver_count_limit: int
    """How many resolvers one request may run, 1 to 10000; 200 unless given."""

    introspection: bool
    """Whether callers may ask for the schema; false unless given."""

    cache_size: str
    """Size of the cache, where a resolver has cacheSeconds: SMALL, MEDIUM, LARGE, XLARGE, LARGE_2X, LARGE_4X, LARGE_8X or LARGE_12X; SMALL unless given. It costs by the hour."""

    web_acl: pulumi.Input[str]
    """ARN of a regional web ACL (WAF) that requests go through."""

    defaults: StageDefaults
    """What the components of this stage have in common."""


class GraphqlApi(pulumi.ComponentResource):
    """A GraphQL API of AppSync, traced, logged by field, with limits on depth and resolvers, a role for each source, and alarms on latency and 5xx responses."""

    api_id: pulumi.Output[str]
    """Id of the API."""

    api_arn: pulumi.Output[str]
    """ARN of the API."""

    url: pulumi.Output[str]
    """URL of the API."""

    def __init__(
        self, name: str, args: GraphqlApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("serverless:index:GraphqlApi", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        with named_as_written(GraphqlApiArgs):
            api_args = graphql_api.GraphqlApiArgs(
                authorization=authorization(args),
                sources={key: source(each) for key, each in args.get("sources", {}).items()},
                resolvers=tuple(map(resolver, args["resolvers"])),
                steps={key: Step(**each) for key, each in args.get("steps", {}).items()},
                defaults=defaults(args.get("defaults")),
                **given(GraphqlApiArgs, args, *ELSEWHERE),
            )
            made = graphql_api.GraphqlApi(name, api_args, opts=child)
        self.api_id, self.api_arn, self.url = made.id, made.arn, made.url
        self.register_outputs({"url": made.url})


# What the component has in another form.
ELSEWHERE = (
    "user_pool_id",
    "client_id",
    "api_key_expires",
    "sources",
    "resolvers",
    "steps",
    "defaults",
)


def authorization(args: GraphqlApiArgs) -> tuple[Authorization, ...]:
    """Who may call; users of the pool, where there is one, by default."""
    found: list[Authorization] = []
    if "user_pool_id" in args:
        client = args.get("client_id")
        found.append(UserPoolTokens(user_pool=args["user_pool_id"], client_id=client))
    if "api_key_expires" in args:
        found.append(ApiKey(expires=args["api_key_expires"]))
    if not found:
        raise ValueError("user_pool_id or api_key_expires must be given, got neither")
    return tuple(found)


def source(args: GraphqlSource) -> DataSource:
    """A source as the component takes it."""
    places = ("function_arn", "table_arn", "url")
    kind = exactly_one("a source", **{place: args.get(place) for place in places})
    if "may" in args and kind != "table_arn":
        raise ValueError(f"may is for a source with table_arn, got one with {kind}")
    if kind == "function_arn":
        return sources.function(args["function_arn"])
    if kind == "url":
        return sources.http(args["url"])
    may: Any = args.get("may", "read")
    return sources.table(args["table_arn"], may=may)


def resolver(args: GraphqlResolver) -> Resolver:
    """A resolver as the component takes it."""
    cached, seconds = None, args.get("cache_seconds")
    if seconds is not None:
        cached = Cached(ttl=whole_numbers(seconds), shared=args.get("cache_shared", False))
    return Resolver(
        field=args["field"],
        source=args.get("source"),
        steps=tuple(args.get("steps", ())),
        code=args.get("code"),
        cached=cached,
    )
