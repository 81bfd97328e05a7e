from dataclasses import replace

import pytest
from graphql import get_introspection_query, parse
from pulumi_aws import appsync, cloudwatch, iam, lambda_, wafv2

from components.graphql import sources
from components.graphql.authorization import ApiKey, FunctionAuthorizer, Iam
from components.graphql.code import Code
from components.graphql.graphql_api import DEPTH_LIMIT, GraphqlApi
from components.graphql.resolver import Cached, Resolver, Step
from tests.cloud import deploy
from tests.components.graphql_notes import ADD, CODE, FUNCTION, POOL, READ, SCHEMA, args, notes
from tests.components.sample import TAGS, arn, defaults, statements

API = arn("appsync", "notes-api")
KEY = ApiKey(expires="2027-01-31T00:00:00Z")


def test_an_api_is_traced_limited_and_keeps_its_schema_to_itself():
    api = notes().one(appsync.GraphQLApi).inputs
    assert api["schema"] == SCHEMA
    assert api["xrayEnabled"] is True
    assert (api["queryDepthLimit"], api["resolverCountLimit"]) == (15, 200)
    assert api["introspectionConfig"] == "DISABLED"
    assert api["tags"] == TAGS


def test_the_default_depth_is_that_of_the_query_by_which_tools_read_a_schema():
    [query, *fragments] = parse(get_introspection_query()).definitions
    named = {each.name.value: each for each in fragments}

    def depth(node) -> int:
        below = [
            depth(named[each.name.value]) if each.kind == "fragment_spread" else 1 + depth(each)
            for each in (node.selection_set.selections if node.selection_set else ())
        ]
        return max(below, default=0)

    assert depth(query) == DEPTH_LIMIT


def test_limits_and_introspection_can_be_chosen():
    api = notes(query_depth_limit=3, resolver_count_limit=7, introspection=True)
    inputs = api.one(appsync.GraphQLApi).inputs
    assert (inputs["queryDepthLimit"], inputs["resolverCountLimit"]) == (3, 7)
    assert inputs["introspectionConfig"] == "ENABLED"


def test_callers_are_users_of_the_pool():
    api = notes().one(appsync.GraphQLApi).inputs
    assert api["authenticationType"] == "AMAZON_COGNITO_USER_POOLS"
    assert api["userPoolConfig"] == {
        "userPoolId": "eu-west-1_notes",
        "appIdClientRegex": "web",
        "defaultAction": "ALLOW",
    }
    assert "additionalAuthenticationProviders" not in api


def test_a_key_is_made_only_where_it_is_asked_for_and_ends():
    assert notes().all(appsync.ApiKey) == []
    key = notes(authorization=(KEY,)).one(appsync.ApiKey).inputs
    assert key["expires"] == "2027-01-31T00:00:00Z"


def test_a_further_kind_of_caller_is_an_additional_provider():
    api = notes(authorization=(Iam(), POOL)).one(appsync.GraphQLApi).inputs
    assert api["authenticationType"] == "AWS_IAM"
    assert api["additionalAuthenticationProviders"] == [
        {
            "authenticationType": "AMAZON_COGNITO_USER_POOLS",
            "userPoolConfig": {"userPoolId": "eu-west-1_notes", "appIdClientRegex": "web"},
        }
    ]


def test_an_authorizer_may_be_invoked_by_this_api_alone():
    cloud = notes(authorization=(FunctionAuthorizer(function=FUNCTION, cache_seconds=60),))
    config = cloud.one(appsync.GraphQLApi).inputs["lambdaAuthorizerConfig"]
    assert config == {"authorizerUri": FUNCTION, "authorizerResultTtlInSeconds": 60}
    permission = cloud.one(lambda_.Permission).inputs
    assert permission["principal"] == "appsync.amazonaws.com"
    assert permission["sourceArn"] == API


def test_a_function_is_granted_fields_and_not_the_api():
    def program():
        access = GraphqlApi("notes", args(authorization=(Iam(),))).call(
            "Query.note", variable="NOTES_URL"
        )
        return [access.actions, list(access.resources), access.environment["NOTES_URL"]]

    actions, resources, url = deploy(program).result
    assert (list(actions), resources) == (["appsync:GraphQL"], [f"{API}/types/Query/fields/note"])
    assert url == "https://notes-api.appsync-api.eu-west-1.amazonaws.com/graphql"
    with pytest.raises(ValueError) as refused:
        deploy(lambda: GraphqlApi("notes", args()).call())
    assert str(refused.value) == "fields must name at least one, as Query.item, got none"


