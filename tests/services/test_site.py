"""The storefront's site: what it may call, and what is deployed of it."""

from __future__ import annotations

import base64
import hashlib
import json
from types import SimpleNamespace

import pytest
from pulumi_aws import cloudfront, cognito, route53, s3, ssm, wafv2

from policies import RULES
from policies.framework.graph import Graph
from policies.framework.judgement import judge
from policies.framework.resource import registered
from services.storefront.site import (
    API_DOCUMENTS,
    PAGES,
    allowed,
    api_style,
    sign_in_url,
    variant_b,
    without_path,
)
from tests.cloud import ACCOUNT, Cloud
from tests.stage import OPTIONAL, deployed

BY_PASSWORD = {"password_sign_in": True, "sign_in_page": None}
AWS = SimpleNamespace(region="eu-west-1", endpoint=None, **BY_PASSWORD)
HERE = SimpleNamespace(region="us-east-1", endpoint="http://127.0.0.1:4566", **BY_PASSWORD)
HOME = "https://shop.acme.com/"
# A stage that sends users to the page of the user pool, under a name of its own.
PAGE = {"domain": "acme", "callback_urls": [HOME], "logout_urls": [HOME]}
DOMAIN = {
    "name": "shop.acme.com",
    "certificate": f"arn:aws:acm:us-east-1:{ACCOUNT}:certificate/c1",
    "zone_id": "Z1",
}


def test_the_page_calls_its_own_host_the_user_pools_and_websocket_apis_alone():
    cognito = "https://cognito-idp.eu-west-1.amazonaws.com/"
    assert sign_in_url(AWS) == cognito
    sockets = "wss://*.execute-api.eu-west-1.amazonaws.com"
    assert f"connect-src 'self' {cognito} {sockets}; " in allowed(AWS)
    assert "connect-src 'self' http://127.0.0.1:4566 ws://127.0.0.1:4566; " in allowed(HERE)
    assert allowed(AWS).startswith("default-src 'none'; script-src 'self'; ")


def test_the_page_of_the_documents_has_the_style_that_the_policy_allows():
    page = (API_DOCUMENTS / "index.html").read_text("utf-8")
    style = page.partition("<style>")[2].partition("</style>")[0].encode()
    digest = base64.b64encode(hashlib.sha256(style).digest()).decode()
    assert style
    assert f"style-src 'self' 'sha256-{digest}'; " in allowed(AWS)
    assert api_style() == f"'sha256-{digest}'"


def test_requests_bring_the_path_of_the_graphql_api():
    assert without_path("https://a.appsync-api.example/graphql") == "https://a.appsync-api.example"
    assert without_path("http://127.0.0.1:1/v1/apis/a/graphql") == "http://127.0.0.1:1/v1/apis/a"


@pytest.fixture(scope="module")
def stage():
    return deployed("dev", **OPTIONAL)


def test_the_files_are_those_of_the_folder_and_a_configuration_without_secrets(stage):
    found = {each.inputs["key"]: each.inputs for each in stage.all(s3.BucketObjectv2)}
    generated = {"config.json", "index-b.html"}
    documents = {f"api/{path.name}" for path in API_DOCUMENTS.iterdir()}
    assert found.keys() == {path.name for path in PAGES.iterdir()} | generated | documents
    config = json.loads(found["config.json"]["content"])
    assert config.keys() == {"signIn", "signInPage", "clientId", "graphql"}
    # The stage has a page of the user pool, and users who may sign in without it.
    assert config["signInPage"] == ""


def test_the_site_is_behind_a_web_acl_with_both_viewer_functions(stage):
    made = stage.one(cloudfront.Distribution, "storefront-site-distribution").inputs
    acl = stage.one(wafv2.WebAcl).inputs
    assert acl["scope"] == "CLOUDFRONT"
    assert "storefront-site-guard-acl" in made["webAclId"]
    events = [each["eventType"] for each in made["defaultCacheBehavior"]["functionAssociations"]]
    assert events == ["viewer-request", "viewer-response"]
    [graphql] = made["orderedCacheBehaviors"]
    assert graphql["pathPattern"] == "/graphql"
    parameter = stage.one(ssm.Parameter, "storefront-registry-site").inputs
    assert parameter["name"] == "/platform/dev/storefront/site"
    page = stage.one(ssm.Parameter, "storefront-registry-api-page").inputs
    assert page["name"] == "/platform/dev/storefront/api-page"
    assert page["insecureValue"] == f"{parameter['insecureValue']}/api/index.html"


def test_production_has_no_site_until_it_says_so():
    assert deployed("prod", **OPTIONAL).all(cloudfront.Distribution) == []


@pytest.fixture(scope="module")
def production():
    """The stacks of the user pool and of the site."""
    site = {"sign_in_page": PAGE, "site": True, "site_domain": DOMAIN}
    stacks = [deployed(f"prod-{name}", **site) for name in ("platform", "storefront")]
    return Cloud(resources=[each for stack in stacks for each in stack.resources])


def test_a_site_without_passwords_sends_users_to_the_page_of_the_user_pool(production):
    page = "https://acme.auth.eu-west-1.amazoncognito.com"
    [config] = [
        json.loads(each.inputs["content"])
        for each in production.all(s3.BucketObjectv2)
        if each.inputs["key"] == "config.json"
    ]
    assert config["signInPage"] == page
    headers = production.one(cloudfront.ResponseHeadersPolicy).inputs["securityHeadersConfig"]
    allows = headers["contentSecurityPolicy"]["contentSecurityPolicy"]
    assert f"connect-src 'self' {page} wss://" in allows
    assert "cognito-idp" not in allows
    client = production.one(cognito.UserPoolClient).inputs
    assert client["callbackUrls"] == client["logoutUrls"] == [HOME]
    assert "ALLOW_USER_PASSWORD_AUTH" not in client["explicitAuthFlows"]


def test_a_site_may_have_a_name_of_its_own(production):
    made = production.one(cloudfront.Distribution).inputs
    assert made["aliases"] == ["shop.acme.com"]
    records = [each.inputs for each in production.all(route53.Record)]
    assert {(each["name"], each["type"], each["zoneId"]) for each in records} == {
        ("shop.acme.com", "A", "Z1"),
        ("shop.acme.com", "AAAA", "Z1"),
    }
    parameter = production.one(ssm.Parameter, "storefront-registry-site").inputs
    assert parameter["insecureValue"] == "https://shop.acme.com"


def test_production_with_its_site_breaks_no_policy(production):
    stack = [registered(each) for each in production.resources]
    found = [each for each in judge(RULES, Graph(stack)) if each.binding]
    assert found == []
    # REST APIs have no web ACL; what is behind the distribution has its own.
    assert "appsync-graphql-api-web-acl" not in {
        each.rule.id for each in judge(RULES, Graph(stack))
    }


def test_the_variants_of_the_page_differ_in_their_mark_and_their_title_alone():
    pages = ((PAGES / "index.html").read_text("utf-8"), variant_b())
    one, other = (page.splitlines() for page in pages)
    different = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    assert [a.strip() for a, _ in different] == ['<body data-variant="a">', "<h1>Shop</h1>"]
