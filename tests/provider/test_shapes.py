"""The mechanical translation, on botocore's real models."""

from __future__ import annotations

import boto3
import pytest

from local.provider import shapes
from local.provider.errors import ProviderError


def shape(service, operation):
    client = boto3.client(service, region_name="eu-west-1")
    return client.meta.service_model.operation_model(operation).input_shape


def request(service, operation, props, renames=None):
    return shapes.to_request(shape(service, operation), props, renames or {})


def test_words_are_matched_whatever_their_case():
    props = {"alarmName": "a", "okActions": ["x"]}
    assert request("cloudwatch", "PutMetricAlarm", props) == {"AlarmName": "a", "OKActions": ["x"]}


def test_a_word_that_differs_is_renamed_where_it_stands():
    words = {"name": "TableName", "keySchema.name": "AttributeName"}
    asked = request("dynamodb", "CreateTable", {"name": "t", "keySchema": [{"name": "k"}]}, words)
    assert asked == {"TableName": "t", "KeySchema": [{"AttributeName": "k"}]}


def test_numbers_take_the_type_that_aws_wants():
    props = {"period": 60.0, "threshold": 1}
    asked = request("cloudwatch", "PutMetricAlarm", props)
    assert [repr(value) for value in asked.values()] == ["60", "1.0"]


def test_a_block_that_aws_lists_may_come_alone_and_the_other_way_round():
    assert request("dynamodb", "CreateTable", {"tags": {"key": "a"}}) == {"Tags": [{"Key": "a"}]}
    stream = {"streamSpecification": [{"streamEnabled": "true"}]}
    asked = request("dynamodb", "CreateTable", stream)
    assert asked == {"StreamSpecification": {"StreamEnabled": True}}


def test_the_keys_of_a_map_are_the_users_own():
    asked = request("logs", "CreateLogGroup", {"tags": {"camelCase": "x"}})
    assert asked == {"tags": {"camelCase": "x"}}


def test_a_word_that_aws_does_not_know_is_refused_with_its_place():
    with pytest.raises(ProviderError, match=r"keySchema\.nome means nothing to KeySchemaElement"):
        request("dynamodb", "CreateTable", {"keySchema": [{"nome": "k"}]})


def test_a_response_comes_back_in_pulumis_words():
    seen = {"AlarmName": "a", "Tags": [{"Key": "b"}], "ResponseMetadata": {}}
    found = shapes.to_properties(seen, {"AlarmName": "name"})
    assert found == {"name": "a", "tags": [{"key": "b"}]}