def test_the_log_has_failed_fields_without_tokens_and_expires():
    cloud = notes()
    assert cloud.one(appsync.GraphQLApi).inputs["logConfig"] == {
        "cloudwatchLogsRoleArn": arn("iam", "notes-logs-role"),
        "fieldLogLevel": "ERROR",
        "excludeVerboseContent": True,
    }
    group = cloud.one(cloudwatch.LogGroup).inputs
    assert group["name"] == "/aws/appsync/apis/notes-api-id"
    assert group["retentionInDays"] == 14
    [write] = statements(cloud, "notes-logs")
    assert write["Resource"] == [arn("cloudwatch", "notes-logs:*")]


def test_the_log_of_a_stage_that_traces_data_has_everything():
    traced = notes(defaults=defaults(data_trace=True)).one(appsync.GraphQLApi).inputs
    assert traced["logConfig"]["fieldLogLevel"] == "ALL"
    assert traced["logConfig"]["excludeVerboseContent"] is False


def test_each_source_has_a_role_which_this_api_alone_may_assume():
    cloud = notes(
        sources={"notes": sources.table(arn("dynamodb", "table/notes")), "who": of_function()},
        resolvers=(READ, replace(ADD, source="who", code=None)),
    )
    trust = cloud.one(iam.Role, "notes-who-role").json("assumeRolePolicy")["Statement"][0]
    assert trust["Principal"] == {"Service": "appsync.amazonaws.com"}
    assert trust["Condition"] == {"ArnEquals": {"aws:SourceArn": API}}
    [reads] = statements(cloud, "notes-notes")
    assert "dynamodb:PutItem" not in reads["Action"]
    [invokes] = statements(cloud, "notes-who")
    assert (invokes["Action"], invokes["Resource"]) == (["lambda:InvokeFunction"], [FUNCTION])


def of_function() -> sources.DataSource:
    return sources.function(FUNCTION)


def test_a_source_waits_for_the_permissions_of_its_role():
    cloud = notes()
    [granted] = [r.urn for r in cloud.all(iam.RolePolicy) if r.name == "notes-notes-permissions"]
    assert granted in cloud.one(appsync.DataSource).dependencies


def test_a_resolver_has_its_code_and_its_source():
    resolver = notes().one(appsync.Resolver, "notes-Query.note-resolver").inputs
    assert (resolver["type"], resolver["field"], resolver["kind"]) == ("Query", "note", "UNIT")
    assert resolver["dataSource"] == "notes"
    assert resolver["code"] == Code.of(CODE).for_access_tokens().text
    assert resolver["runtime"] == {"name": "APPSYNC_JS", "runtimeVersion": "1.0.0"}


def test_a_resolver_of_a_function_may_have_no_code():
    cloud = notes(
        sources={"notes": of_function()}, resolvers=(replace(READ, code=None, batch=5), ADD)
    )
    resolver = cloud.one(appsync.Resolver, "notes-Query.note-resolver").inputs
    assert resolver["maxBatchSize"] == 5
    assert not {"code", "runtime"} & resolver.keys()


def test_a_pipeline_takes_its_steps_in_order():
    cloud = notes(
        steps={"check": Step(code=CODE), "load": Step(source="notes", code=CODE)},
        resolvers=(Resolver(field="Query.note", steps=("check", "load"), code=CODE), ADD),
    )
    resolver = cloud.one(appsync.Resolver, "notes-Query.note-resolver").inputs
    assert resolver["kind"] == "PIPELINE"
    assert resolver["pipelineConfig"] == {
        "functions": ["notes-check-function-function-id", "notes-load-function-function-id"]
    }
    checks = cloud.one(appsync.Function, "notes-check-function").inputs
    assert (checks["name"], checks["dataSource"]) == ("check", "none")
    assert cloud.one(appsync.DataSource, "notes-none-source").inputs["type"] == "NONE"
    assert [role.name for role in cloud.all(iam.Role)] == ["notes-logs-role", "notes-notes-role"]


def test_code_finds_the_name_of_its_table():
    code = CODE.replace("ctx.args.id", "[ctx.args.id, TABLE_NAME]")
    resolver = notes(resolvers=(replace(READ, code=code), ADD))
    filled = resolver.one(appsync.Resolver, "notes-Query.note-resolver").inputs["code"]
    assert filled == f'{Code.of(code).for_access_tokens().text}\nconst TABLE_NAME = "notes";\n'


