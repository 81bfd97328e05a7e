import json
from dataclasses import replace

import pytest
from pulumi_aws import apigatewayv2, cloudwatch, dynamodb, iam, lambda_, sqs

from components.api.web_socket_api import WebSocketApi, WebSocketApiArgs
from components.api.web_socket_connections import over_http
from components.api.web_socket_route import ConnectAuthorizer, MessageRoute, model_name
from components.compute.function import Function
from components.messaging.queue_worker import QueueWorkerArgs
from tests.cloud import Cloud, deploy
from tests.components.sample import TAGS, arn, defaults, function, grants
from tests.fakes.infrastructure import DeclaredTable
from tests.fakes.tables import CONNECTIONS

EXISTING = arn("lambda", "function:existing")
SAY = {"type": "object", "required": ["text"]}
API = arn("apigatewayv2", "chat-api")
POST = f"{API}/live/POST/@connections/*"
URL = "https://chat-api.execute-api.eu-west-1.amazonaws.com/live"


def args(**changes) -> WebSocketApiArgs:
    given = {
        "connect": function(),
        "disconnect": function(),
        "default": function(),
        "authorizer": ConnectAuthorizer(function=function()),
        "defaults": defaults(),
    }
    return WebSocketApiArgs(**{**given, **changes})


def chat(**changes) -> Cloud:
    return deploy(lambda: WebSocketApi("chat", args(**changes)).url)


def say(**changes) -> MessageRoute:
    return MessageRoute(**{"function": function(), **changes})


def actions(cloud: Cloud, role: str) -> set[tuple[str, str]]:
    """What a function may do besides its trace and log, each action with each resource."""
    return {
        (action, resource)
        for statement in grants(cloud, role)
        for action in statement["Action"]
        for resource in (
            statement["Resource"]
            if isinstance(statement["Resource"], list)
            else [statement["Resource"]]
        )
    }


def variables(cloud: Cloud, name: str) -> dict[str, str]:
    made = cloud.one(lambda_.Function, f"{name}-function").inputs
    return made["environment"].get("variables", {})


def test_a_websocket_api_has_one_stage_that_deploys_itself_once_the_routes_are_there():
    cloud = chat(description="Talks", routes={"say": say(replies=True)})
    api = cloud.one(apigatewayv2.Api).inputs
    assert (api["protocolType"], api["description"], api["tags"]) == ("WEBSOCKET", "Talks", TAGS)
    assert api["routeSelectionExpression"] == "$request.body.action"
    stage = cloud.one(apigatewayv2.Stage)
    assert (stage.inputs["name"], stage.inputs["autoDeploy"]) == ("live", True)
    parts = [
        made.urn
        for kind in (apigatewayv2.Route, apigatewayv2.Integration, apigatewayv2.RouteResponse)
        for made in cloud.all(kind)
    ]
    assert len(parts) == 9
    assert set(parts) <= set(stage.dependencies)


@pytest.mark.parametrize(
    ("key", "role"),
    [
        ("$connect", "chat-connect"),
        ("$disconnect", "chat-disconnect"),
        ("$default", "chat-default"),
        ("say", "chat-message-say"),
    ],
)
def test_each_route_may_invoke_its_own_function_alone(key, role):
    cloud = chat(routes={"say": say()})
    integration = cloud.one(apigatewayv2.Integration, f"{role}-integration").inputs
    assert integration["integrationType"] == "AWS_PROXY"
    assert integration["integrationUri"] == arn("lambda", f"{role}-function") + "/invocations"
    route = cloud.one(apigatewayv2.Route, f"{role}-route").inputs
    assert (route["routeKey"], route["target"]) == (key, f"integrations/{role}-integration-id")
    permission = cloud.one(lambda_.Permission, f"{role}-permission").inputs
    assert permission["function"] == f"{role}-function"
    assert permission["sourceArn"] == f"{API}/*/{key}"


