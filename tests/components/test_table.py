import pulumi
import pytest
from pulumi_aws import appautoscaling, cloudwatch, dynamodb, iam, lambda_

from components.compute.function import Function
from components.data.capacity import Capacity
from components.data.table import Index, Table, TableArgs
from tests.cloud import Cloud, deploy
from tests.components.sample import TAGS, arn, defaults, function

BY_USER = Index(name="byUser", key="userId", sort="placedAt")


def args(**changes) -> TableArgs:
    return TableArgs(**{"key": "orderId", "defaults": defaults(), **changes})


def orders(**changes) -> Cloud:
    return deploy(lambda: Table("orders", args(**changes)).name)


def inputs(**changes):
    return orders(**changes).one(dynamodb.Table).inputs


def test_a_table_is_on_demand_and_encrypted():
    table = inputs()
    assert table["billingMode"] == "PAY_PER_REQUEST"
    assert table["serverSideEncryption"] == {"enabled": True}
    assert table["tags"] == TAGS


def test_a_key_alone_declares_one_attribute():
    table = inputs()
    assert table["hashKey"] == "orderId"
    assert "rangeKey" not in table
    assert table["attributes"] == [{"name": "orderId", "type": "S"}]
    assert table["globalSecondaryIndexes"] == []


def test_a_sort_key_is_declared_too():
    table = inputs(key="userId", sort="noticeId")
    assert (table["hashKey"], table["rangeKey"]) == ("userId", "noticeId")
    assert [a["name"] for a in table["attributes"]] == ["noticeId", "userId"]


def test_an_index_declares_its_keys_once_and_holds_all_attributes():
    by_state = Index(name="byState", key="state", sort="placedAt")
    table = inputs(indexes=(BY_USER, by_state))
    names = [attribute["name"] for attribute in table["attributes"]]
    assert names == ["orderId", "placedAt", "state", "userId"]
    assert table["globalSecondaryIndexes"][0] == {
        "name": "byUser",
        "keySchemas": [
            {"attributeName": "userId", "keyType": "HASH"},
            {"attributeName": "placedAt", "keyType": "RANGE"},
        ],
        "projectionType": "ALL",
    }


def test_a_deployment_with_an_index_has_no_deprecation_warning(monkeypatch):
    warnings = []
    monkeypatch.setattr(pulumi.log, "warn", lambda message, *_: warnings.append(message))
    orders(indexes=(BY_USER,))
    assert warnings == []


def test_an_index_needs_no_sort_key():
    [index] = inputs(indexes=(Index(name="byUser", key="userId"),))["globalSecondaryIndexes"]
    assert index["keySchemas"] == [{"attributeName": "userId", "keyType": "HASH"}]


def test_items_expire_by_the_ttl_attribute_if_given():
    assert inputs(ttl="expires")["ttl"] == {"enabled": True, "attributeName": "expires"}
    assert "ttl" not in inputs()


def test_a_stream_has_the_item_before_and_after_each_change():
    streaming = inputs(stream=True)
    assert streaming["streamEnabled"] is True
    assert streaming["streamViewType"] == "NEW_AND_OLD_IMAGES"
    assert inputs()["streamEnabled"] is False
    assert "streamViewType" not in inputs()


@pytest.mark.parametrize("keep", [True, False])
def test_with_keep_data_a_table_has_recovery_and_deletion_protection(keep):
    table = inputs(defaults=defaults(keep_data=keep))
    assert table["pointInTimeRecovery"] == {"enabled": keep}
    assert table["deletionProtectionEnabled"] is keep


@pytest.mark.parametrize("keep", [True, False])
def test_with_keep_data_the_engine_protects_the_table(keep):
    assert orders(defaults=defaults(keep_data=keep)).one(dynamodb.Table).protect is keep


def test_a_grant_carries_the_name_of_the_table():
    def program() -> None:
        Function("sell", function(uses=(Table("orders", args()).read("ORDERS_TABLE"),)))

    function_inputs = deploy(program).one(lambda_.Function).inputs
    assert function_inputs["environment"] == {"variables": {"ORDERS_TABLE": "orders-table"}}