def test_answers_are_cached_by_arguments_and_caller():
    cloud = notes(resolvers=(replace(READ, cached=Cached(ttl=60)), ADD))
    config = cloud.one(appsync.Resolver, "notes-Query.note-resolver").inputs["cachingConfig"]
    assert config == {
        "ttl": 60,
        "cachingKeys": ["$context.arguments.id", "$context.identity.sub"],
    }
    cache = cloud.one(appsync.ApiCache).inputs
    assert cache["apiCachingBehavior"] == "PER_RESOLVER_CACHING"
    assert (cache["type"], cache["ttl"]) == ("SMALL", 60)
    assert cache["atRestEncryptionEnabled"]
    assert cache["transitEncryptionEnabled"]


def test_answers_that_are_the_same_for_all_are_cached_by_arguments_alone():
    cloud = notes(resolvers=(replace(READ, cached=Cached(ttl=60, shared=True)), ADD))
    config = cloud.one(appsync.Resolver, "notes-Query.note-resolver").inputs["cachingConfig"]
    assert config["cachingKeys"] == ["$context.arguments.id"]


def test_there_is_no_cache_that_nothing_uses():
    assert notes().all(appsync.ApiCache) == []


def test_alarms_are_on_latency_and_on_the_share_of_server_errors():
    cloud = notes()
    latency = cloud.one(cloudwatch.MetricAlarm, "notes-latency-alarm").inputs
    assert (latency["namespace"], latency["metricName"]) == ("AWS/AppSync", "Latency")
    assert latency["extendedStatistic"] == "p99"
    assert latency["dimensions"] == {"GraphQLAPIId": "notes-api-id"}
    errors = cloud.one(cloudwatch.MetricAlarm, "notes-server-errors-alarm").inputs
    percent, failed, requests = errors["metricQueries"]
    assert percent["expression"] == "100 * fiveXX / MAX([fiveXX, requests])"
    assert (failed["metric"]["metricName"], failed["metric"]["stat"]) == ("5XXError", "Sum")
    assert (requests["metric"]["metricName"], requests["metric"]["stat"]) == (
        "Latency",
        "SampleCount",
    )
    assert errors["threshold"] == 1


def test_requests_go_through_a_web_acl_where_one_is_given():
    acl = arn("wafv2", "regional/webacl/edge/1")
    joined = notes(web_acl=acl).one(wafv2.WebAclAssociation).inputs
    assert (joined["resourceArn"], joined["webAclArn"]) == (API, acl)
    assert notes().all(wafv2.WebAclAssociation) == []