def test_only_connects_have_the_authorizer():
    cloud = chat(routes={"say": say()})
    authorizer = cloud.one(apigatewayv2.Authorizer).inputs
    assert authorizer["authorizerType"] == "REQUEST"
    assert authorizer["authorizerUri"] == arn("lambda", "chat-authorizer-function") + "/invocations"
    assert authorizer["identitySources"] == ["route.request.querystring.token"]
    permission = cloud.one(lambda_.Permission, "chat-authorizer-permission").inputs
    assert permission["sourceArn"] == f"{API}/authorizers/chat-authorizer-id"
    types = {
        r.inputs["routeKey"]: r.inputs["authorizationType"] for r in cloud.all(apigatewayv2.Route)
    }
    assert types == {"$connect": "CUSTOM", "$disconnect": "NONE", "$default": "NONE", "say": "NONE"}
    connect = cloud.one(apigatewayv2.Route, "chat-connect-route").inputs
    assert connect["authorizerId"] == "chat-authorizer-id"


def test_a_token_may_come_in_the_header_that_browsers_can_set():
    cloud = chat(authorizer=ConnectAuthorizer(function=EXISTING, token="protocol"))
    assert cloud.one(apigatewayv2.Authorizer).inputs["identitySources"] == [
        "route.request.header.Sec-WebSocket-Protocol"
    ]
    assert (
        cloud.one(lambda_.Permission, "chat-authorizer-permission").inputs["function"] == "existing"
    )


def test_a_public_api_has_no_authorizer():
    cloud = chat(authorizer=None, public=True)
    assert cloud.all(apigatewayv2.Authorizer) == []
    assert cloud.one(apigatewayv2.Route, "chat-connect-route").inputs["authorizationType"] == "NONE"


def test_messages_are_checked_by_the_model_of_their_route():
    cloud = chat(routes={"say": say(body=SAY), "leave": say()}, selection="$request.body.kind")
    model = cloud.one(apigatewayv2.Model).inputs
    assert json.loads(model["schema"]) == SAY
    assert (model["contentType"], model["name"]) == ("application/json", model_name("say"))
    route = cloud.one(apigatewayv2.Route, "chat-message-say-route").inputs
    assert route["modelSelectionExpression"] == "$request.body.kind"
    assert route["requestModels"] == {"say": model_name("say")}
    assert "requestModels" not in cloud.one(apigatewayv2.Route, "chat-message-leave-route").inputs
    assert model_name("a-b").isalnum()
    assert model_name("a-b") != model_name("ab")


def test_an_answer_goes_back_to_the_client_of_a_route_that_replies():
    cloud = chat(routes={"say": say(replies=True), "leave": say()})
    answer = cloud.one(apigatewayv2.RouteResponse).inputs
    assert (answer["routeId"], answer["routeResponseKey"]) == (
        "chat-message-say-route-id",
        "$default",
    )
    said = cloud.one(apigatewayv2.Route, "chat-message-say-route").inputs
    assert said["routeResponseSelectionExpression"] == "$default"
    silent = cloud.one(apigatewayv2.Route, "chat-message-leave-route").inputs
    assert "routeResponseSelectionExpression" not in silent


def test_connections_are_kept_by_id_and_user_and_expire():
    table = chat().one(dynamodb.Table).inputs
    assert (table["hashKey"], "rangeKey" in table) == ("connectionId", False)
    assert table["ttl"] == {"enabled": True, "attributeName": "expiresAt"}
    [index] = table["globalSecondaryIndexes"]
    assert (index["name"], index["projectionType"]) == ("byUser", "KEYS_ONLY")
    assert index["keySchemas"] == [{"attributeName": "userId", "keyType": "HASH"}]


def test_handlers_are_tested_with_a_table_of_these_keys():
    table = chat().one(dynamodb.Table).inputs
    [index] = table["globalSecondaryIndexes"]
    keys = tuple(key["attributeName"] for key in index["keySchemas"])
    assert DeclaredTable((table["hashKey"],), {index["name"]: keys}) == CONNECTIONS


def test_connect_and_disconnect_may_write_and_delete_connections_and_no_more():
    cloud = chat()
    table = arn("dynamodb", "chat-connections-table")
    assert actions(cloud, "chat-connect") == {("dynamodb:PutItem", table)}
    assert actions(cloud, "chat-disconnect") == {("dynamodb:DeleteItem", table)}
    assert actions(cloud, "chat-default") == set()
    assert variables(cloud, "chat-connect") == {"CONNECTIONS_TABLE": "chat-connections-table"}


