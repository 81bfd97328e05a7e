"""CloudWatch: alarms and dashboards."""

from __future__ import annotations

from typing import Any

from local.provider import shapes, tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.wire import Props

ALARM = frozenset(
    {
        "actionsEnabled",
        "alarmActions",
        "alarmDescription",
        "comparisonOperator",
        "datapointsToAlarm",
        "dimensions",
        "evaluationPeriods",
        "extendedStatistic",
        "insufficientDataActions",
        "metricName",
        "metricQueries",
        "name",
        "namespace",
        "okActions",
        "period",
        "statistic",
        "threshold",
        "treatMissingData",
        "unit",
    }
)
QUERY = ("id", "expression", "label", "returnData", "accountId", "period")
STATISTIC = ("period", "stat", "unit")
BLOCKS = {
    "metricQueries": frozenset({*QUERY, "metric"}),
    "metricQueries.metric": frozenset({*STATISTIC, "metricName", "namespace", "dimensions"}),
}
WORDS = {"name": "AlarmName", "metricQueries": "Metrics"}


def dimensions(pairs: dict[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs.items()]


def query(props: Props) -> Props:
    """One metric query in CloudWatch's words, where the statistic wraps the metric."""
    asked = {name: props[name] for name in QUERY if props.get(name) not in (None, "")}
    metric = props.get("metric")
    if metric:
        statistic = {name: metric[name] for name in STATISTIC if name in metric}
        named = {name: metric[name] for name in ("metricName", "namespace") if name in metric}
        named["dimensions"] = dimensions(metric.get("dimensions") or {})
        asked["metricStat"] = {**statistic, "metric": named}
    return asked


def request(props: Props) -> Props:
    asked = {name: props[name] for name in ALARM if name in props}
    if "dimensions" in asked:
        asked["dimensions"] = dimensions(asked["dimensions"])
    if "metricQueries" in asked:
        asked["metricQueries"] = [query(item) for item in asked["metricQueries"]]
    return asked


def put_alarm(cloud: Cloud, props: Props, *, new: bool) -> str:
    asked = request(props)
    if new and tags.tags_of(props):
        asked["tags"] = tags.as_pairs(tags.tags_of(props))
    shapes.call(cloud.client("cloudwatch"), "PutMetricAlarm", asked, WORDS)
    return str(props["name"])


def read_alarm(cloud: Cloud, name: str, props: Props) -> Props | None:
    found = cloud.client("cloudwatch").describe_alarms(AlarmNames=[name])["MetricAlarms"]
    if not found:
        return None
    seen: Any = shapes.to_properties(found[0], {"AlarmName": "name", "OKActions": "okActions"})
    same = {word: seen[word] for word in ALARM & seen.keys() if word in props}
    if "dimensions" in same:
        same["dimensions"] = {pair["name"]: pair["value"] for pair in same["dimensions"]}
    return {**same, "name": name, "arn": seen["alarmArn"]}


def update_alarm(cloud: Cloud, name: str, change: Change) -> None:
    if change.touches(*ALARM):
        put_alarm(cloud, change.new, new=False)
    arn = cloud.arn("cloudwatch", f"alarm:{name}")
    tags.retag(cloud.client("cloudwatch"), arn, change, by="ResourceARN")


def put_dashboard(cloud: Cloud, props: Props) -> str:
    cloud.client("cloudwatch").put_dashboard(
        DashboardName=props["dashboardName"], DashboardBody=props["dashboardBody"]
    )
    return str(props["dashboardName"])


def read_dashboard(cloud: Cloud, name: str, props: Props) -> Props:
    seen = cloud.client("cloudwatch").get_dashboard(DashboardName=name)
    arn = f"arn:aws:cloudwatch::{cloud.account}:dashboard/{name}"
    return {"dashboardName": name, "dashboardBody": seen["DashboardBody"], "dashboardArn": arn}


def delete_dashboard(cloud: Cloud, name: str, props: Props) -> None:
    cloud.client("cloudwatch").delete_dashboards(DashboardNames=[name])


COMPOSITE = frozenset(
    {"alarmName", "alarmRule", "alarmDescription", "actionsEnabled", "alarmActions", "okActions"}
)
COMPOSITE_WORDS = {"okActions": "OKActions"}


def put_composite(cloud: Cloud, props: Props, *, new: bool) -> str:
    asked = {name: props[name] for name in COMPOSITE if name in props}
    if new and tags.tags_of(props):
        asked["tags"] = tags.as_pairs(tags.tags_of(props))
    shapes.call(cloud.client("cloudwatch"), "PutCompositeAlarm", asked, COMPOSITE_WORDS)
    return str(props["alarmName"])


def read_composite(cloud: Cloud, name: str, props: Props) -> Props | None:
    asked = {"AlarmNames": [name], "AlarmTypes": ["CompositeAlarm"]}
    found = cloud.client("cloudwatch").describe_alarms(**asked)["CompositeAlarms"]
    if not found:
        return None
    seen: Any = shapes.to_properties(found[0], {"OKActions": "okActions"})
    same = {word: seen[word] for word in COMPOSITE & seen.keys() if word in props}
    return {**same, "alarmName": name, "arn": seen["alarmArn"]}


def update_composite(cloud: Cloud, name: str, change: Change) -> None:
    if change.touches(*COMPOSITE):
        put_composite(cloud, change.new, new=False)
    arn = cloud.arn("cloudwatch", f"alarm:{name}")
    tags.retag(cloud.client("cloudwatch"), arn, change, by="ResourceARN")


TYPES = (
    ResourceType(
        token="aws:cloudwatch/compositeAlarm:CompositeAlarm",
        inputs=COMPOSITE,
        required=frozenset({"alarmName", "alarmRule"}),
        outputs=frozenset({"arn"}),
        defaults={"actionsEnabled": True},
        replace_on=frozenset({"alarmName", "actionsEnabled"}),
        naming=None,
        unordered=frozenset({"alarmActions", "okActions"}),
        taggable=True,
        create=lambda cloud, props: put_composite(cloud, props, new=True),
        read=read_composite,
        update=update_composite,
        delete=lambda cloud, name, props: cloud.client("cloudwatch").delete_alarms(
            AlarmNames=[name]
        ),
    ),
    ResourceType(
        token="aws:cloudwatch/metricAlarm:MetricAlarm",
        inputs=ALARM,
        required=frozenset({"comparisonOperator", "evaluationPeriods"}),
        outputs=frozenset({"arn"}),
        defaults={"actionsEnabled": True, "treatMissingData": "missing"},
        replace_on=frozenset({"name"}),
        naming=Naming(limit=255),
        blocks=BLOCKS,
        unread=frozenset({"metricQueries"}),
        unordered=frozenset({"alarmActions", "okActions", "insufficientDataActions"}),
        taggable=True,
        create=lambda cloud, props: put_alarm(cloud, props, new=True),
        read=read_alarm,
        update=update_alarm,
        delete=lambda cloud, name, props: cloud.client("cloudwatch").delete_alarms(
            AlarmNames=[name]
        ),
    ),
    ResourceType(
        token="aws:cloudwatch/dashboard:Dashboard",
        inputs=frozenset({"dashboardName", "dashboardBody"}),
        required=frozenset({"dashboardName", "dashboardBody"}),
        outputs=frozenset({"dashboardArn"}),
        replace_on=frozenset({"dashboardName"}),
        naming=Naming(property="dashboardName", limit=255),
        documents=frozenset({"dashboardBody"}),
        create=put_dashboard,
        read=read_dashboard,
        update=lambda cloud, name, change: put_dashboard(cloud, change.new),
        delete=delete_dashboard,
    ),
)
