"""What the policy pack says of components whether or not a service of this repository uses them."""

from dataclasses import replace

import pytest
from pulumi_aws import cloudwatch

from components.api import caching
from components.api.queue_api import QueueApi, QueueApiArgs
from components.api.rest_api import RestApi, RestApiArgs
from components.api.route import Route
from components.api.web_socket_api import WebSocketApi, WebSocketApiArgs
from components.api.web_socket_route import ConnectAuthorizer, MessageRoute
from components.data.table import Table, TableArgs
from components.graphql import sources
from components.graphql.graphql_api import GraphqlApi
from components.graphql.resolver import Cached
from components.lake.data_lake import DataLake, DataLakeArgs
from components.lake.lake_table import LakeTable, LakeTableArgs
from components.messaging.event_forward import EventForward, EventForwardArgs
from components.messaging.event_rule import EventRule, EventRuleArgs
from components.messaging.event_subscription import EventSubscription, EventSubscriptionArgs
from components.messaging.event_workflow import EventWorkflow, EventWorkflowArgs
from components.messaging.fan_out import Branch, FanOut, FanOutArgs
from components.messaging.queue_worker import QueueWorker, QueueWorkerArgs
from components.messaging.webhook import Webhook, WebhookArgs
from components.objects.bucket import Bucket, BucketArgs
from components.objects.object_fan_out import ObjectFanOut, ObjectFanOutArgs
from components.objects.object_notifications import ObjectNotifications, ObjectNotificationsArgs
from components.objects.object_route import ObjectRoute
from components.realtime.iot_channel import IotChannel, IotChannelArgs
from components.schedule.schedule import Schedule, ScheduleArgs
from components.stores.search_domain import SearchDomain, SearchDomainArgs
from components.streams.delivery_stream import DeliveryStream, DeliveryStreamArgs
from components.streams.stream import Stream, StreamArgs
from components.streams.stream_worker import StreamWorker, StreamWorkerArgs
from policies import RULES
from policies.framework.graph import Graph
from policies.framework.judgement import judge
from policies.framework.resource import registered
from tests.cloud import ACCOUNT, Cloud, deploy
from tests.components import graphql_notes
from tests.components.event_rules import PLACED, fulfilment
from tests.components.sample import arn, defaults, function
from tests.policies.asking import at_preview

ON_BUS = {"bus_name": "platform-dev", "pattern": PLACED}

# What a stage decides: the origins of its sites, a web ACL, and why a cache is paid for.
OF_A_STAGE = (
    "apigateway-api-web-acl",
    "apigateway-cors-origins-listed",
    "apigateway-stage-cache-always-on-reason",
    "appsync-graphql-api-cache-always-on-reason",
    "appsync-graphql-api-web-acl",
)

QUEUE, FUNCTION = arn("sqs", "theirs"), arn("lambda", "function:theirs")


def worker(**changes) -> QueueWorkerArgs:
    return QueueWorkerArgs(function=function(), **changes)


def forward() -> None:
    theirs = arn("events", "event-bus/partners")
    args = EventForwardArgs(**ON_BUS, target_bus_arn=theirs, defaults=defaults())
    EventForward("shop", args)


def webhook() -> None:
    args = WebhookArgs(**ON_BUS, endpoint="https://partner.example.com", defaults=defaults())
    Webhook("shop", args)


def event_workflow() -> None:
    args = EventWorkflowArgs(**ON_BUS, workflow=fulfilment(), defaults=defaults())
    EventWorkflow("shop", args)


def queue_api() -> None:
    args = QueueApiArgs(queue=QUEUE, body={"type": "object"}, public=True, defaults=defaults())
    QueueApi("shop", args)


def cached_api() -> None:
    read = Route.get("/items", FUNCTION, public=True, cached=caching.Cached())
    RestApi("shop", RestApiArgs(routes=(read,), defaults=defaults()))


def uploads() -> None:
    bucket = Bucket("files", BucketArgs(defaults=defaults()))
    branches = {"scan": Branch(worker=worker())}
    args = ObjectFanOutArgs(bucket=bucket, account=ACCOUNT, branches=branches, all_objects=True)
    ObjectFanOut("shop", args)


def routed() -> None:
    routes = {
        "load": ObjectRoute(worker=worker(), suffix=".csv"),
        "resize": ObjectRoute(function=function(), suffix=".jpg"),
        "large": ObjectRoute(workflow=fulfilment(), prefix="large-files/"),
    }
    bucket = Bucket("files", BucketArgs(defaults=defaults()))
    given = {"bucket": bucket, "account": ACCOUNT, "routes": routes, "defaults": defaults()}
    ObjectNotifications("shop", ObjectNotificationsArgs(**given))


def data_lake() -> None:
    lake = DataLake("lake", DataLakeArgs(database="shop", defaults=defaults()))
    columns, crawl = {"order_id": "string"}, "cron(0 3 * * ? *)"
    given = {"lake": lake, "columns": columns, "crawl": crawl, "defaults": defaults()}
    LakeTable("sales", LakeTableArgs(table="sales", **given))


