"""The strangler: what no route takes goes to the old system, as it came."""

from __future__ import annotations

import pulumi
import pytest
from pulumi_aws import apigatewayv2

from components.api import old_system
from components.api.http_api import HttpApi, HttpApiArgs
from policies import RULES
from policies.framework.graph import Graph
from policies.framework.judgement import judge
from policies.framework.resource import registered
from tests.cloud import Cloud, deploy
from tests.components.test_http_api import args, items, route

OLD = "https://old.example/shop"


def shop(url=OLD) -> Cloud:
    return deploy(lambda: HttpApi("shop", args(items(), old_system=url)).url)


def test_what_no_route_takes_is_forwarded_with_its_path_below_that_of_the_old_system():
    cloud = shop()
    integration = cloud.one(apigatewayv2.Integration, "shop-old-system-integration").inputs
    assert integration["integrationType"] == "HTTP_PROXY"
    assert integration["integrationMethod"] == "ANY"
    assert integration["integrationUri"] == OLD
    assert integration["requestParameters"] == {"overwrite:path": "/shop${request.path}"}
    found = cloud.one(apigatewayv2.Route, "shop-old-system-route").inputs
    assert (found["routeKey"], found["authorizationType"]) == ("$default", "NONE")
    assert found["target"] == "integrations/shop-old-system-integration-id"


def test_the_routes_that_have_moved_stay_as_they_are():
    plain = deploy(lambda: HttpApi("shop", args(items())).url)
    before = {each.name: each.inputs for each in plain.all(apigatewayv2.Route)}
    after = {each.name: each.inputs for each in shop().all(apigatewayv2.Route)}
    assert set(after) - set(before) == {"shop-old-system-route"}
    assert {name: after[name] for name in before} == before


def test_the_open_route_is_declared_and_no_rule_has_anything_against_it():
    cloud = shop()
    tags = cloud.one(apigatewayv2.Api).inputs["tags"]
    assert tags["public-routes"] == "GET /items/_itemId_ _default"
    violations = judge(RULES, Graph([registered(each) for each in cloud.resources]))
    assert [str(v) for v in violations if "old-system" in str(v)] == []


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://old.example", "${request.path}"),
        ("https://old.example/", "${request.path}"),
        ("http://127.0.0.1:8080/a/b/", "/a/b${request.path}"),
    ],
)
def test_the_url_may_have_a_path_and_be_known_later(url, path):
    assert old_system.path_at(url) == path
    cloud = shop(pulumi.Output.from_input(url))
    integration = cloud.one(apigatewayv2.Integration, "shop-old-system-integration").inputs
    assert integration["requestParameters"] == {"overwrite:path": path}


@pytest.mark.parametrize("url", ["old.example", "ftp://old.example", "https://", OLD + "?a=1"])
def test_what_is_no_address_is_refused(url):
    with pytest.raises(ValueError, match="old_system must be a URL of http or https"):
        HttpApiArgs(routes=(route(public=True),), old_system=url)