def test_a_route_may_send_to_connections_of_this_stage_only():
    cloud = chat(routes={"say": say(may="send"), "all": say(may="broadcast")}, stage="test")
    post = f"{API}/test/POST/@connections/*"
    sends = {action for action, _ in actions(cloud, "chat-message-say")}
    assert ("execute-api:ManageConnections", post) in actions(cloud, "chat-message-say")
    assert sends == {
        "execute-api:ManageConnections",
        "dynamodb:GetItem",
        "dynamodb:BatchGetItem",
        "dynamodb:Query",
        "dynamodb:DeleteItem",
    }
    broadcasts = {action for action, _ in actions(cloud, "chat-message-all")}
    assert broadcasts == {
        "execute-api:ManageConnections",
        "dynamodb:DeleteItem",
        "dynamodb:Scan",
    }
    assert variables(cloud, "chat-message-say") == {
        "CONNECTIONS_TABLE": "chat-connections-table",
        "CONNECTIONS_URL": "https://chat-api.execute-api.eu-west-1.amazonaws.com/test",
    }


def test_broadcasts_may_go_through_a_queue_whose_worker_sends():
    worker = QueueWorkerArgs(function=function())
    cloud = chat(broadcast=worker, routes={"all": say(may="broadcast")})
    queue = arn("sqs", "chat-broadcasts-queue")
    assert ("sqs:SendMessage", queue) in actions(cloud, "chat-message-all")
    assert "BROADCAST_QUEUE" in variables(cloud, "chat-message-all")
    posted = actions(cloud, "chat-broadcasts")
    assert {("execute-api:ManageConnections", POST), ("sqs:SendMessage", queue)} <= posted
    assert variables(cloud, "chat-broadcasts")["CONNECTIONS_URL"] == URL
    mapping = cloud.one(lambda_.EventSourceMapping).inputs
    assert mapping["functionResponseTypes"] == ["ReportBatchItemFailures"]
    assert len(cloud.all(sqs.Queue)) == 2
    # Two batches of one invocation would share its time.
    assert cloud.one(lambda_.EventSourceMapping).inputs["batchSize"] == 1


def test_other_functions_are_granted_what_they_use():
    def program():
        api = WebSocketApi("chat", args())
        uses = (api.manage_connections("SOCKETS", methods=("GET", "DELETE")),)
        Function("close", function(uses=uses))

    cloud = deploy(program)
    assert actions(cloud, "close") == {
        ("execute-api:ManageConnections", f"{API}/live/{method}/@connections/*")
        for method in ("GET", "DELETE")
    }
    assert variables(cloud, "close") == {"SOCKETS": URL}


def test_functions_that_exist_keep_their_roles():
    cloud = chat(
        connect=EXISTING,
        disconnect=EXISTING,
        default=EXISTING,
        authorizer=ConnectAuthorizer(function=EXISTING),
    )
    assert cloud.all(lambda_.Function) == []
    assert cloud.all(iam.Role) == []
    assert {p.inputs["function"] for p in cloud.all(lambda_.Permission)} == {"existing"}


def test_messages_are_measured_throttled_and_logged():
    cloud = chat(defaults=defaults(throttle_rate=5, throttle_burst=7, data_trace=True))
    stage = cloud.one(apigatewayv2.Stage).inputs
    assert stage["defaultRouteSettings"] == {
        "throttlingRateLimit": 5,
        "throttlingBurstLimit": 7,
        "detailedMetricsEnabled": True,
        "loggingLevel": "INFO",
        "dataTraceEnabled": True,
    }
    assert stage["accessLogSettings"]["destinationArn"] == arn("cloudwatch", "chat-access-logs")
    assert {"connectionId", "routeKey", "eventType", "user"} <= set(
        json.loads(stage["accessLogSettings"]["format"])
    )
    execution = cloud.one(cloudwatch.LogGroup, "chat-execution-logs").inputs
    assert (execution["name"], execution["retentionInDays"]) == (
        "/aws/apigateway/chat-api-id/live",
        14,
    )


