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
    assert [widget["properties"]["title"] for widget in widgets(FULL)] == TITLES


def test_widgets_are_in_two_columns_without_overlap():
    shown = widgets(FULL)
    assert [(w["x"], w["y"]) for w in shown] == [
        (x, y) for y in (0, 6, 12, 18, 24) for x in (0, 12)
    ]
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
