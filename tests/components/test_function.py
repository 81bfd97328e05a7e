import pulumi
import pytest
from pulumi_aws import cloudwatch, iam, lambda_, sqs

from components.access import Access
from components.compute.function import Function, FunctionArgs
from components.compute.presets import PRESETS, SIZES_MB
from components.network.placement import Placement
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


def test_handler_memory_architecture_and_layers_are_as_given():
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


def test_tracing_is_active():
    assert inputs()["tracingConfig"] == {"mode": "Active"}


def test_concurrency_is_reserved_only_if_given():
    assert inputs(reserved_concurrency=10)["reservedConcurrentExecutions"] == 10
    assert inputs(reserved_concurrency=0)["reservedConcurrentExecutions"] == 0
    assert "reservedConcurrentExecutions" not in inputs()


def test_only_lambda_may_assume_the_role():
    [trust] = sell().one(iam.Role).json("assumeRolePolicy")["Statement"]
    assert trust["Principal"] == {"Service": "lambda.amazonaws.com"}


def test_the_role_without_grants_allows_traces_and_its_own_log_only():
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


def test_a_grant_adds_its_statement_and_its_variable():
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


def test_variables_of_more_bytes_than_lambda_takes_are_refused():
    access = Access(actions=("sqs:SendMessage",), resources=(DEAD,), environment={"B": "b" * 2000})
    function(uses=(access,), environment={"A": "a" * 2094})
    with pytest.raises(ValueError) as refused:
        function(uses=(access,), environment={"A": "a" * 2095})
    assert str(refused.value) == (
        "environment must have 4096 bytes at most with the variables of grants, got 4097"
    )


def test_a_variable_of_both_a_grant_and_the_environment_is_refused():
    access = Access(actions=("sqs:SendMessage",), resources=(DEAD,), environment={"STAGE": "bills"})
    with pytest.raises(ValueError) as refused:
        function(uses=(access,), environment={"STAGE": "dev"})
    assert str(refused.value) == (
        "a grant sets the variable STAGE, which environment sets as well; give one another name"
    )


def test_the_function_is_created_after_its_permissions():
    cloud = sell()
    permissions = cloud.one(iam.RolePolicy).urn
    assert permissions in cloud.one(lambda_.Function).dependencies


def test_the_error_alarm_is_on_the_function():
    alarm = sell().one(cloudwatch.MetricAlarm)
    assert alarm.name == "sell-errors-alarm"
    assert alarm.inputs["alarmActions"] == [ALARMS]
    assert alarm.inputs["metricQueries"][1]["metric"]["dimensions"] == {
        "FunctionName": "sell-function"
    }


def test_events_whose_asynchronous_invocation_failed_every_try_go_to_the_queue():
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


def test_without_a_failure_queue_there_is_no_event_invoke_config():
    assert sell().all(lambda_.FunctionEventInvokeConfig) == []


def test_one_source_of_one_service_may_invoke_it():
    def program() -> None:
        child = pulumi.ResourceOptions()
        Function("sell", function()).invoked_by("web", "sns.amazonaws.com", "arn:topic", child)

    permission = deploy(program).one(lambda_.Permission)
    assert permission.name == "web-permission"
    assert permission.inputs["action"] == "lambda:InvokeFunction"
    assert permission.inputs["function"] == "sell-function"
    assert permission.inputs["principal"] == "sns.amazonaws.com"
    assert permission.inputs["sourceArn"] == "arn:topic"


def test_the_grant_to_invoke_is_on_the_function_alone():
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


def test_the_grant_to_read_the_log_is_on_its_log_group_alone():
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
    assert inputs(memory=memory, memory_reason="as it was measured")["memorySize"] == memory


@pytest.mark.parametrize("reason", ["", "it is"])
def test_memory_that_no_preset_has_needs_a_reason_of_some_words(reason):
    assert all(inputs(memory=each)["memorySize"] == each for each in SIZES_MB)
    said = "memory must be one of 128, 256, 512, 1,024, 1,769, 2,048 MB, or memory_reason say in 3"
    with pytest.raises(ValueError, match=said):
        inputs(memory=3008, memory_reason=reason)


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
        ({"ephemeral_storage": 511}, "ephemeral_storage must be between 512 and 10240 MB, got 511"),
        ({"handler": "handle"}, "handler must be module.function, as app.handle, got handle"),
        ({"layers": ("arn:layer",) * 6}, "layers must be 5 at most, got 6"),
        (
            {"preset": "batch"},
            f"preset must be one of {', '.join(PRESETS)}, got batch",
        ),
        ({"architecture": "arm"}, "architecture must be arm64 or x86_64, got arm"),
        ({"reserved_concurrency": -1}, "reserved_concurrency must be 0 or more, got -1"),
    ],
)
def test_a_value_that_lambda_would_refuse_is_refused(changes, message):
    with pytest.raises(ValueError) as refused:
        function(**changes)
    assert str(refused.value) == message


