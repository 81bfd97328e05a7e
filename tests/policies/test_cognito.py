"""Cognito rules: what they allow and what they refuse."""

from __future__ import annotations

from typing import Any

from pulumi_aws import cognito as aws

from policies.framework.resource import Resource
from policies.rules import cognito
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import resource


def pool(**properties: Any) -> Resource:
    return resource(aws.UserPool, "users", **properties)


def client(**properties: Any) -> Resource:
    return resource(aws.UserPoolClient, "web", **properties)


ALLOWED = {
    cognito.user_pool_has_second_factor: {
        "users may have one": [pool(mfaConfiguration="OPTIONAL")],
        "users must have one": [pool(mfaConfiguration="ON")],
    },
    cognito.client_hides_existence: {
        "it is hidden": [client(preventUserExistenceErrors="ENABLED")],
    },
    cognito.client_has_no_implicit_flow: {
        "by code": [client(allowedOauthFlows=["code"])],
        "no OAuth": [client()],
    },
    cognito.client_sends_codes_by_https: {
        "https": [client(callbackUrls=["https://shop.example.com/localhost"])],
        "an app on a phone": [client(callbackUrls=["shop://signed-in"])],
        "no URLs": [client()],
    },
}
REFUSED = {
    cognito.user_pool_has_second_factor: {
        "nothing is set": [pool()],
        "it is off": [pool(mfaConfiguration="OFF")],
    },
    cognito.client_hides_existence: {
        "nothing is set": [client()],
        "as it was once": [client(preventUserExistenceErrors="LEGACY")],
    },
    cognito.client_has_no_implicit_flow: {
        "both flows": [client(allowedOauthFlows=["code", "implicit"])],
    },
    cognito.client_sends_codes_by_https: {
        "http": [client(callbackUrls=["http://shop.example.com/"])],
        "a developer's machine": [client(callbackUrls=["https://localhost:3000/"])],
        "after signing out": [client(logoutUrls=["http://localhost:3000"])],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
