import pytest
from pulumi_aws import cloudwatch, iam, lambda_, sfn

from components.access import Access
from components.compute.function import Function
from components.workflow.workflow import Workflow, WorkflowArgs
from tests.cloud import Cloud, deploy
from tests.components.sample import TAGS, arn, function, grants, standards, statements

DONE = {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}


def args(**changes) -> WorkflowArgs:
    return WorkflowArgs(**{"definition": DONE, "standards": standards(), **changes})


def fulfil(**changes) -> Cloud:
    return deploy(lambda: Workflow("fulfil", args(**changes)).arn)


def machine(**changes):
    return fulfil(**changes).one(sfn.StateMachine)


def test_it_runs_the_definition_with_a_trace_in_a_role_of_its_own():
    assert machine().json("definition") == DONE
    assert machine().inputs["tracingConfiguration"] == {"enabled": True}
    assert machine().inputs["roleArn"] == arn("iam", "fulfil-role")
    assert machine().inputs["tags"] == TAGS


def test_outputs_may_stand_in_the_definition():
    def program() -> None:
        task = {"Type": "Task", "Resource": Function("pack", function()).arn, "End": True}
        Workflow("fulfil", args(definition={"StartAt": "Pack", "States": {"Pack": task}}))

    definition = deploy(program).one(sfn.StateMachine).json("definition")
    assert definition["States"]["Pack"]["Resource"] == arn("lambda", "pack-function")


def test_it_keeps_an_audit_trail_unless_express_is_asked_for():
    assert machine().inputs["type"] == "STANDARD"
    assert machine(kind="EXPRESS").inputs["type"] == "EXPRESS"


@pytest.mark.parametrize(("trace", "level"), [(True, "ALL"), (False, "ERROR")])
def test_data_reaches_the_log_only_where_the_stage_traces_data(trace, level):
    assert machine(standards=standards(data_trace=trace)).inputs["loggingConfiguration"] == {
        "level": level,
        "includeExecutionData": trace,
        "logDestination": arn("cloudwatch", "fulfil-logs") + ":*",
    }


def test_its_log_is_kept_as_long_as_the_stage_says():
    assert fulfil().one(cloudwatch.LogGroup).inputs == {"retentionInDays": 14, "tags": TAGS}


def test_only_step_functions_may_take_its_role():
    [trust] = fulfil().one(iam.Role).json("assumeRolePolicy")["Statement"]
    assert trust["Principal"] == {"Service": "states.amazonaws.com"}


def test_its_role_traces_delivers_logs_and_does_what_it_was_granted():
    access = Access(actions=("dynamodb:PutItem",), resources=("arn:table",))
    trace, deliver, granted = statements(fulfil(uses=(access,)), "fulfil")
    assert trace["Action"] == [
        "xray:PutTraceSegments",
        "xray:PutTelemetryRecords",
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
    ]
    assert {action.split(":")[0] for action in deliver["Action"]} == {"logs"}
    assert granted == {
        "Effect": "Allow",
        "Action": ["dynamodb:PutItem"],
        "Resource": ["arn:table"],
    }


def test_it_runs_only_once_its_permissions_are_there():
    cloud = fulfil()
    assert cloud.one(iam.RolePolicy).urn in cloud.one(sfn.StateMachine).dependencies


def test_failed_runs_ring():
    alarm = fulfil().one(cloudwatch.MetricAlarm)
    assert alarm.name == "fulfil-failures-alarm"
    assert alarm.inputs["metricQueries"][1]["metric"]["dimensions"] == {
        "StateMachineArn": arn("sfn", "fulfil-machine")
    }


def test_a_starter_may_only_start_it_and_learns_its_arn():
    def program() -> None:
        flow = Workflow("fulfil", args())
        Function("sell", function(uses=(flow.start("FULFIL"),)))

    cloud = deploy(program)
    assert grants(cloud, "sell") == [
        {
            "Effect": "Allow",
            "Action": ["states:StartExecution"],
            "Resource": [arn("sfn", "fulfil-machine")],
        }
    ]
    variables = cloud.one(lambda_.Function).inputs["environment"]["variables"]
    assert variables == {"FULFIL": arn("sfn", "fulfil-machine")}


@pytest.mark.parametrize(
    ("definition", "message"),
    [
        ({}, "definition must start at one of its states (none), got None"),
        (
            {**DONE, "StartAt": "Begin"},
            "definition must start at one of its states (Done), got Begin",
        ),
    ],
)
def test_a_definition_that_starts_nowhere_is_refused(definition, message):
    with pytest.raises(ValueError) as refused:
        args(definition=definition)
    assert str(refused.value) == message


WAIT = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken"}
WAITING = {"StartAt": "Ask", "States": {"Ask": WAIT}}


@pytest.mark.parametrize(
    "definition",
    [
        WAITING,
        {"StartAt": "All", "States": {"All": {"Type": "Map", "ItemProcessor": WAITING}}},
        {"StartAt": "All", "States": {"All": {"Type": "Parallel", "Branches": [DONE, WAITING]}}},
    ],
    ids=["at the top", "in a map", "in a branch"],
)
def test_an_express_workflow_that_waits_for_somebody_is_refused(definition):
    with pytest.raises(ValueError) as refused:
        args(definition=definition, kind="EXPRESS")
    assert str(refused.value) == (
        "an EXPRESS workflow cannot wait for Ask: use STANDARD, or a task that ends by itself"
    )


def test_a_standard_workflow_may_wait():
    assert args(definition=WAITING).kind == "STANDARD"