def test_a_timeout_or_a_preset_must_be_given():
    with pytest.raises(ValueError) as refused:
        FunctionArgs(handler="a.b", code=pulumi.AssetArchive({}))
    assert str(refused.value) == (
        f"timeout must be given, or a preset ({', '.join(PRESETS)}); got none"
    )


@pytest.mark.parametrize(
    ("preset", "memory", "timeout"),
    [
        ("lookup", 128, 10),
        ("simple", 256, 10),
        ("api", 512, 20),
        ("io", 512, 60),
        ("compute", 1769, 30),
        ("latency", 1769, 20),
        ("image", 1024, 60),
        ("inference", 2048, 60),
    ],
)
def test_a_preset_sets_memory_and_timeout(preset, memory, timeout):
    given = inputs(preset=preset, timeout=None)
    assert (given["memorySize"], given["timeout"]) == (memory, timeout)


def test_a_number_that_is_given_wins_over_the_preset():
    given = inputs(preset="image", memory=2048, timeout=90)
    assert (given["memorySize"], given["timeout"]) == (2048, 90)


def test_code_may_be_a_folder_of_which_only_what_is_imported_is_deployed(tmp_path):
    (tmp_path / "app.py").write_text("import prices\ndef handle(event, context): ...\n")
    (tmp_path / "prices.py").write_text("")
    (tmp_path / "__main__.py").write_text("")
    code = inputs(handler="app.handle", code=tmp_path)["code"]
    assert sorted(code.assets) == ["app.py", "prices.py"]


def test_description_storage_and_runtime_are_options():
    given = inputs(description="Sells", ephemeral_storage=1024, runtime="python3.13")
    assert given["description"] == "Sells"
    assert given["ephemeralStorage"] == {"size": 1024}
    assert given["runtime"] == "python3.13"
    assert {"description", "ephemeralStorage"}.isdisjoint(inputs())


def test_a_function_in_a_network_may_join_it_and_one_outside_may_not():
    at = Placement(subnets=["subnet-1", "subnet-2"], groups=("sg-1",))
    cloud = deploy(lambda: Function("sell", function(network=at)).name)
    assert cloud.one(lambda_.Function).inputs["vpcConfig"] == {
        "subnetIds": ["subnet-1", "subnet-2"],
        "securityGroupIds": ["sg-1"],
    }
    joins = "ec2:CreateNetworkInterface"
    assert joins in str(cloud.one(iam.RolePolicy).json("policy"))
    outside = deploy(lambda: Function("sell", function()).name)
    assert joins not in str(outside.one(iam.RolePolicy).json("policy"))
    assert "vpcConfig" not in outside.one(lambda_.Function).inputs


def test_a_layer_and_a_failure_queue_may_be_resources():
    def program() -> None:
        layer = lambda_.LayerVersion("tools", layer_name="tools")
        lost = sqs.Queue("lost")
        Function("sell", function(layers=(layer,), on_failure=lost))

    cloud = deploy(program)
    assert cloud.one(lambda_.Function).inputs["layers"] == [arn("lambda", "tools")]
    invoked = cloud.one(lambda_.FunctionEventInvokeConfig).inputs
    assert invoked["destinationConfig"] == {"onFailure": {"destination": arn("sqs", "lost")}}


def test_the_underlying_resources_are_attributes():
    def program() -> dict[str, pulumi.Output[str]]:
        sell = Function("sell", function(on_failure=DEAD))
        assert isinstance(sell.event_invoke_config, lambda_.FunctionEventInvokeConfig)
        assert isinstance(sell.role_policy, iam.RolePolicy)
        return {
            "function": sell.function.arn,
            "role": sell.role.arn,
            "logs": sell.log_group.name,
            "alarm": sell.errors_alarm.name,
        }

    assert deploy(program).result == {
        "function": arn("lambda", "sell-function"),
        "role": arn("iam", "sell-role"),
        "logs": "sell-logs",
        "alarm": "sell-errors-alarm",
    }