def test_the_underlying_resources_are_attributes():
    def program():
        step = {"load": Step(source="notes", code=CODE)}
        read = Resolver(field="Query.note", steps=("load",), code=CODE, cached=Cached(ttl=1))
        api = GraphqlApi("notes", args(steps=step, resolvers=(read, ADD), authorization=(POOL,)))
        made = (
            (api.graphql_api, appsync.GraphQLApi),
            (api.log_role, iam.Role),
            (api.log_group, cloudwatch.LogGroup),
            (api.roles["notes"], iam.Role),
            (api.data_sources["notes"], appsync.DataSource),
            (api.functions["load"], appsync.Function),
            (api.resolvers["Query.note"], appsync.Resolver),
            (api.api_cache, appsync.ApiCache),
            (api.latency_alarm, cloudwatch.MetricAlarm),
            (api.server_errors_alarm, cloudwatch.MetricAlarm),
        )
        return [isinstance(resource, kind) for resource, kind in made]

    assert deploy(program).result == [True] * 10


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"resolvers": (READ,)},
            "schema:13: Mutation.addNote has no resolver, and is no passthrough",
        ),
        ({"resolvers": (READ, READ, ADD)}, "schema: Query.note must have one resolver, got 2"),
        (
            {"resolvers": (READ, ADD, replace(READ, field="Query.nots"))},
            "schema:8: Query has the fields note; got a resolver of Query.nots",
        ),
        (
            {"resolvers": (READ, ADD, replace(READ, field="Book.title"))},
            "schema has no type Book, got a resolver of Book.title",
        ),
        (
            {"passthrough": ("Query.note",)},
            "schema: passthrough must name fields without resolver, got Query.note",
        ),
        ({"query_depth_limit": 76}, "query_depth_limit must be between 1 and 75, got 76"),
        ({"resolver_count_limit": 0}, "resolver_count_limit must be between 1 and 10000, got 0"),
        (
            {"sources": {"my-notes": of_function()}},
            "sources must be named by letters, digits and underscores, and not none, got my-notes",
        ),
        (
            {"steps": {"none": Step(code=CODE)}},
            "steps must be named by letters, digits and underscores, and not none, got none",
        ),
        ({"sources": {}}, "Query.note: sources are none; got notes"),
        (
            {"resolvers": (Resolver(field="Query.note", steps=("load",), code=CODE), ADD)},
            "Query.note: steps are none; got load",
        ),
        (
            {"resolvers": (replace(READ, code=None), ADD)},
            "Query.note needs code; only a resolver of a function may have none",
        ),
        ({"resolvers": (replace(READ, batch=2), ADD)}, "Query.note: batch is for functions, got 2"),
        (
            {"authorization": ()},
            "authorization must name at least one of UserPoolTokens, Iam, ...",
        ),
        (
            {"authorization": (POOL, POOL)},
            "authorization must have each kind once, got twice: AMAZON_COGNITO_USER_POOLS",
        ),
        (
            {
                "authorization": (POOL, Iam()),
                "resolvers": (replace(READ, cached=Cached(ttl=1)), ADD),
            },
            "Query.note must be shared to be cached where callers prove themselves in several "
            "ways: no one key names them all",
        ),
        (
            {"authorization": (KEY,), "resolvers": (replace(READ, cached=Cached(ttl=1)), ADD)},
            "Query.note must be shared to be cached, or keys must name the caller, as "
            "$context.identity.resolverContext.userId",
        ),
    ],
)
def test_what_cannot_be_together_is_refused(changes, message):
    with pytest.raises(ValueError) as refused:
        args(**changes)
    assert str(refused.value) == message


def test_a_field_that_is_null_on_purpose_is_stated():
    schema = SCHEMA.replace("note(id: ID!): Note", "note(id: ID!): Note\n  version: String")
    with pytest.raises(ValueError):
        args(schema=schema)
    assert args(schema=schema, passthrough=("Query.version",)).passthrough == ("Query.version",)


@pytest.mark.parametrize(
    ("directive", "message"),
    [
        ("@aws_iam", "schema:9: @aws_iam needs Iam in authorization"),
        ("@aws_api_key", "schema:9: @aws_api_key needs ApiKey in authorization"),
    ],
)
def test_a_schema_that_asks_for_callers_that_the_api_does_not_know_is_refused(directive, message):
    with pytest.raises(ValueError) as refused:
        args(schema=SCHEMA.replace("note(id: ID!): Note", f"note(id: ID!): Note {directive}"))
    assert str(refused.value) == message


def test_groups_that_a_second_kind_of_caller_would_open_to_all_are_refused():
    """AppSync ignores ``@aws_auth`` where an API has additional providers."""
    groups = 'note(id: ID!): Note @aws_auth(cognito_groups: ["agents"])'
    schema = SCHEMA.replace("note(id: ID!): Note", groups)
    args(schema=schema)
    with pytest.raises(ValueError) as refused:
        args(schema=schema, authorization=(POOL, Iam()))
    assert str(refused.value) == (
        "schema:9: @aws_auth holds for user pools alone; "
        "use @aws_cognito_user_pools(cognito_groups: [...])"
    )


def test_an_authorizer_that_names_its_users_can_key_a_cache():
    keys = ("$context.identity.resolverContext.userId",)
    cached = replace(READ, cached=Cached(ttl=9, keys=keys))
    cloud = notes(authorization=(FunctionAuthorizer(function=FUNCTION),), resolvers=(cached, ADD))
    config = cloud.one(appsync.Resolver, "notes-Query.note-resolver").inputs["cachingConfig"]
    assert config["cachingKeys"] == ["$context.arguments.id", *keys]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: ApiKey(expires="2027-01-31"),
            "expires must be a full hour in UTC, as 2027-01-31T00:00:00Z, got 2027-01-31",
        ),
        (
            lambda: FunctionAuthorizer(function=FUNCTION, cache_seconds=3601),
            "cache_seconds must be between 0 and 3600 seconds, got 3601",
        ),
    ],
)
def test_an_authorization_that_appsync_would_refuse_is_refused(make, message):
    with pytest.raises(ValueError) as refused:
        make()
    assert str(refused.value) == message
