from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from components.blueprints.audit import audit
from components.blueprints.blueprint import Blueprint, BlueprintArgs
from components.blueprints.pattern import Pattern, Status, excluded, optional, required
from components.blueprints.patterns import (
    FAN_OUT,
    MICROSERVICES,
    PATTERNS,
    SIMPLE_REST,
    WEB_SOCKET,
    WORKFLOW,
)
from components.blueprints.services import SERVICES, services_of
from components.compute.function import Function, FunctionArgs
from components.data.table import Table, TableArgs
from components.messaging.queue import Queue
from tests.cloud import deploy
from tests.examples.programs import recorded
from tests.stage import OPTIONAL, deployed

CODE = pulumi.AssetArchive({"app.py": pulumi.StringAsset("def handle(event, context): ...")})
EXAMPLES = {
    "simple-rest": SIMPLE_REST,
    "web-socket": WEB_SOCKET,
    "fan-out": FAN_OUT,
    "workflow": WORKFLOW,
    "microservices": MICROSERVICES,
}
# One service that each architecture is better without, as a resource of the engine.
FORBIDDEN = {
    "simple-rest": ("aws:sfn/stateMachine:StateMachine", {}, "Step Functions"),
    "web-socket": ("aws:sfn/stateMachine:StateMachine", {}, "Step Functions"),
    "fan-out": ("aws:sfn/stateMachine:StateMachine", {}, "Step Functions"),
    "workflow": ("aws:sfn/stateMachine:StateMachine", {"type": "EXPRESS"}, "Express workflow"),
}
CORE = Pattern(
    name="test",
    entries=(required("a", "Lambda"), excluded("no one waits", "SQS"), optional("b", "S3")),
)


@dataclass(frozen=True)
class Made:
    type: str
    name: str
    inputs: dict[str, Any] = field(default_factory=dict)


def made(kind: str, name: str, **inputs: Any) -> Made:
    return Made(f"aws:{kind}", name, inputs)


def function(parent: Blueprint) -> Function:
    args = FunctionArgs(handler="app.handle", code=CODE, timeout=10)
    return Function("work", args, pulumi.ResourceOptions(parent=parent))


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_of_a_blueprint_has_what_it_needs_and_nothing_that_is_refused(name):
    resources = recorded(f"blueprint-{name}").resources
    assert [str(each) for each in audit(EXAMPLES[name], resources)] == []
    assert [each.type for each in resources if each.type.startswith("platform:blueprints")]


@pytest.mark.parametrize("name", FORBIDDEN)
def test_a_forbidden_service_beside_an_example_is_refused_by_name(name):
    kind, inputs, service = FORBIDDEN[name]
    resources = [*recorded(f"blueprint-{name}").resources, Made(kind, "extra-flow", inputs)]
    [found] = audit(EXAMPLES[name], resources)
    assert (found.outcome, found.service) == ("refused", service)
    assert found.resources == ("extra-flow",)
    assert found.why in str(found)


def test_the_platform_itself_is_hybrid_microservices():
    assert [
        str(each) for each in audit(MICROSERVICES, deployed("prod", **OPTIONAL).resources)
    ] == []


def test_the_platform_is_no_simple_rest():
    found = audit(SIMPLE_REST, deployed("prod", **OPTIONAL).resources)
    refused = {each.service for each in found if each.outcome == "refused"}
    assert refused == {"Step Functions", "EventBridge", "SQS", "SNS"}


def test_a_part_of_an_excluded_service_cannot_be_made():
    def program() -> None:
        with Blueprint("shop", BlueprintArgs(pattern=CORE)) as app:
            function(app)
            Queue("jobs", opts=pulumi.ResourceOptions(parent=app))

    with pytest.raises(
        ValueError, match=r"shop must have no SQS: it is a test, and no one waits; got jobs-queue"
    ):
        deploy(program)


def test_a_blueprint_without_a_required_service_cannot_be_completed():
    def program() -> None:
        with Blueprint("shop", BlueprintArgs(pattern=SIMPLE_REST)) as app:
            Table("notes", TableArgs(key="id"), pulumi.ResourceOptions(parent=app))

    with pytest.raises(ValueError, match=r"shop must have Lambda \(the code .*REST API \(callers"):
        deploy(program)


def test_the_parts_of_a_complete_blueprint_are_below_it():
    def program() -> None:
        with Blueprint("shop", BlueprintArgs(pattern=CORE)) as app:
            function(app)

    parents = {each.type: each.parent for each in deploy(program).resources if not each.custom}
    assert parents["platform:compute:Function"].endswith("platform:blueprints:Blueprint::shop")


