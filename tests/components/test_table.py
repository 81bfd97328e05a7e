import pytest
from pulumi_aws import cloudwatch, dynamodb, lambda_

from components.compute.function import Function
from components.data.table import Index, Table, TableArgs
from tests.cloud import Cloud, deploy
from tests.components.sample import TAGS, defaults, function

BY_USER = Index(name="byUser", key="userId", sort="placedAt")


def args(**changes) -> TableArgs:
    return TableArgs(**{"key": "orderId", "defaults": defaults(), **changes})


def orders(**changes) -> Cloud:
    return deploy(lambda: Table("orders", args(**changes)).name)


def inputs(**changes):
    return orders(**changes).one(dynamodb.Table).inputs


def test_it_is_paid_by_request_and_encrypted():
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


def test_a_sort_key_orders_the_items_of_one_key():
    table = inputs(key="userId", sort="noticeId")
    assert (table["hashKey"], table["rangeKey"]) == ("userId", "noticeId")
    assert [a["name"] for a in table["attributes"]] == ["noticeId", "userId"]


def test_an_index_declares_its_keys_once_and_carries_whole_items():
    by_state = Index(name="byState", key="state", sort="placedAt")
    table = inputs(indexes=(BY_USER, by_state))
    names = [attribute["name"] for attribute in table["attributes"]]
    assert names == ["orderId", "placedAt", "state", "userId"]
    assert table["globalSecondaryIndexes"][0] == {
        "name": "byUser",
        "hashKey": "userId",
        "rangeKey": "placedAt",
        "projectionType": "ALL",
    }


def test_an_index_needs_no_sort_key():
    [index] = inputs(indexes=(Index(name="byUser", key="userId"),))["globalSecondaryIndexes"]
    assert "rangeKey" not in index


def test_items_expire_only_by_the_attribute_that_was_named():
    assert inputs(ttl="expires")["ttl"] == {"enabled": True, "attributeName": "expires"}
    assert "ttl" not in inputs()


def test_changes_stream_only_when_asked():
    streaming = inputs(stream=True)
    assert streaming["streamEnabled"] is True
    assert streaming["streamViewType"] == "NEW_AND_OLD_IMAGES"
    assert inputs()["streamEnabled"] is False
    assert "streamViewType" not in inputs()


@pytest.mark.parametrize("keep", [True, False])
def test_where_data_is_kept_it_can_be_recovered_and_not_deleted(keep):
    table = inputs(defaults=defaults(keep_data=keep))
    assert table["pointInTimeRecovery"] == {"enabled": keep}
    assert table["deletionProtectionEnabled"] is keep


@pytest.mark.parametrize("keep", [True, False])
def test_where_data_is_kept_the_engine_too_refuses_to_delete_it(keep):
    assert orders(defaults=defaults(keep_data=keep)).one(dynamodb.Table).protect is keep


def test_a_grant_tells_the_function_the_name():
    def program() -> None:
        Function("sell", function(uses=(Table("orders", args()).read("ORDERS_TABLE"),)))

    function_inputs = deploy(program).one(lambda_.Function).inputs
    assert function_inputs["environment"] == {"variables": {"ORDERS_TABLE": "orders-table"}}


def test_throttled_reads_and_writes_ring():
    alarms = orders().all(cloudwatch.MetricAlarm)
    assert {(a.name, a.inputs["metricName"]) for a in alarms} == {
        ("orders-read-throttles-alarm", "ReadThrottleEvents"),
        ("orders-write-throttles-alarm", "WriteThrottleEvents"),
    }
    assert {a.inputs["dimensions"]["TableName"] for a in alarms} == {"orders-table"}


def test_two_indexes_of_one_name_are_refused():
    with pytest.raises(ValueError) as refused:
        args(indexes=(BY_USER, BY_USER))
    assert str(refused.value) == "each index needs a name of its own, got byUser, byUser"