def scheduled(**runs) -> None:
    Schedule("shop", ScheduleArgs(expression="rate(1 hour)", defaults=defaults(), **runs))


def stream() -> None:
    table = Table("orders", TableArgs(key="orderId", stream=True, defaults=defaults()))
    StreamWorker("shop", StreamWorkerArgs(table=table, function=function()))


def delivery() -> None:
    clicks = Stream("clicks", StreamArgs(defaults=defaults()))
    bucket = Bucket("lake", BucketArgs(defaults=defaults()))
    given = {"bucket": bucket, "source": clicks, "transform": function(), "defaults": defaults()}
    DeliveryStream("shop", DeliveryStreamArgs(**given))


def fan_out(branch: Branch) -> None:
    FanOut("shop", FanOutArgs(branches={"mail": branch}, defaults=defaults()))


def graphql_of_a_function() -> None:
    named = {"notes": sources.function(FUNCTION)}
    read = replace(graphql_notes.READ, code=None, cached=Cached(ttl=60))
    given = graphql_notes.args(sources=named, resolvers=(read, graphql_notes.ADD))
    GraphqlApi("shop", given)


def rule(**target) -> None:
    EventRule("shop", EventRuleArgs(**ON_BUS, defaults=defaults(), **target))


def sockets() -> None:
    args = WebSocketApiArgs(
        connect=function(),
        disconnect=function(),
        default=function(),
        routes={"say": MessageRoute(function=function(), body={"type": "object"}, may="broadcast")},
        authorizer=ConnectAuthorizer(function=function()),
        broadcast=worker(),
        defaults=defaults(),
    )
    WebSocketApi("shop", args)


def iot_channel(**consumer) -> None:
    IotChannel("shop", IotChannelArgs(prefix="shop", defaults=defaults(), **consumer))


def search_domain() -> None:
    SearchDomain("shop", SearchDomainArgs(account=ACCOUNT, defaults=defaults()))


MADE = {
    "a search domain": search_domain,
    "an IoT channel of a function": lambda: iot_channel(function=function()),
    "an IoT channel of a queue": lambda: iot_channel(queue=QUEUE),
    "a WebSocket API": sockets,
    "an ordered queue worker": lambda: QueueWorker("shop", worker(fifo=True)),
    "a subscription": lambda: EventSubscription(
        "shop", EventSubscriptionArgs(**ON_BUS, worker=worker())
    ),
    "a workflow on the bus": event_workflow,
    "a forward": forward,
    "a webhook": webhook,
    "a queue API": queue_api,
    "a REST API that keeps responses": cached_api,
    "a fan-out with queues": lambda: fan_out(Branch(worker=worker())),
    "a fan-out without queues": lambda: fan_out(Branch(function=function())),
    "a fan-out of objects": uploads,
    "a bucket's routes": routed,
    "a stream worker": stream,
    "a delivery stream": delivery,
    "a scheduled worker": lambda: scheduled(worker=worker()),
    "a scheduled workflow": lambda: scheduled(workflow=fulfilment()),
    "a scheduled function that exists": lambda: scheduled(function=FUNCTION),
    "a rule for a queue that exists": lambda: rule(queue=QUEUE),
    "a rule for a function that exists": lambda: rule(function=FUNCTION),
    "a rule for a topic that exists": lambda: rule(topic=arn("sns", "theirs")),
    "a data lake": data_lake,
    "a GraphQL API": lambda: GraphqlApi("shop", graphql_notes.args()),
    "a GraphQL API of a function": graphql_of_a_function,
    "a fan-out to a queue that exists": lambda: fan_out(Branch(queue=QUEUE)),
}


def shop(make) -> Cloud:
    def program() -> None:
        make()
        cloudwatch.Dashboard("shop-dashboard", dashboard_name="shop", dashboard_body="{}")

    return deploy(program)


@pytest.mark.parametrize("make", MADE.values(), ids=MADE)
def test_no_rule_has_anything_against_it(make):
    stack = [registered(resource) for resource in shop(make).resources]
    found = [each for each in judge(RULES, Graph(stack)) if each.rule.id not in OF_A_STAGE]
    assert [str(violation) for violation in found] == []


@pytest.mark.parametrize("make", MADE.values(), ids=MADE)
def test_no_rule_would_stop_it_before_anything_exists(make):
    stack = at_preview([registered(resource) for resource in shop(make).resources])
    stopping = [violation for violation in judge(RULES, Graph(stack)) if violation.binding]
    assert [str(violation) for violation in stopping] == []


def test_the_on_failure_destination_of_a_function_that_exists_is_asked_for():
    made = shop(lambda: fan_out(Branch(function=FUNCTION)))
    stack = [registered(resource) for resource in made.resources]
    [violation] = judge(RULES, Graph(stack))
    assert str(violation).startswith("lambda-function-on-failure-destination: shop > mail")
