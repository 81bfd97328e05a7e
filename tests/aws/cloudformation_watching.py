"""CloudFormation: what queries, traces and budgets are called there, and how they are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Props = dict[str, Any]

TYPES = {
    "aws:cloudwatch/queryDefinition:QueryDefinition": "AWS::Logs::QueryDefinition",
    "aws:xray/samplingRule:SamplingRule": "AWS::XRay::SamplingRule",
    "aws:xray/group:Group": "AWS::XRay::Group",
    "aws:budgets/budget:Budget": "AWS::Budgets::Budget",
}

NAMES: Mapping[str, Mapping[str, str]] = {
    "aws:xray/samplingRule:SamplingRule": {
        "httpMethod": "HTTPMethod",
        "resourceArn": "ResourceARN",
        "urlPath": "URLPath",
    },
    "aws:budgets/budget:Budget": {"name": "BudgetName", "filterExpression.ands": "And"},
}


def _sampling_rule(props: Props) -> Props:
    return {"SamplingRule": props}


def _budget(props: Props) -> Props:
    sent = [
        {
            "Notification": {
                key: value
                for key, value in each.items()
                if key in ("NotificationType", "ComparisonOperator", "Threshold", "ThresholdType")
            },
            "Subscribers": [
                {"SubscriptionType": "SNS", "Address": topic}
                for topic in each["SubscriberSnsTopicArns"]
            ],
        }
        for each in props.pop("Notifications")
    ]
    limit = {"Amount": float(props.pop("LimitAmount")), "Unit": props.pop("LimitUnit")}
    metrics = [props.pop("Metrics")]
    budget = {**props, "BudgetLimit": limit, "Metrics": metrics}
    return {"Budget": budget, "NotificationsWithSubscribers": sent}


SHAPES: Mapping[str, Callable[[Props], Props]] = {
    "aws:xray/samplingRule:SamplingRule": _sampling_rule,
    "aws:budgets/budget:Budget": _budget,
}