def test_alarms_are_on_throttled_reads_and_writes():
    alarms = orders().all(cloudwatch.MetricAlarm)
    assert {(a.name, a.inputs["metricName"]) for a in alarms} == {
        ("orders-read-throttles-alarm", "ReadThrottleEvents"),
        ("orders-write-throttles-alarm", "WriteThrottleEvents"),
    }
    assert {a.inputs["dimensions"]["TableName"] for a in alarms} == {"orders-table"}


def test_alarms_are_on_throttled_reads_and_writes_of_each_index():
    """The table's dimension does not count them."""
    alarms = orders(indexes=(BY_USER,)).all(cloudwatch.MetricAlarm)
    of_index = [a for a in alarms if "GlobalSecondaryIndexName" in a.inputs["dimensions"]]
    assert {(a.name, a.inputs["metricName"]) for a in of_index} == {
        ("orders-byUser-read-throttles-alarm", "ReadThrottleEvents"),
        ("orders-byUser-write-throttles-alarm", "WriteThrottleEvents"),
    }
    whose = {"TableName": "orders-table", "GlobalSecondaryIndexName": "byUser"}
    assert [a.inputs["dimensions"] for a in of_index] == [whose] * 2


def test_two_indexes_of_one_name_are_refused():
    with pytest.raises(ValueError) as refused:
        args(indexes=(BY_USER, BY_USER))
    assert str(refused.value) == "each index needs a name of its own, got byUser, byUser"


def test_a_key_may_be_a_number_or_binary():
    table = inputs(key="userId", sort="version", key_types={"version": "N"})
    assert table["attributes"] == [
        {"name": "userId", "type": "S"},
        {"name": "version", "type": "N"},
    ]


@pytest.mark.parametrize(
    ("include", "projection"),
    [
        ((), {"projectionType": "KEYS_ONLY"}),
        (("total",), {"projectionType": "INCLUDE", "nonKeyAttributes": ["total"]}),
    ],
)
def test_an_index_may_hold_less_than_all_attributes(include, projection):
    index = Index(name="byUser", key="userId", include=include)
    assert inputs(indexes=(index,))["globalSecondaryIndexes"] == [
        {
            "name": "byUser",
            "keySchemas": [{"attributeName": "userId", "keyType": "HASH"}],
            **projection,
        }
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"key_types": {"total": "N"}}, "key_types must name attributes that are keys, got total"),
        ({"key_types": {"orderId": "L"}}, "key_types must be S, N or B, got L for orderId"),
        (
            {"indexes": tuple(Index(name=f"by{n:03}", key="k") for n in range(21))},
            "indexes must be 20 at most, got 21",
        ),
    ],
)
def test_keys_that_dynamodb_would_refuse_are_refused(changes, message):
    with pytest.raises(ValueError) as refused:
        args(**changes)
    assert str(refused.value) == message


@pytest.mark.parametrize("name", ["by", "by user", "x" * 256])
def test_an_index_name_that_dynamodb_would_refuse_is_refused(name):
    with pytest.raises(
        ValueError, match=r"^name must be 3 to 255 letters, digits or any of _ \. -"
    ):
        Index(name=name, key="userId")


@pytest.mark.parametrize("stream", [True, False])
def test_the_stream_has_an_arn_if_there_is_one(stream):
    made = deploy(lambda: Table("orders", args(stream=stream)).stream_arn).result
    assert made == (arn("dynamodb", "orders-table/stream") if stream else None)


def test_the_underlying_resources_are_attributes():
    def program():
        made = Table("orders", args())
        assert isinstance(made.table, dynamodb.Table)
        return [made.read_throttles_alarm.name, made.write_throttles_alarm.name]

    names = ["orders-read-throttles-alarm", "orders-write-throttles-alarm"]
    assert deploy(program).result == names


