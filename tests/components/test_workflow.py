import pytest
from pulumi_aws import cloudwatch, iam, lambda_, sfn

from components.access import Access
from components.arn import executions_of
from components.compute.function import Function
from components.workflow.definition import Definition
from components.workflow.integrations import invoke
from components.workflow.kind import Express
from components.workflow.states import Succeed, Task
from components.workflow.workflow import Workflow, WorkflowArgs
from tests.cloud import Cloud, deploy
from tests.components.asl import asks, task
from tests.components.sample import TAGS, arn, defaults, function, grants, statements

DONE = Definition((Succeed("Done"),))


def args(**changes) -> WorkflowArgs:
    return WorkflowArgs(**{"definition": DONE, "defaults": defaults(), **changes})


def fulfil(**changes) -> Cloud:
    return deploy(lambda: Workflow("fulfil", args(**changes)).arn)


def machine(**changes):
    return fulfil(**changes).one(sfn.StateMachine)


def test_it_runs_the_definition_with_tracing_and_a_role_of_its_own():
    assert machine().json("definition") == DONE.render()
    assert machine().inputs["tracingConfiguration"] == {"enabled": True}
    assert machine().inputs["roleArn"] == arn("iam", "fulfil-role")
    assert machine().inputs["tags"] == TAGS


def test_a_definition_may_contain_outputs_and_its_role_has_the_grants_of_its_states():
    def program() -> None:
        pack = Task("Pack", does=invoke(Function("pack", function())), timeout=60)
        Workflow("fulfil", args(definition=Definition((pack,))))

    cloud = deploy(program)
    definition = cloud.one(sfn.StateMachine).json("definition")
    assert definition["States"]["Pack"]["Resource"] == arn("lambda", "pack-function")
    [granted] = grants(cloud, "fulfil")
    assert granted["Action"] == ["lambda:InvokeFunction"]
    assert granted["Resource"] == [arn("lambda", "pack-function")]


EXPRESS = Express(executions_per_second=5_000, repeatable=True)


def test_it_is_a_standard_workflow_by_default():
    assert machine().inputs["type"] == "STANDARD"
    assert machine(express=EXPRESS).inputs["type"] == "EXPRESS"


def test_a_definition_that_cannot_be_express_is_refused():
    waits = asks("Ask", waits="token")
    waiting = Definition((task("Ask", does=waits),))
    with pytest.raises(ValueError, match="an EXPRESS workflow cannot wait for Ask: use STANDARD"):
        args(definition=waiting, express=EXPRESS)
    assert args(definition=waiting).express is None


@pytest.mark.parametrize(("trace", "level"), [(True, "ALL"), (False, "ERROR")])
def test_execution_data_is_logged_only_with_data_trace(trace, level):
    assert machine(defaults=defaults(data_trace=trace)).inputs["loggingConfiguration"] == {
        "level": level,
        "includeExecutionData": trace,
        "logDestination": arn("cloudwatch", "fulfil-logs") + ":*",
    }


def test_log_retention_is_that_of_the_stage_defaults():
    assert fulfil().one(cloudwatch.LogGroup).inputs["retentionInDays"] == 14


def test_its_log_group_is_among_the_vended_logs():
    prefix = fulfil().one(cloudwatch.LogGroup).inputs["namePrefix"]
    assert prefix == "/aws/vendedlogs/states/fulfil-"


def test_only_step_functions_may_assume_its_role():
    [trust] = fulfil().one(iam.Role).json("assumeRolePolicy")["Statement"]
    assert trust["Principal"] == {"Service": "states.amazonaws.com"}


def test_its_role_allows_tracing_log_delivery_and_its_grants():
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


def test_it_depends_on_its_permissions():
    cloud = fulfil()
    assert cloud.one(iam.RolePolicy).urn in cloud.one(sfn.StateMachine).dependencies


def test_the_first_execution_that_does_not_succeed_alarms():
    alarms = fulfil().all(cloudwatch.MetricAlarm)
    assert {alarm.name: alarm.inputs["metricName"] for alarm in alarms} == {
        "fulfil-failures-alarm": "ExecutionsFailed",
        "fulfil-timeouts-alarm": "ExecutionsTimedOut",
        "fulfil-aborts-alarm": "ExecutionsAborted",
    }
    for alarm in alarms:
        assert alarm.inputs["dimensions"] == {"StateMachineArn": arn("sfn", "fulfil-machine")}
        assert (alarm.inputs["threshold"], alarm.inputs["evaluationPeriods"]) == (0, 1)


def test_failures_may_alarm_on_a_percentage():
    alarm = fulfil(failure_percent=4).one(cloudwatch.MetricAlarm, "fulfil-failures-alarm")
    assert alarm.inputs["threshold"] == 4
    assert alarm.inputs["metricQueries"][1]["metric"]["dimensions"] == {
        "StateMachineArn": arn("sfn", "fulfil-machine")
    }


@pytest.mark.parametrize("percent", [0, 100])
def test_a_percentage_of_none_or_all_is_refused(percent):
    with pytest.raises(ValueError) as refused:
        args(failure_percent=percent)
    assert str(refused.value) == (
        "failure_percent must be more than 0 and less than 100, or None to alarm on the "
        f"first failed execution, got {percent}"
    )


def test_start_allows_starting_only_and_its_variable_holds_the_arn():
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


def granted_to_a_function(grant):
    def program() -> None:
        flow = Workflow("fulfil", args())
        Function("answer", function(uses=(grant(flow),)))

    [granted] = grants(deploy(program), "answer")
    return granted["Action"], granted["Resource"]


def test_complete_allows_ending_tasks_of_this_workflow_only():
    assert granted_to_a_function(lambda flow: flow.complete()) == (
        ["states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat"],
        [arn("sfn", "fulfil-machine")],
    )


def test_describe_allows_reading_executions_of_this_workflow_only():
    assert granted_to_a_function(lambda flow: flow.describe("MACHINE")) == (
        ["states:DescribeExecution"],
        [executions_of(arn("sfn", "fulfil-machine"))],
    )


@pytest.mark.parametrize(
    "ask", [lambda flow: flow.describe("MACHINE"), Workflow.run], ids=["describe", "run"]
)
def test_an_express_workflow_has_no_executions_to_describe(ask):
    def program() -> None:
        with pytest.raises(ValueError, match="keeps no executions to describe: use STANDARD"):
            ask(Workflow("fulfil", args(express=EXPRESS)))

    deploy(program)
