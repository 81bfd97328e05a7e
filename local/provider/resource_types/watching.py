"""Saved queries, X-Ray and budgets, which live in the state only."""

from __future__ import annotations

from local.provider.cloud import Cloud
from local.provider.resource import Naming
from local.provider.state_only import state_only
from local.provider.unsupported_watching import BUDGET, GROUP, QUERY, SAMPLING_RULE
from local.provider.wire import Props

# Of a group: an id that AWS makes up.
MADE_UP = "0000000000000"


def query_id(cloud: Cloud, name: str) -> Props:
    return {"queryDefinitionId": name, "arn": cloud.arn("logs", f"query-definition:{name}")}


def sampling_rule_arn(cloud: Cloud, name: str) -> Props:
    return {"arn": cloud.arn("xray", f"sampling-rule/{name}")}


def group_arn(cloud: Cloud, name: str) -> Props:
    return {"arn": cloud.arn("xray", f"group/{name}/{MADE_UP}")}


def budget_arn(cloud: Cloud, name: str) -> Props:
    return {"arn": f"arn:aws:budgets::{cloud.account}:budget/{name}", "accountId": cloud.account}


TYPES = (
    state_only(
        QUERY,
        outputs=query_id,
        names=("arn", "queryDefinitionId"),
        naming=Naming(limit=255),
        required="queryString",
    ),
    state_only(
        SAMPLING_RULE,
        outputs=sampling_rule_arn,
        names=("arn",),
        naming=Naming(property="ruleName", limit=32),
        required=(
            "fixedRate host httpMethod priority reservoirSize resourceArn serviceName serviceType "
            "urlPath version"
        ),
        taggable=True,
    ),
    state_only(
        GROUP,
        outputs=group_arn,
        names=("arn",),
        naming=Naming(property="groupName", limit=32),
        required="filterExpression groupName",
        taggable=True,
    ),
    state_only(
        BUDGET,
        outputs=budget_arn,
        names=("arn", "accountId"),
        naming=Naming(limit=100),
        required="budgetType timeUnit",
        taggable=True,
        regional=False,
    ),
)