def test_alarms_are_on_latency_failures_connects_and_messages():
    cloud = chat(connects_per_second=3, messages_per_second=8)

    def alarm(word: str) -> dict:
        return cloud.one(cloudwatch.MetricAlarm, f"chat-{word}-alarm").inputs

    here = {"ApiId": "chat-api-id", "Stage": "live"}
    latency = alarm("latency")
    assert (latency["metricName"], latency["extendedStatistic"]) == ("IntegrationLatency", "p99")
    connects, messages = alarm("connects"), alarm("messages")
    assert (connects["metricName"], connects["threshold"]) == ("ConnectCount", 180)
    assert (messages["metricName"], messages["threshold"]) == ("MessageCount", 480)
    assert latency["dimensions"] == connects["dimensions"] == messages["dimensions"] == here
    rate, *metrics = alarm("server-errors")["metricQueries"]
    assert rate["expression"] == (
        "100 * SUM([integrationError, executionError]) / "
        "MAX([SUM([integrationError, executionError]), SUM([connectCount, messageCount])])"
    )
    assert [metric["metric"]["dimensions"] for metric in metrics] == [here] * 4


def test_the_urls_are_of_the_stage():
    assert chat().result == "wss://chat-api.execute-api.eu-west-1.amazonaws.com/live"
    assert over_http("wss://a/live") == "https://a/live"
    assert over_http("ws://127.0.0.1:1/live") == "http://127.0.0.1:1/live"


def test_three_handlers_alone_are_enough():
    alone = WebSocketApiArgs(connect=EXISTING, disconnect=EXISTING, default=EXISTING, public=True)

    def program() -> None:
        WebSocketApi("hello", alone)

    assert len(deploy(program).all(apigatewayv2.Route)) == 3


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"authorizer": None}, "a WebSocket API needs an authorizer or public=True, got neither"),
        ({"public": True}, "a WebSocket API needs an authorizer or public=True, got both"),
        (
            {"routes": {"$say": say()}},
            "routes must be named by 1 to 128 letters, digits, hyphens or underscores; "
            "$connect, $disconnect and $default have arguments of their own; got $say",
        ),
        (
            {"selection": "$request.header.x"},
            "selection must be a field of the body, as $request.body.action, got $request.header.x",
        ),
        (
            {"stage": "a/b"},
            "stage must be 1 to 128 letters, digits, hyphens or underscores, got a/b",
        ),
        (
            {"default": say(body=SAY)},
            "default must have no body: the messages it gets have no form",
        ),
        ({"connects_per_second": 0}, "connects_per_second must be more than 0, got 0"),
        (
            {"connect": 7},
            "connect must be FunctionArgs or a function: function must be a function or the ARN "
            "of one, got int",
        ),
    ],
)
def test_what_api_gateway_would_refuse_is_refused(changes, message):
    with pytest.raises(ValueError) as refused:
        args(**changes)
    assert str(refused.value) == message


def test_a_route_and_an_authorizer_say_what_they_take():
    with pytest.raises(ValueError, match="may must be one of answer, send, broadcast, got shout"):
        say(may="shout")
    with pytest.raises(ValueError, match="token must be one of query, protocol, got cookie"):
        ConnectAuthorizer(function=EXISTING, token="cookie")
    with pytest.raises(ValueError, match="function must be FunctionArgs or a function"):
        replace(say(), function=3)


def test_the_underlying_resources_are_attributes():
    def program():
        api = WebSocketApi("chat", args(routes={"say": say(replies=True, body=SAY)}))
        made = (
            (api.api, apigatewayv2.Api),
            (api.connections.table, dynamodb.Table),
            (api.functions["$connect"].function, lambda_.Function),
            (api.authorizer_function.function, lambda_.Function),
            (api.authorizer, apigatewayv2.Authorizer),
            (api.integrations["$default"], apigatewayv2.Integration),
            (api.routes["say"], apigatewayv2.Route),
            (api.route_responses["say"], apigatewayv2.RouteResponse),
            (api.models["say"], apigatewayv2.Model),
            (api.log_group, cloudwatch.LogGroup),
            (api.execution_log_group, cloudwatch.LogGroup),
            (api.stage, apigatewayv2.Stage),
            (api.latency_alarm, cloudwatch.MetricAlarm),
            (api.server_errors_alarm, cloudwatch.MetricAlarm),
            (api.connects_alarm, cloudwatch.MetricAlarm),
            (api.messages_alarm, cloudwatch.MetricAlarm),
        )
        return [isinstance(resource, kind) for resource, kind in made]

    assert deploy(program).result == [True] * 16
