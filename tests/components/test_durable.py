import pytest
from pulumi_aws import iam, lambda_

from components.compute.durable import Durable
from components.compute.function import Function
from tests.cloud import deploy
from tests.components.sample import arn, function

MONTH = Durable(execution_seconds=30 * 24 * 3600, retention_days=30)


def order(**changes):
    given = {"runtime": "python3.13", **changes}
    return deploy(lambda: Function("order", function(**given)))


def test_a_durable_function_may_take_a_month_and_store_its_steps():
    cloud = order(durable=MONTH)
    made = cloud.one(lambda_.Function).inputs
    assert made["durableConfig"] == {"executionTimeout": 2_592_000, "retentionPeriod": 30}
    assert made["publish"] is True
    [statement] = cloud.one(iam.RolePolicy, "order-durable-execution").json("policy")["Statement"]
    assert statement == {
        "Effect": "Allow",
        "Action": ["lambda:CheckpointDurableExecution", "lambda:GetDurableExecutionState"],
        "Resource": [f"{arn('lambda', 'order-function')}:*"],
    }


def test_a_function_is_not_durable_unless_asked():
    cloud = order()
    made = cloud.one(lambda_.Function).inputs
    assert {"durableConfig", "publish"} & set(made) == set()
    assert [each.name for each in cloud.all(iam.RolePolicy)] == ["order-permissions"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"execution_seconds": 0}, "execution_seconds must be between 1 and 31622400, got 0"),
        (
            {"execution_seconds": 31_622_401},
            "execution_seconds must be between 1 and 31622400, got 31622401",
        ),
        ({"retention_days": 0}, "retention_days must be between 1 and 90, got 0"),
        ({"retention_days": 91}, "retention_days must be between 1 and 90, got 91"),
    ],
)
def test_limits_of_lambda(changes, message):
    with pytest.raises(ValueError) as refused:
        Durable(**{"execution_seconds": 60, **changes})
    assert str(refused.value) == message


def test_an_earlier_python_is_refused():
    with pytest.raises(ValueError) as refused:
        function(runtime="python3.12", durable=MONTH)
    assert str(refused.value) == "a durable function needs python3.13 or later, got python3.12"