STEADY = Capacity(least_reads=5, most_reads=100, least_writes=2, most_writes=40)


def test_a_table_may_have_capacity_that_follows_the_load_between_limits():
    cloud = orders(capacity=STEADY)
    table = cloud.one(dynamodb.Table).inputs
    assert (table["billingMode"], table["readCapacity"], table["writeCapacity"]) == (
        "PROVISIONED",
        5,
        2,
    )
    targets = {each.name: each.inputs for each in cloud.all(appautoscaling.Target)}
    assert {name: (t["minCapacity"], t["maxCapacity"]) for name, t in targets.items()} == {
        "orders-reads-target": (5, 100),
        "orders-writes-target": (2, 40),
    }
    reads = cloud.one(appautoscaling.Policy, "orders-reads-scaling").inputs
    assert (reads["resourceId"], reads["scalableDimension"], reads["serviceNamespace"]) == (
        "table/orders-table",
        "dynamodb:table:ReadCapacityUnits",
        "dynamodb",
    )
    tracked = reads["targetTrackingScalingPolicyConfiguration"]
    assert tracked["targetValue"] == 70
    assert tracked["predefinedMetricSpecification"] == {
        "predefinedMetricType": "DynamoDBReadCapacityUtilization"
    }


def test_another_mode_adds_capacity_and_scaling_and_nothing_else():
    before, after = inputs(indexes=(BY_USER,)), inputs(indexes=(BY_USER,), capacity=STEADY)
    changed = {key for key in {*before, *after} if before.get(key) != after.get(key)}
    assert changed == {"billingMode", "readCapacity", "writeCapacity", "globalSecondaryIndexes"}
    assert orders(indexes=(BY_USER,)).all(appautoscaling.Target) == []


def test_an_index_has_the_capacity_of_its_table_or_one_of_its_own():
    more = Capacity(least_reads=7, most_reads=70, least_writes=3, most_writes=30)
    by_state = Index(name="byState", key="state", capacity=more)
    cloud = orders(indexes=(BY_USER, by_state), capacity=STEADY)
    indexes = cloud.one(dynamodb.Table).inputs["globalSecondaryIndexes"]
    assert [(i["readCapacity"], i["writeCapacity"]) for i in indexes] == [(5, 2), (7, 3)]
    found = cloud.one(appautoscaling.Target, "orders-byState-writes-target").inputs
    assert (found["resourceId"], found["scalableDimension"], found["maxCapacity"]) == (
        "table/orders-table/index/byState",
        "dynamodb:index:WriteCapacityUnits",
        30,
    )


def test_a_key_of_the_account_encrypts_the_table_and_comes_with_its_grants():
    key = arn("kms", "key/1")

    def program() -> None:
        table = Table("orders", args(encryption_key=key))
        Function("sell", function(uses=(table.create("ORDERS_TABLE"),)))

    cloud = deploy(program)
    encryption = cloud.one(dynamodb.Table).inputs["serverSideEncryption"]
    assert encryption == {"enabled": True, "kmsKeyArn": key}
    policy = cloud.one(iam.RolePolicy, "sell-permissions").json("policy")["Statement"]
    assert [each for each in policy if each["Resource"] == [key]] != []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"least_reads": 0}, "least_reads must be between 1 and 40000, got 0"),
        ({"most_reads": 4}, "most_reads must be between 5 and 40000, got 4"),
        ({"target_percent": 91}, "target_percent must be between 20 and 90, got 91"),
    ],
)
def test_capacities_outside_the_limits_are_refused(changes, message):
    given = {"least_reads": 5, "most_reads": 100, "least_writes": 2, "most_writes": 40}
    with pytest.raises(ValueError) as refused:
        Capacity(**{**given, **changes})
    assert str(refused.value) == message


def test_an_index_has_no_capacity_where_its_table_has_none():
    with pytest.raises(ValueError) as refused:
        args(indexes=(Index(name="byUser", key="userId", capacity=STEADY),))
    assert str(refused.value) == "index byUser has a capacity, and its table has none"
