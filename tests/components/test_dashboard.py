from pulumi_aws import cloudwatch

from components.observability.dashboard import Dashboard, DashboardArgs, widgets
from tests.cloud import deploy

TITLES = [
    "Invocations",
    "Function errors",
    "API latency",
    "API error rate",
    "Table capacity",
    "Table throttles",
    "Queue messages",
    "Dead-letter queues",
    "Workflows",
    "Events",
]
# Of the same resources.
MORE = ["Function duration", "Concurrent executions", "Oldest message"]
# The metrics and statistics of each widget, for one resource.
SHOWN = {
    "Table capacity": (
        "AWS/DynamoDB",
        ("TableName", "orders"),
        [("ConsumedReadCapacityUnits", "Sum"), ("ConsumedWriteCapacityUnits", "Sum")],
    ),
    "Table throttles": (
        "AWS/DynamoDB",
        ("TableName", "orders"),
        [("ReadThrottleEvents", "Sum"), ("WriteThrottleEvents", "Sum")],
    ),
    "Queue messages": (
        "AWS/SQS",
        ("QueueName", "bills"),
        [
            ("NumberOfMessagesSent", "Sum"),
            ("NumberOfMessagesReceived", "Sum"),
            ("ApproximateNumberOfMessagesVisible", "Maximum"),
            ("ApproximateNumberOfMessagesNotVisible", "Maximum"),
        ],
    ),
    "Dead-letter queues": (
        "AWS/SQS",
        ("QueueName", "dead"),
        [("ApproximateNumberOfMessagesVisible", "Maximum")],
    ),
    "Workflows": (
        "AWS/States",
        ("StateMachineArn", "arn:fulfil"),
        [
            ("ExecutionsStarted", "Sum"),
            ("ExecutionsSucceeded", "Sum"),
            ("ExecutionsFailed", "Sum"),
            ("ExecutionTime", "p99"),
        ],
    ),
    "Oldest message": (
        "AWS/SQS",
        ("QueueName", "bills"),
        [("ApproximateAgeOfOldestMessage", "Maximum")],
    ),
    "Events": (
        "AWS/Events",
        ("EventBusName", "bus", "RuleName", "placed"),
        [("MatchedEvents", "Sum"), ("Invocations", "Sum"), ("FailedInvocations", "Sum")],
    ),
}
REST = (("ApiName", "orders"), ("Stage", "dev"))
HTTP = (("ApiId", "a1"),)
FULL = DashboardArgs(
    region="eu-west-1",
    functions=("sell", "bill"),
    apis=(REST, HTTP),
    tables=("orders",),
    queues=("bills",),
    dead_letter_queues=("dead",),
    workflows=("arn:fulfil",),
    rules=(("bus", "placed"),),
)


def metrics(title: str, args: DashboardArgs = FULL):
    [found] = [
        w["properties"]["metrics"] for w in widgets(args) if w["properties"]["title"] == title
    ]
    return found


def test_a_service_with_everything_has_ten_widgets():
    titles = [widget["properties"]["title"] for widget in widgets(FULL)]
    assert (titles[:10], titles[10:]) == (TITLES, MORE)


def test_widgets_are_in_two_columns_without_overlap():
    shown = widgets(FULL)
    places = [(x, y) for y in (0, 6, 12, 18, 24, 30, 36) for x in (0, 12)]
    assert [(w["x"], w["y"]) for w in shown] == places[: len(shown)]
    assert {(w["width"], w["height"]) for w in shown} == {(12, 6)}


def test_a_widget_without_metrics_is_left_out():
    shown = widgets(DashboardArgs(region="eu-west-1", tables=("orders",)))
    assert [w["properties"]["title"] for w in shown] == ["Table capacity", "Table throttles"]
    assert [(w["x"], w["y"]) for w in shown] == [(0, 0), (12, 0)]
    assert widgets(DashboardArgs(region="eu-west-1")) == []


