import pytest
from pulumi_aws import apigatewayv2, route53

from components.api.api_domain import ApiDomain, ApiDomainArgs
from components.api.http_api import HttpApi, HttpApiArgs
from components.api.rest_api import RestApi, RestApiArgs
from components.api.route import Route
from tests.cloud import deploy
from tests.components.sample import TAGS, arn, defaults

OPEN = (Route.get("/a", arn("lambda", "function:a"), public=True),)
CERTIFICATE = arn("acm", "certificate/1")


def made(paths=("orders", "v1/items"), **changes):
    def program():
        rest = RestApi("orders", RestApiArgs(routes=OPEN, stage="live"))
        http = HttpApi("items", HttpApiArgs(routes=OPEN))
        given = {
            "domain_name": "api.example.com",
            "certificate_arn": CERTIFICATE,
            "apis": dict(zip(paths, (rest, http), strict=False)),
            "defaults": defaults(),
            **changes,
        }
        return ApiDomain("shop", ApiDomainArgs(**given)).urls

    return deploy(program)


def test_a_domain_is_regional_and_speaks_tls_1_2():
    domain = made().one(apigatewayv2.DomainName).inputs
    assert (domain["domainName"], domain["tags"]) == ("api.example.com", TAGS)
    assert domain["domainNameConfiguration"] == {
        "certificateArn": CERTIFICATE,
        "endpointType": "REGIONAL",
        "securityPolicy": "TLS_1_2",
    }


def test_each_api_has_a_base_path():
    cloud = made()
    found = {m.name: m.inputs for m in cloud.all(apigatewayv2.ApiMapping)}
    assert found == {
        "shop-orders-mapping": {
            "apiId": "orders-api-id",
            "apiMappingKey": "orders",
            "domainName": "shop-domain-id",
            "stage": "live",
        },
        "shop-v1-items-mapping": {
            "apiId": "items-api-id",
            "apiMappingKey": "v1/items",
            "domainName": "shop-domain-id",
            "stage": "$default",
        },
    }
    assert cloud.result == {
        "orders": "https://api.example.com/orders",
        "v1/items": "https://api.example.com/v1/items",
    }


def test_one_api_may_have_the_whole_domain():
    cloud = made(paths=("",))
    assert "apiMappingKey" not in cloud.one(apigatewayv2.ApiMapping, "shop-mapping").inputs
    assert cloud.result == {"": "https://api.example.com"}


def test_records_are_made_in_a_zone_that_is_given():
    assert made().all(route53.Record) == []
    records = [record.inputs for record in made(zone_id="Z1").all(route53.Record)]
    assert sorted((r["type"], r["name"], r["zoneId"]) for r in records) == [
        ("A", "api.example.com", "Z1"),
        ("AAAA", "api.example.com", "Z1"),
    ]
    assert all(record["aliases"][0]["evaluateTargetHealth"] is False for record in records)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"domain_name": "https://api.example.com"}, "domain_name must be a name in lower case"),
        ({"domain_name": "API.example.com"}, "domain_name must be a name in lower case"),
        ({"domain_name": "localhost"}, "domain_name must be a name in lower case"),
        ({"apis": {}}, "apis must name at least one API"),
        ({"paths": ("/orders",)}, "without slashes at its ends, .* got '/orders'"),
        ({"paths": ("a b",)}, "apis must be by base path"),
    ],
)
def test_names_and_paths_that_api_gateway_does_not_take_are_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        made(**changes)
