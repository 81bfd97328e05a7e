"""CloudFront Functions: what is refused, and their JavaScript run on viewer events."""

import pytest
from pulumi_aws import cloudfront

from components.edge.distribution import Distribution, DistributionArgs
from components.edge.origins import Api
from components.edge.viewer_function import (
    ViewerFunction,
    ViewerFunctionArgs,
    single_page_args,
    variant_args,
)
from tests.aws.node_packages import run
from tests.cloud import deploy
from tests.components.sample import arn

IDS = [f"Jp0{n:04}aZ-kQ==" for n in range(1_000)]


def event(kind: str, uri: str = "/", request_id: str = IDS[0], cookie: str | None = None) -> dict:
    """A viewer event as CloudFront gives it."""
    cookies = {} if cookie is None else {"variant": {"value": cookie}}
    request = {
        "method": "GET",
        "uri": uri,
        "querystring": {},
        "headers": {"host": {"value": "shop.example.com"}},
        "cookies": cookies,
    }
    found = {
        "version": "1.0",
        "context": {"eventType": kind, "requestId": request_id},
        "viewer": {"ip": "198.51.100.7"},
        "request": request,
    }
    if kind == "viewer-response":
        found["response"] = {"statusCode": 200, "headers": {}, "cookies": {}}
    return found


def answers(args: ViewerFunctionArgs, *events: dict) -> list[dict]:
    found: list[dict] = run(
        "viewer_function.js", [{"code": args.text, "event": each} for each in events]
    )
    return found


def test_half_of_new_visitors_get_the_other_page_and_its_cookie():
    requests = [event("viewer-request", request_id=each) for each in IDS]
    responses = [event("viewer-response", request_id=each) for each in IDS]
    found = answers(variant_args(), *requests, *responses)
    pages = [each["uri"] for each in found[: len(IDS)]]
    cookies = [each["cookies"]["variant"] for each in found[len(IDS) :]]
    assert 400 < pages.count("/index-b.html") < 600
    assert {*pages} == {"/index.html", "/index-b.html"}
    assert ["/index-b.html" if each["value"] == "b" else "/index.html" for each in cookies] == pages
    assert {each["attributes"] for each in cookies} == {
        "Path=/; Max-Age=2592000; Secure; HttpOnly; SameSite=Lax"
    }


@pytest.mark.parametrize(("cookie", "page"), [("a", "/index.html"), ("b", "/index-b.html")])
def test_a_visitor_keeps_the_variant(cookie, page):
    requests = [event("viewer-request", request_id=each, cookie=cookie) for each in IDS[:20]]
    *found, response = answers(variant_args(), *requests, event("viewer-response", cookie=cookie))
    assert {each["uri"] for each in found} == {page}
    assert response["cookies"] == {}


@pytest.mark.parametrize(("share", "page"), [(0, "/index.html"), (100, "/index-b.html")])
def test_the_share_may_be_none_or_all(share, page):
    found = answers(variant_args(share), *[event("viewer-request", request_id=i) for i in IDS[:50]])
    assert {each["uri"] for each in found} == {page}


def test_a_cookie_of_another_value_is_drawn_again_and_other_paths_stay():
    forged, other = answers(
        variant_args(100),
        event("viewer-request", cookie="../secret"),
        event("viewer-request", uri="/logo.png"),
    )
    assert (forged["uri"], other["uri"]) == ("/index-b.html", "/logo.png")


def test_every_path_of_a_single_page_site_is_the_page_but_files():
    paths = ["/", "/orders/17", "/orders/", "/app.js", "/img/logo.v2.svg"]
    found = answers(single_page_args(), *[event("viewer-request", uri=path) for path in paths])
    page = "/index.html"
    assert [each["uri"] for each in found] == [page, page, page, "/app.js", "/img/logo.v2.svg"]


def test_a_function_is_published_and_runs_at_its_events():
    def program():
        test = ViewerFunction("test", variant_args())
        api = Api(url="https://api.example.com", functions=(test,))
        Distribution("shop", DistributionArgs(default=api))

    cloud = deploy(program)
    made = cloud.one(cloudfront.Function).inputs
    assert (made["runtime"], made["publish"]) == ("cloudfront-js-2.0", True)
    behavior = cloud.one(cloudfront.Distribution).inputs["defaultCacheBehavior"]
    function = arn("cloudfront", "test-function")
    assert behavior["functionAssociations"] == [
        {"eventType": "viewer-request", "functionArn": function},
        {"eventType": "viewer-response", "functionArn": function},
    ]


def test_an_event_has_one_function():
    def program():
        one, two = (ViewerFunction(name, single_page_args()) for name in ("one", "two"))
        Api(url="https://api.example.com", functions=(one, two))

    with pytest.raises(ValueError, match="functions must have one for each event at most"):
        deploy(program)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("function other() {}", "code must have a function handler(event), got none"),
        ("function handler(e) { eval('1'); }", "code must not call eval"),
        ("function handler(e) { require('fs'); }", "must require crypto, querystring or buffer"),
        ("function handler(e) { setTimeout(e, 1); }", "must not call setTimeout"),
        ("function handler(e) {}" + " " * 10_240, "10,240 bytes at most, got 10,262"),
    ],
)
def test_code_that_cloudfront_would_not_run_is_refused(code, said):
    with pytest.raises(ValueError) as refused:
        ViewerFunctionArgs(code=code)
    assert said in str(refused.value)


def test_the_share_is_a_percentage():
    with pytest.raises(ValueError, match="share_percent must be between 0 and 100 percent"):
        variant_args(101)