def test_every_widget_has_a_region_and_a_period():
    for widget in widgets(FULL):
        assert widget["type"] == "metric"
        assert widget["properties"]["region"] == "eu-west-1"
        assert widget["properties"]["period"] == 60


def test_each_function_has_a_line():
    assert metrics("Invocations") == [
        ["AWS/Lambda", "Invocations", "FunctionName", "sell", {"stat": "Sum"}],
        ["AWS/Lambda", "Invocations", "FunctionName", "bill", {"stat": "Sum"}],
    ]
    assert metrics("Function errors") == [
        ["AWS/Lambda", "Errors", "FunctionName", "sell", {"stat": "Sum"}],
        ["AWS/Lambda", "Errors", "FunctionName", "bill", {"stat": "Sum"}],
    ]


def test_latency_is_shown_as_p50_and_p99():
    rest = ["ApiName", "orders", "Stage", "dev"]
    assert metrics("API latency") == [
        ["AWS/ApiGateway", "Latency", *rest, {"stat": "p50"}],
        ["AWS/ApiGateway", "Latency", *rest, {"stat": "p99"}],
        ["AWS/ApiGateway", "Latency", "ApiId", "a1", {"stat": "p50"}],
        ["AWS/ApiGateway", "Latency", "ApiId", "a1", {"stat": "p99"}],
    ]


def test_each_kind_of_api_has_its_own_error_metrics():
    assert [(line[1], line[-1]["stat"]) for line in metrics("API error rate")] == [
        ("4XXError", "Average"),
        ("5XXError", "Average"),
        ("4xx", "Average"),
        ("5xx", "Average"),
    ]


def test_tables_queues_workflows_and_rules_have_their_metrics():
    shown = {title: [(*line[:-1], line[-1]["stat"]) for line in metrics(title)] for title in SHOWN}
    assert shown == {
        title: [(namespace, metric, *dimensions, stat) for metric, stat in lines]
        for title, (namespace, dimensions, lines) in SHOWN.items()
    }


def test_the_body_of_the_dashboard_holds_the_widgets():
    board = deploy(lambda: Dashboard("platform-dev-orders", FULL).name).one(cloudwatch.Dashboard)
    assert board.inputs["dashboardName"] == "platform-dev-orders"
    assert board.json("dashboardBody") == {"widgets": widgets(FULL)}


def test_a_graphql_api_shows_latency_and_the_requests_that_fail():
    args = DashboardArgs(region="eu-west-1", graphql=("g1",))
    assert [w["properties"]["title"] for w in widgets(args)] == ["API latency", "GraphQL errors"]
    assert [*metrics("API latency", args), *metrics("GraphQL errors", args)] == [
        ["AWS/AppSync", metric, "GraphQLAPIId", "g1", {"stat": stat}]
        for metric, stat in [
            *(("Latency", "p50"), ("Latency", "p99")),
            *(("4XXError", "Sum"), ("5XXError", "Sum")),
        ]
    ]


def test_functions_show_how_long_they_take_and_how_many_run_at_once():
    assert [(line[1], line[-1]["stat"]) for line in metrics("Function duration")] == [
        ("Duration", "p99"),
        ("Duration", "p99"),
    ]
    assert [(line[1], line[-1]["stat"]) for line in metrics("Concurrent executions")] == [
        ("ConcurrentExecutions", "Maximum"),
        ("ConcurrentExecutions", "Maximum"),
    ]


def test_the_consumer_of_a_stream_shows_how_far_behind_it_is():
    args = DashboardArgs(region="eu-west-1", stream_consumers=("publish",))
    assert metrics("Iterator age", args) == [
        ["AWS/Lambda", "IteratorAge", "FunctionName", "publish", {"stat": "Maximum"}]
    ]


def test_what_functions_count_is_found_by_namespace_and_service():
    args = DashboardArgs(region="eu-west-1", business=(("shop-prod", "orders"),))
    expression = """SEARCH('{"shop-prod",service} service="orders"', 'Sum', 60)"""
    assert metrics("Business metrics", args) == [[{"expression": expression, "id": "of_orders"}]]