def test_an_error_of_a_part_is_not_hidden_by_what_is_missing():
    def program() -> None:
        with Blueprint("shop", BlueprintArgs(pattern=SIMPLE_REST)):
            raise KeyError("a part")

    with pytest.raises(KeyError):
        deploy(program)


def test_what_is_usually_absent_needs_a_reason_of_some_words():
    bus = [made("cloudwatch/eventBus:EventBus", "bus")]
    assert "refused" in [each.outcome for each in audit(WEB_SOCKET, bus)]
    reasons = {"EventBridge": "orders come by events"}
    assert "refused" not in [each.outcome for each in audit(WEB_SOCKET, bus, reasons)]
    with pytest.raises(ValueError, match="EventBridge needs 3 words, got 'because'"):
        BlueprintArgs(pattern=WEB_SOCKET, reasons={"EventBridge": "because"})
    with pytest.raises(ValueError, match="reasons must be for EventBridge in a WebSocket, got SQS"):
        BlueprintArgs(pattern=WEB_SOCKET, reasons={"SQS": "one two three"})


def test_no_reason_allows_what_is_excluded():
    machine = [made("sfn/stateMachine:StateMachine", "flow")]
    found = audit(SIMPLE_REST, machine, {"Step Functions": "we like it much"})
    assert "flow" in [name for each in found for name in each.resources]


@pytest.mark.parametrize(
    ("kind", "inputs", "services"),
    [
        ("sqs/queue:Queue", {"redrivePolicy": "{}"}, {"SQS"}),
        ("sqs/queue:Queue", {"redrive_policy": "{}"}, {"SQS"}),
        ("sqs/queue:Queue", {}, {"Dead-letter queue"}),
        ("sns/topicSubscription:TopicSubscription", {"protocol": "email"}, set()),
        ("sns/topicSubscription:TopicSubscription", {"protocol": "sqs"}, {"SNS"}),
        ("apigatewayv2/api:Api", {"protocol_type": "WEBSOCKET"}, {"WebSocket API"}),
        ("apigatewayv2/api:Api", {"protocolType": "HTTP"}, {"HTTP API"}),
        ("dynamodb/table:Table", {"streamEnabled": True}, {"DynamoDB", "DynamoDB Streams"}),
        ("lambda/function:Function", {"tracingConfig": {}}, {"Lambda"}),
        ("iam/role:Role", {}, set()),
    ],
)
def test_a_service_is_known_by_type_and_settings(kind, inputs, services):
    assert services_of(f"aws:{kind}", inputs) == services


def test_every_pattern_requires_code_alarms_and_traces():
    for pattern in PATTERNS:
        needed = {service for each in pattern.of(Status.REQUIRED) for service in each.services}
        assert {"Lambda", "CloudWatch", "X-Ray"} <= needed
        assert all(each.why for each in pattern.entries)


def test_every_type_is_one_of_the_provider():
    known = {
        each.pulumi_type
        for module in (aws.sqs, aws.sns, aws.lambda_, aws.sfn, aws.dynamodb, aws.apigateway)
        for each in vars(module).values()
        if hasattr(each, "pulumi_type")
    }
    ours = {kind for kind in SERVICES if kind.split(":")[1].split("/")[0] in ("sqs", "sns", "sfn")}
    assert ours <= known


def test_a_pattern_names_a_service_once():
    with pytest.raises(ValueError, match="a must name a service once, got S3 twice"):
        Pattern(name="a", entries=(optional("b", "S3"), excluded("c", "S3")))


@pytest.mark.parametrize(
    ("people", "business_functions", "said"),
    [
        (5, 11, []),
        (None, None, []),
        (4, 11, ["4 people maintain it, less than 5"]),
        (None, 10, ["10 business functions, less than 11"]),
    ],
)
def test_microservices_are_for_more_than_a_few_people_and_functions(
    people, business_functions, said
):
    assert MICROSERVICES.too_small(people, business_functions) == said
    assert SIMPLE_REST.too_small(people, business_functions) == []


def test_a_team_that_is_too_small_is_warned(monkeypatch):
    warned: list[str] = []
    monkeypatch.setattr(pulumi.log, "warn", lambda text, resource: warned.append(text))

    def program() -> None:
        pattern = Pattern(name="test", entries=(), people=5)
        with Blueprint("app", BlueprintArgs(pattern=pattern, people=2)):
            pass

    deploy(program)
    assert warned == [
        "app: 2 people maintain it, less than 5 for test: begin with simple REST, or with one "
        "program in modules"
    ]
    with pytest.raises(ValueError, match="people must be 1 or more, got 0"):
        BlueprintArgs(pattern=SIMPLE_REST, people=0)
