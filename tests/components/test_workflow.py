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


def test_it_runs_the_definition_with_a_trace_in_a_role_of_its_own():
    assert machine().json("definition") == DONE.render()
    assert machine().inputs["tracingConfiguration"] == {"enabled": True}
    assert machine().inputs["roleArn"] == arn("iam", "fulfil-role")
    assert machine().inputs["tags"] == TAGS


def test_outputs_may_stand_in_the_definition_and_its_role_may_do_what_its_states_need():
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


def test_it_keeps_an_audit_trail_unless_express_is_declared():
    assert machine().inputs["type"] == "STANDARD"
    assert machine(express=EXPRESS).inputs["type"] == "EXPRESS"


def test_express_is_refused_to_what_cannot_be_express():
    waits = asks("Ask", resource="arn:aws:states:::sqs:sendMessage.waitForTaskToken")
    waiting = Definition((task("Ask", does=waits),))
    with pytest.raises(ValueError, match="an EXPRESS workflow cannot wait for Ask: use STANDARD"):
        args(definition=waiting, express=EXPRESS)
    assert args(definition=waiting).express is None


@pytest.mark.parametrize(("trace", "level"), [(True, "ALL"), (False, "ERROR")])
def test_data_reaches_the_log_only_where_the_stage_traces_data(trace, level):
    assert machine(defaults=defaults(data_trace=trace)).inputs["loggingConfiguration"] == {
        "level": level,
        "includeExecutionData": trace,
        "logDestination": arn("cloudwatch", "fulfil-logs") + ":*",
    }


def test_its_log_is_kept_as_long_as_the_stage_says():
    assert fulfil().one(cloudwatch.LogGroup).inputs["retentionInDays"] == 14


def test_its_log_lies_where_the_account_takes_any_number_of_them():
    prefix = fulfil().one(cloudwatch.LogGroup).inputs["namePrefix"]
    assert prefix == "/aws/vendedlogs/states/fulfil-"


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


def test_the_first_run_that_ends_badly_rings():
    alarms = fulfil().all(cloudwatch.MetricAlarm)
    assert {alarm.name: alarm.inputs["metricName"] for alarm in alarms} == {
        "fulfil-failures-alarm": "ExecutionsFailed",
        "fulfil-timeouts-alarm": "ExecutionsTimedOut",
        "fulfil-aborts-alarm": "ExecutionsAborted",
    }
    for alarm in alarms:
        assert alarm.inputs["dimensions"] == {"StateMachineArn": arn("sfn", "fulfil-machine")}
        assert (alarm.inputs["threshold"], alarm.inputs["evaluationPeriods"]) == (0, 1)


def test_where_failures_are_business_a_share_of_them_rings():
    alarm = fulfil(failure_percent=4).one(cloudwatch.MetricAlarm, "fulfil-failures-alarm")
    assert alarm.inputs["threshold"] == 4
    assert alarm.inputs["metricQueries"][1]["metric"]["dimensions"] == {
        "StateMachineArn": arn("sfn", "fulfil-machine")
    }


@pytest.mark.parametrize("percent", [0, 100])
def test_a_share_that_means_the_first_or_none_at_all_is_refused(percent):
    with pytest.raises(ValueError) as refused:
        args(failure_percent=percent)
    assert str(refused.value) == (
        "failure_percent must be more than 0 and less than 100, or None to alarm on the "
        f"first failed execution, got {percent}"
    )


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


def granted_to_a_function(grant):
    def program() -> None:
        flow = Workflow("fulfil", args())
        Function("answer", function(uses=(grant(flow),)))

    [granted] = grants(deploy(program), "answer")
    return granted["Action"], granted["Resource"]


def test_whoever_answers_may_end_the_tasks_of_this_workflow_alone():
    assert granted_to_a_function(lambda flow: flow.complete()) == (
        ["states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat"],
        [arn("sfn", "fulfil-machine")],
    )


def test_whoever_asks_how_a_run_is_getting_on_may_ask_of_this_workflows_runs():
    assert granted_to_a_function(lambda flow: flow.describe("MACHINE")) == (
        ["states:DescribeExecution"],
        [executions_of(arn("sfn", "fulfil-machine"))],
    )


@pytest.mark.parametrize(
    "ask", [lambda flow: flow.describe("MACHINE"), Workflow.run], ids=["describe", "run"]
)
def test_of_an_express_workflow_nobody_can_ask_how_a_run_is_getting_on(ask):
    def program() -> None:
        with pytest.raises(ValueError, match="keeps no executions to describe: use STANDARD"):
            ask(Workflow("fulfil", args(express=EXPRESS)))

    deploy(program)
