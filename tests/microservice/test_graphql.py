from __future__ import annotations

from dataclasses import replace

import pulumi_aws as aws
import pytest

from components.graphql import sources
from components.graphql.authorization import ApiKey
from components.graphql.graphql_api import GraphqlApiArgs
from components.graphql.resolver import Resolver
from microservice.apis import graphql_api_args, pool_id_of
from microservice.microservice import Microservice
from settings import SettingsError
from tests.cloud import ACCOUNT, REGION
from tests.microservice.sample import CARD, made

KEY = ApiKey(expires="2027-01-31T00:00:00Z")


def args(service: Microservice, *more) -> GraphqlApiArgs:
    """An API of one field, which one of the service's functions resolves."""
    function = service.function(service.functions.resolver("get_order"))
    return GraphqlApiArgs(
        schema="type Query { order: ID }",
        authorization=(service.users, *more),
        sources={"orders": sources.function(function)},
        resolvers=(Resolver(field="Query.order", source="orders"),),
    )


def test_a_user_pool_is_named_by_its_id():
    arn = "arn:aws:cognito-idp:eu-west-1:000000000000:userpool/eu-west-1_abc"
    assert pool_id_of(arn) == "eu-west-1_abc"


@pytest.fixture(scope="module")
def cloud():
    return made(lambda service: service.graphql_api(args(service)))


def test_a_graphql_api_is_for_the_stages_users_and_its_address_is_a_parameter(cloud):
    api = cloud.one(aws.appsync.GraphQLApi, "orders-api-api")
    assert api.inputs["authenticationType"] == "AMAZON_COGNITO_USER_POOLS"
    client = f"arn:aws:x:{REGION}:{ACCOUNT}:token_audience"
    pool = f"arn:aws:x:{REGION}:{ACCOUNT}:user_pool"
    assert api.inputs["userPoolConfig"] == {
        "userPoolId": pool,
        "appIdClientRegex": client,
        "defaultAction": "ALLOW",
    }
    assert api.inputs["tags"] == {"service": "orders"}
    assert (
        cloud.result["endpoint"]
        == "https://orders-api-api.appsync-api.eu-west-1.amazonaws.com/graphql"
    )


def test_the_log_of_a_graphql_api_has_no_headers_where_the_stage_traces_data(cloud):
    log = cloud.one(aws.appsync.GraphQLApi).inputs["logConfig"]
    assert (log["fieldLogLevel"], log["excludeVerboseContent"]) == ("ERROR", True)


def test_a_graphql_api_is_on_the_dashboard(cloud):
    body = cloud.one(aws.cloudwatch.Dashboard).json("dashboardBody")
    assert "GraphQL errors" in [w["properties"]["title"] for w in body["widgets"]]


def test_a_function_of_fields_knows_the_client_that_tokens_must_be_for(cloud):
    variables = cloud.one(aws.lambda_.Function).inputs["environment"]["variables"]
    assert variables["TOKEN_AUDIENCE"].endswith("token_audience")
    assert "CORS_ORIGIN" not in variables


@pytest.mark.parametrize(("stage", "taken"), [("dev", True), ("prod", False), ("prod-eu", False)])
def test_a_key_is_taken_outside_production_only(stage, taken):
    def define(service: Microservice) -> None:
        context = service._context
        settings = context.settings.model_copy(update={"stage": stage})
        changed = replace(context, settings=settings)
        given = args(service, KEY)
        if taken:
            assert graphql_api_args(given, changed, service.defaults).authorization[1] == KEY
            return
        with pytest.raises(SettingsError, match=f"must not take an API key in {stage}"):
            graphql_api_args(given, changed, service.defaults)

    made(define, CARD)
