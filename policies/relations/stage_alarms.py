"""Stage alarms: the alarms on a stage of an API, by the stage or by the API."""

from __future__ import annotations

from collections.abc import Iterator

from policies.framework.aws import apigateway, apigatewayv2
from policies.framework.graph import Graph, token
from policies.framework.resource import Resource
from policies.relations.alarms import alarms_of
from policies.relations.apis import apis_of


def alarms_of_stage(stage: Resource, graph: Graph) -> Iterator[Resource]:
    """Alarms that name the stage, or its API without a stage or with this stage's name."""
    apis = apis_of(stage, graph)
    for alarm in alarms_of(stage, graph):
        named = _apis_named(alarm, graph)
        if not named or {api.urn for api in apis} & named:
            yield alarm
    name = "stageName" if stage.type == token(apigateway.Stage) else "name"
    for api in apis:
        for alarm in alarms_of(api, graph):
            if alarm.get("dimensions.Stage") in (None, stage.get(name)):
                yield alarm


def _apis_named(alarm: Resource, graph: Graph) -> set[str]:
    """The APIs, by URN, that the dimensions of an alarm refer to."""
    kinds = (apigateway.RestApi, apigatewayv2.Api)
    return {api.urn for kind in kinds for api in graph.of(alarm, "dimensions", kind)}
