import pulumi
import pytest
from pulumi_aws import cloudwatch, iam, lambda_

from components.access import Access
from components.compute.function import Function, FunctionArgs
from tests.cloud import Cloud, deploy
from tests.components.sample import ALARMS, TAGS, arn, defaults, function, grants, statements

DEAD = arn("sqs", "dead")


def sell(**changes) -> Cloud:
    return deploy(lambda: Function("sell", function(**changes)).arn)


def inputs(**changes):
    return sell(**changes).one(lambda_.Function).inputs


def test_it_is_one_function_one_role_and_one_log_group():
    cloud = sell()
    assert inputs()["role"] == cloud.one(iam.Role).inputs.get("arn", arn("iam", "sell-role"))
    assert inputs()["loggingConfig"] == {"logFormat": "Text", "logGroup": "sell-logs"}
    assert cloud.one(cloudwatch.LogGroup).inputs == {"retentionInDays": 14, "tags": TAGS}
    assert cloud.one(iam.RolePolicy).inputs["role"] == "sell-role-id"


def test_it_runs_what_it_was_given_on_the_house_runtime():
    given = inputs(memory=512, architecture="x86_64", layers=("arn:layer",))
    assert given["runtime"] == "python3.12"
    assert given["handler"] == "shop.app.sell.handle"
    assert given["timeout"] == 20
    assert given["memorySize"] == 512
    assert given["architectures"] == ["x86_64"]
    assert given["layers"] == ["arn:layer"]
    assert given["tags"] == TAGS


def test_memory_and_architecture_have_defaults():
    assert inputs()["memorySize"] == 256
    assert inputs()["architectures"] == ["arm64"]


def test_it_is_traced():
    assert inputs()["tracingConfig"] == {"mode": "Active"}


def test_concurrency_is_reserved_only_when_asked():
    assert inputs(reserved_concurrency=10)["reservedConcurrentExecutions"] == 10
    assert inputs(reserved_concurrency=0)["reservedConcurrentExecutions"] == 0
    assert "reservedConcurrentExecutions" not in inputs()


def test_only_lambda_may_take_its_role():
    [trust] = sell().one(iam.Role).json("assumeRolePolicy")["Statement"]
    assert trust["Principal"] == {"Service": "lambda.amazonaws.com"}


def test_without_grants_it_may_write_its_trace_and_its_own_log_and_nothing_else():
    assert statements(sell(), "sell") == [
        {
            "Effect": "Allow",
            "Action": ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
            "Resource": "*",
        },
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": [arn("cloudwatch", "sell-logs") + ":*"],
        },
    ]


def test_a_grant_brings_its_statement_and_its_variable():
    access = Access(
        actions=("sqs:SendMessage",), resources=(DEAD,), environment={"BILLS": "https://bills"}
    )
    cloud = sell(uses=(access,), environment={"STAGE": "dev"})
    assert grants(cloud, "sell") == [
        {"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": [DEAD]}
    ]
    assert cloud.one(lambda_.Function).inputs["environment"] == {
        "variables": {"STAGE": "dev", "BILLS": "https://bills"}
    }


def test_a_grant_may_not_take_over_a_variable_of_the_function():
    access = Access(actions=("sqs:SendMessage",), resources=(DEAD,), environment={"STAGE": "bills"})
    with pytest.raises(ValueError) as refused:
        function(uses=(access,), environment={"STAGE": "dev"})
    assert str(refused.value) == (
        "an access claims the variable STAGE, which the function has; give one another name"
    )


def test_it_runs_only_once_its_permissions_are_there():
    cloud = sell()
    permissions = cloud.one(iam.RolePolicy).urn
    assert permissions in cloud.one(lambda_.Function).dependencies


def test_its_error_alarm_watches_it():
    alarm = sell().one(cloudwatch.MetricAlarm)
    assert alarm.name == "sell-errors-alarm"
    assert alarm.inputs["alarmActions"] == [ALARMS]
    assert alarm.inputs["metricQueries"][1]["metric"]["dimensions"] == {
        "FunctionName": "sell-function"
    }


def test_events_whose_every_try_failed_are_kept():
    cloud = sell(on_failure=DEAD, defaults=defaults(async_retries=1, target_age_seconds=120))
    assert cloud.one(lambda_.FunctionEventInvokeConfig).inputs == {
        "functionName": "sell-function",
        "maximumRetryAttempts": 1,
        "maximumEventAgeInSeconds": 120,
        "destinationConfig": {"onFailure": {"destination": DEAD}},
    }
    assert grants(cloud, "sell") == [
        {"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": [DEAD]}
    ]


def test_without_a_place_for_failures_it_has_no_asynchronous_settings():
    assert sell().all(lambda_.FunctionEventInvokeConfig) == []


def test_it_is_invoked_by_one_source_of_one_service():
    def program() -> None:
        child = pulumi.ResourceOptions()
        Function("sell", function()).invoked_by("door", "sns.amazonaws.com", "arn:topic", child)

    permission = deploy(program).one(lambda_.Permission)
    assert permission.name == "door-permission"
    assert permission.inputs["action"] == "lambda:InvokeFunction"
    assert permission.inputs["function"] == "sell-function"
    assert permission.inputs["principal"] == "sns.amazonaws.com"
    assert permission.inputs["sourceArn"] == "arn:topic"


def test_the_grant_to_invoke_it_names_it_and_nothing_else():
    def program() -> None:
        sell = Function("sell", function())
        Function("call", function(uses=(sell.invoke(),)))

    assert grants(deploy(program), "call") == [
        {
            "Effect": "Allow",
            "Action": ["lambda:InvokeFunction"],
            "Resource": [arn("lambda", "sell-function")],
        }
    ]


def test_the_grant_to_read_its_log_names_that_log_and_nothing_else():
    def program() -> None:
        sell = Function("sell", function())
        Function("audit", function(uses=(sell.read_logs("SALES_LOG"),)))

    cloud = deploy(program)
    assert grants(cloud, "audit") == [
        {
            "Effect": "Allow",
            "Action": ["logs:FilterLogEvents"],
            "Resource": [arn("cloudwatch", "sell-logs"), arn("cloudwatch", "sell-logs") + ":*"],
        }
    ]
    audit = cloud.one(lambda_.Function, "audit-function")
    assert audit.inputs["environment"] == {"variables": {"SALES_LOG": "sell-logs"}}


@pytest.mark.parametrize("memory", [128, 10_240])
def test_memory_at_the_limits_is_accepted(memory):
    assert inputs(memory=memory)["memorySize"] == memory


@pytest.mark.parametrize("timeout", [1, 900])
def test_a_timeout_at_the_limits_is_accepted(timeout):
    assert inputs(timeout=timeout)["timeout"] == timeout


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"memory": 127}, "memory must be between 128 and 10240 MB, got 127"),
        ({"memory": 10_241}, "memory must be between 128 and 10240 MB, got 10241"),
        ({"timeout": 0}, "timeout must be between 1 and 900 seconds, got 0"),
        ({"timeout": 901}, "timeout must be between 1 and 900 seconds, got 901"),
        ({"architecture": "arm"}, "architecture must be arm64 or x86_64, got arm"),
        ({"reserved_concurrency": -1}, "reserved_concurrency must be 0 or more, got -1"),
    ],
)
def test_what_aws_would_refuse_is_refused_here(changes, message):
    with pytest.raises(ValueError) as refused:
        function(**changes)
    assert str(refused.value) == message


def test_a_timeout_must_be_given():
    with pytest.raises(TypeError, match="timeout"):
        FunctionArgs(handler="a.b", code=pulumi.AssetArchive({}), defaults=defaults())
