"""Alarms in CloudWatch's words."""

from __future__ import annotations

from local.provider.resource_types.cloudwatch import query, request


def test_dimensions_become_pairs():
    asked = request({"name": "a", "dimensions": {"QueueName": "q"}, "tags": {}})
    assert asked == {"name": "a", "dimensions": [{"name": "QueueName", "value": "q"}]}


def test_the_statistic_wraps_the_metric():
    metric = {"metricName": "Errors", "namespace": "AWS/Lambda", "period": 60, "stat": "Sum"}
    asked = query({"id": "m", "metric": metric, "returnData": False})
    assert asked["returnData"] is False
    assert asked["metricStat"]["stat"] == "Sum"
    assert asked["metricStat"]["metric"]["metricName"] == "Errors"


def test_an_expression_has_no_metric():
    assert query({"id": "e", "expression": "m / 2"}) == {"id": "e", "expression": "m / 2"}
