"""AWS AppSync: traces, logs, limits and callers of GraphQL APIs, and what their caches share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import appsync, cloudfront, wafv2
from policies.framework.graph import Graph
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.alarms import alarms_of, percentile, watches
from policies.relations.always_on import without_reason

GUIDE = "https://docs.aws.amazon.com/appsync/latest/devguide"
LEVELS = ("ERROR", "INFO", "DEBUG", "ALL")

# How a resolver's code gets at its caller.
CALLER = r"\bidentity\b|\brequest\s*\.\s*headers\b"

# A higher percentile hides fewer requests.
PERCENTILE = 99


@rule(
    "appsync-graphql-api-tracing-enabled",
    "A GraphQL API is traced",
    about=appsync.GraphQLApi,
    severity=Severity.MEDIUM,
    remedy="Set xray_enabled to True",
    documentation=f"{GUIDE}/x-ray-tracing.html",
)
def graphql_api_is_traced(api: Resource) -> Iterator[str]:
    """One query runs many resolvers; a trace shows which of them is slow."""
    if api.get("xrayEnabled") is not True:
        yield "tracing is not enabled"


@rule(
    "appsync-graphql-api-field-logging-enabled",
    "A GraphQL API logs the fields that fail",
    about=appsync.GraphQLApi,
    severity=Severity.MEDIUM,
    remedy="Set log_config with a role and field_log_level ERROR",
    documentation=f"{GUIDE}/monitoring.html",
)
def graphql_api_logs_fields(api: Resource) -> Iterator[str]:
    """A field that fails is answered with status 200, and counted nowhere: the log alone has it."""
    if api.get("logConfig.fieldLogLevel") not in LEVELS:
        yield "failed fields are not logged"


@rule(
    "appsync-graphql-api-log-content-excluded",
    "The log of a GraphQL API holds no tokens and no data",
    about=appsync.GraphQLApi,
    severity=Severity.HIGH,
    level=Level.MANDATORY_IN_PROD,
    remedy="Set exclude_verbose_content in log_config to True",
    documentation=f"{GUIDE}/monitoring.html",
)
def graphql_api_log_has_no_content(api: Resource) -> Iterator[str]:
    """Verbose content is headers, in which tokens are, and what resolvers gave."""
    logged = api.get("logConfig.fieldLogLevel") in LEVELS
    if logged and api.get("logConfig.excludeVerboseContent") is not True:
        yield "its log holds headers and results"


@rule(
    "appsync-graphql-api-query-limits",
    "A GraphQL API limits how deep and how wide a query may be",
    about=appsync.GraphQLApi,
    severity=Severity.MEDIUM,
    remedy="Set query_depth_limit and resolver_count_limit",
    documentation=f"{GUIDE}/configuration-limits.html",
)
def graphql_api_limits_queries(api: Resource) -> Iterator[str]:
    """One short query over types that refer to each other can ask for millions of objects."""
    for key, limit in (("queryDepthLimit", "depth"), ("resolverCountLimit", "resolvers")):
        if not api.get(key):
            yield f"no limit on the {limit} of a query"


@rule(
    "appsync-graphql-api-introspection-disabled",
    "A GraphQL API does not show its schema to callers",
    about=appsync.GraphQLApi,
    severity=Severity.LOW,
    level=Level.MANDATORY_IN_PROD,
    remedy="Set introspection_config to DISABLED",
    documentation=f"{GUIDE}/configuration-limits.html",
)
def graphql_api_hides_its_schema(api: Resource) -> Iterator[str]:
    """The schema says what there is to try; those who write clients have it from its file."""
    if api.get("introspectionConfig") != "DISABLED":
        yield "callers may ask for its schema"


@rule(
    "appsync-graphql-api-key-alone",
    "A GraphQL API does not rest on a key alone",
    about=appsync.GraphQLApi,
    severity=Severity.HIGH,
    level=Level.MANDATORY_IN_PROD,
    remedy="Make a user pool, a function or IAM the default, and name API_KEY as an additional "
    "authentication provider, if at all",
    documentation=f"{GUIDE}/security-authz.html",
)
def graphql_api_has_more_than_a_key(api: Resource) -> Iterator[str]:
    """Every caller has the same key: it proves nothing about any, and stays in every client."""
    if api.get("authenticationType") == "API_KEY":
        yield "its default authorization is an API key"


@rule(
    "appsync-graphql-api-latency-alarm",
    "A GraphQL API has an alarm on the 99th percentile of its latency",
    about=appsync.GraphQLApi,
    severity=Severity.MEDIUM,
    remedy="Add an alarm on AWS/AppSync Latency of this API (GraphQLAPIId) with "
    "extended_statistic p99 or higher",
    documentation=f"{GUIDE}/monitoring.html",
)
def graphql_api_has_latency_alarm(api: Resource, graph: Graph) -> Iterator[str]:
    """The average latency hides the slowest requests."""
    if not any(
        percentile(alarm) >= PERCENTILE and watches(alarm, "AWS/AppSync", "Latency")
        for alarm in alarms_of(api, graph)
    ):
        yield "no alarm on the 99th percentile of its latency"


@rule(
    "appsync-api-cache-encrypted",
    "The cache of a GraphQL API is encrypted",
    about=appsync.ApiCache,
    severity=Severity.MEDIUM,
    remedy="Set at_rest_encryption_enabled and transit_encryption_enabled to True",
    documentation=f"{GUIDE}/enabling-caching.html",
)
def api_cache_is_encrypted(cache: Resource) -> Iterator[str]:
    """It holds what resolvers gave, and neither can be changed while it exists."""
    for key, where in (
        ("atRestEncryptionEnabled", "at rest"),
        ("transitEncryptionEnabled", "in transit"),
    ):
        if cache.get(key) is not True:
            yield f"not encrypted {where}"


@rule(
    "appsync-resolver-cached-by-caller",
    "A cached resolver that reads its caller has the caller in its key",
    about=appsync.Resolver,
    severity=Severity.CRITICAL,
    remedy="Add $context.identity.sub to caching_keys, or do not cache the resolver",
    documentation=f"{GUIDE}/enabling-caching.html",
)
def cached_resolver_knows_its_caller(resolver: Resource) -> Iterator[str]:
    """Otherwise one caller is answered with what was read for another."""
    if not resolver.has("cachingConfig"):
        return
    keys = resolver.get("cachingConfig.cachingKeys", [])
    if any(str(key).startswith("$context.identity") for key in keys):
        return
    if re.search(CALLER, str(resolver.get("code", ""))):
        yield "its code reads the caller, its caching keys do not"


@rule(
    "appsync-graphql-api-web-acl",
    "A public GraphQL API has a web ACL, its own or that of a distribution before it",
    about=appsync.GraphQLApi,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    remedy="Associate a web ACL with the API, or put a distribution with one before it",
    documentation=f"{GUIDE}/WAF-Integration.html",
)
def graphql_api_has_web_acl(api: Resource, graph: Graph) -> Iterator[str]:
    """It stops known attacks and addresses that send too much before they cost a query."""
    if api.get("visibility") == "PRIVATE" or graph.users(
        api, wafv2.WebAclAssociation, "resourceArn"
    ):
        return
    before = graph.users(api, cloudfront.Distribution, "origins")
    if not any(each.has("webAclId") for each in before):
        yield "no web ACL sees its requests"


@rule(
    "appsync-graphql-api-cache-always-on-reason",
    "A GraphQL API outside prod says why its cache is paid for by the hour",
    about=appsync.GraphQLApi,
    level=Level.ADVISORY,
    severity=Severity.LOW,
    remedy="Give the API the tag always-on with the reason, or cache no resolver there",
    documentation=f"{GUIDE}/enabling-caching.html",
)
def api_cache_says_why_it_is_always_on(api: Resource, graph: Graph) -> Iterator[str]:
    """A cache is an instance, which is there, and billed, whether queries come or not; it has no
    tags of its own."""
    if graph.users(api, appsync.ApiCache, "apiId"):
        yield from without_reason(api)


RULES = (
    graphql_api_is_traced,
    graphql_api_logs_fields,
    graphql_api_log_has_no_content,
    graphql_api_limits_queries,
    graphql_api_hides_its_schema,
    graphql_api_has_more_than_a_key,
    graphql_api_has_latency_alarm,
    api_cache_is_encrypted,
    api_cache_says_why_it_is_always_on,
    cached_resolver_knows_its_caller,
    graphql_api_has_web_acl,
)
