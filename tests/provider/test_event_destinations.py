"""Connections in EventBridge's words."""

from __future__ import annotations

from local.provider.resource_types.event_destinations import create_connection, read_connection
from tests.provider.clients import Script


def test_every_way_to_authorise_has_its_own_words():
    events = Script("events")
    extra = {"headers": [{"key": "x-shop", "value": "1", "isValueSecret": False}]}
    client = {"clientId": "shop", "clientSecret": "hidden"}
    events.expects(
        "create_connection",
        {
            "Name": "c",
            "AuthorizationType": "OAUTH_CLIENT_CREDENTIALS",
            "AuthParameters": {
                "OAuthParameters": {
                    "AuthorizationEndpoint": "https://partner.example/token",
                    "ClientParameters": {"ClientID": "shop", "ClientSecret": "hidden"},
                    "HttpMethod": "POST",
                    "OAuthHttpParameters": {
                        "HeaderParameters": [
                            {"Key": "x-shop", "Value": "1", "IsValueSecret": False}
                        ]
                    },
                },
                "InvocationHttpParameters": {
                    "BodyParameters": [{"Key": "shop", "Value": "1"}],
                    "QueryStringParameters": [{"Key": "q", "Value": "v"}],
                },
            },
        },
    )
    made = create_connection(
        events.cloud,
        {
            "name": "c",
            "authorizationType": "OAUTH_CLIENT_CREDENTIALS",
            "authParameters": {
                "oauth": {
                    "authorizationEndpoint": "https://partner.example/token",
                    "clientParameters": client,
                    "httpMethod": "POST",
                    "oauthHttpParameters": extra,
                },
                "invocationHttpParameters": {
                    "bodies": [{"key": "shop", "value": "1"}],
                    "queryStrings": [{"key": "q", "value": "v"}],
                },
            },
        },
    )
    assert made == "c"
    assert events.is_over()


def test_a_secret_that_is_read_back_is_not_believed():
    events = Script("events")
    seen = {
        "ConnectionArn": "arn:aws:events:eu-west-1:000000000000:connection/c",
        "AuthorizationType": "API_KEY",
        "AuthParameters": {"ApiKeyAuthParameters": {"ApiKeyName": "x-api-key"}},
    }
    events.expects("describe_connection", {"Name": "c"}, seen)
    assert "authParameters" not in read_connection(events.cloud, "c", {})
