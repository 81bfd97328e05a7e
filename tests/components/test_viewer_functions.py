"""Viewer functions that are ready made: their JavaScript run on viewer events."""

import pytest

from components.edge.security_headers import STRICT
from components.edge.viewer_functions import folder_pages_args, headers_args
from tests.components.test_viewer_function import answers, event


def asked(path: str, **query: dict) -> dict:
    request = event("viewer-request", uri=path)
    request["request"]["querystring"] = query
    return request


def test_a_folder_is_its_page_and_files_stay():
    paths = ["/", "/guide/", "/guide/first/", "/guide/page.html", "/img/logo.v2.svg"]
    found = answers(folder_pages_args(), *map(asked, paths))
    assert [each["uri"] for each in found] == [
        *("/index.html", "/guide/index.html", "/guide/first/index.html"),
        *("/guide/page.html", "/img/logo.v2.svg"),
    ]


def test_a_folder_without_its_slash_leads_there_with_the_query():
    values = {"value": "1", "multiValue": [{"value": "1"}, {"value": "2%20b"}]}
    [plain, with_query] = answers(
        folder_pages_args(), asked("/guide"), asked("/a/b", tag=values, new={"value": ""})
    )
    assert plain["statusCode"] == 301
    assert plain["headers"]["location"]["value"] == "/guide/"
    assert with_query["headers"]["location"]["value"] == "/a/b/?tag=1&tag=2%20b&new"


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "///evil.example"])
def test_no_path_leads_to_another_host(path):
    [found] = answers(folder_pages_args(), asked(path.replace(".", "")))
    assert found["headers"]["location"]["value"] == "/evilexample/"


def response(**headers: str) -> dict:
    found = event("viewer-response")
    found["response"]["headers"] = {
        name.replace("_", "-"): {"value": value} for name, value in headers.items()
    }
    return found


def test_headers_replace_the_origins_and_others_are_removed():
    args = headers_args({"X-Frame-Options": "DENY"}, removed=("Server", "X-Powered-By"))
    assert args.events == ("viewer-response",)
    given = response(server="AmazonS3", x_frame_options="ALLOWALL", content_type="text/html")
    [found] = answers(args, given)
    assert found["headers"] == {
        "x-frame-options": {"value": "DENY"},
        "content-type": {"value": "text/html"},
    }


def test_security_headers_are_those_of_the_policy():
    [found] = answers(headers_args(STRICT.headers()), response())
    values = {name: each["value"] for name, each in found["headers"].items()}
    assert values["x-frame-options"] == "DENY"
    assert values["x-content-type-options"] == "nosniff"
    assert values["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert values["content-security-policy"].startswith("default-src 'self'; base-uri 'self'")
    assert values["referrer-policy"] == "strict-origin-when-cross-origin"


def test_a_value_ends_no_text_of_the_code():
    value = "'\"; throw 1; //\\"
    [found] = answers(headers_args({"X-A": value}), response())
    assert found["headers"]["x-a"]["value"] == value


@pytest.mark.parametrize(
    ("values", "removed", "said"),
    [
        ({}, (), "values or removed must name headers, each once"),
        ({"A": "1", "a": "2"}, (), "values or removed must name headers, each once"),
        ({"Via": "me"}, (), "ones that a function may change, got via"),
        ({"X-Edge-A": "1"}, (), "ones that a function may change, got x-edge-a"),
        ({}, ("Content-Length",), "ones that a function may change, got content-length"),
        ({"a b": "1"}, (), "ones that a function may change, got a b"),
        ({"A": "1\r\nSet-Cookie: b"}, (), "the value of a must be up to 1,783 characters"),
    ],
)
def test_headers_that_cloudfront_would_refuse_are_refused(values, removed, said):
    with pytest.raises(ValueError) as refused:
        headers_args(values, removed=removed)
    assert said in str(refused.value)
