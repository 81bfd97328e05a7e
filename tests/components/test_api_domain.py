import pytest
from pulumi_aws import apigateway, apigatewayv2, route53

from components.api.api_domain import ApiDomain, ApiDomainArgs
from components.api.http_api import HttpApi, HttpApiArgs
from components.api.rest_api import RestApi, RestApiArgs
from components.api.route import Route
from components.api.web_socket_api import WebSocketApi, WebSocketApiArgs
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


def sockets() -> WebSocketApi:
    function = arn("lambda", "function:a")
    return WebSocketApi(
        "live",
        WebSocketApiArgs(connect=function, disconnect=function, default=function, public=True),
    )


def test_a_websocket_api_may_have_a_name_of_its_own():
    def program():
        given = {"domain_name": "live.example.com", "certificate_arn": CERTIFICATE}
        return ApiDomain("live", ApiDomainArgs(**given, apis={"orders": sockets()})).urls

    cloud = deploy(program)
    assert cloud.result == {"orders": "wss://live.example.com/orders"}
    mapping = cloud.one(apigatewayv2.ApiMapping).inputs
    assert (mapping["stage"], mapping["apiMappingKey"]) == ("live", "orders")


def test_callers_may_have_to_have_a_certificate():
    uri = "s3://partners/bundle.pem"
    asked = made(truststore=uri).one(apigatewayv2.DomainName).inputs
    assert asked["mutualTlsAuthentication"] == {"truststoreUri": uri}
    assert "mutualTlsAuthentication" not in made().one(apigatewayv2.DomainName).inputs


def test_a_name_is_for_websocket_apis_or_for_others_and_these_ask_for_no_certificate():
    given = {"domain_name": "api.example.com", "certificate_arn": CERTIFICATE}

    def program():
        socket, http = sockets(), HttpApi("items", HttpApiArgs(routes=OPEN))
        for apis, more, said in (
            ({"a": socket, "b": http}, {}, "WebSocket APIs alone, or none of them"),
            ({"a": socket}, {"truststore": "s3://partners/a.pem"}, "truststore is for REST"),
        ):
            with pytest.raises(ValueError, match=said):
                ApiDomainArgs(**given, apis=apis, **more)

    deploy(program)


def test_an_api_with_a_name_may_answer_there_alone():
    def program():
        RestApi("orders", RestApiArgs(routes=OPEN, default_endpoint=False))
        HttpApi("items", HttpApiArgs(routes=OPEN, default_endpoint=False))

    cloud = deploy(program)
    assert cloud.one(apigateway.RestApi).inputs["disableExecuteApiEndpoint"] is True
    assert cloud.one(apigatewayv2.Api).inputs["disableExecuteApiEndpoint"] is True
    assert "disableExecuteApiEndpoint" not in made().one(apigateway.RestApi).inputs
    # API Gateway notices it with the next deployment.
    triggers = [each.one(apigateway.Deployment).inputs["triggers"] for each in (cloud, made())]
    assert triggers[0] != triggers[1]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"truststore": "https://a.example/b.pem"}, "truststore must be a file as s3://partners/"),
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
