"""Lambda@Edge: where functions at the edge are made, and what they cannot have."""

from __future__ import annotations

import json
import os
from dataclasses import fields

import pulumi
import pytest
from pulumi_aws import cloudfront, cloudwatch, iam, lambda_

from components.access import Access
from components.edge.distribution import Distribution, DistributionArgs
from components.edge.edge_function import EdgeFunction, EdgeFunctionArgs
from components.edge.edge_version import EdgeVersion
from components.edge.origins import Api, Site
from components.edge.viewer_function import ViewerFunction, single_page_args
from tests.cloud import ACCOUNT, Cloud, deploy
from tests.components.sample import TAGS, defaults, statements

EXISTING = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:check"
CODE = pulumi.AssetArchive({"check.js": pulumi.StringAsset("exports.handle = async () => null;")})


def args(**changes) -> EdgeFunctionArgs:
    given = {"handler": "check.handle", "code": CODE, "events": ("viewer-request",)}
    return EdgeFunctionArgs(**{**given, "defaults": defaults(), **changes})


def edge(**changes) -> Cloud:
    """A distribution with a function at its edge."""

    def program():
        check = EdgeFunction("check", args(**changes))
        api = Api(url="https://api.example.com", functions=(check,))
        Distribution("shop", DistributionArgs(default=api))
        return check.arn

    return deploy(program)


def test_it_is_a_version_in_us_east_1():
    made = edge().one(lambda_.Function, "check-function").inputs
    assert (made["region"], made["publish"]) == ("us-east-1", True)
    assert (made["runtime"], made["architectures"]) == ("nodejs22.x", ["x86_64"])
    assert (made["timeout"], made["memorySize"], made["tags"]) == (5, 128, TAGS)
    assert {"environment", "layers", "tracingConfig", "deadLetterConfig"}.isdisjoint(made)


def test_a_distribution_names_the_version_at_each_event():
    events = ("viewer-request", "origin-response")
    cloud = edge(events=events, include_body=True)
    behavior = cloud.one(cloudfront.Distribution).inputs["defaultCacheBehavior"]
    assert behavior["lambdaFunctionAssociations"] == [
        {"eventType": "viewer-request", "lambdaArn": cloud.result, "includeBody": True},
        {"eventType": "origin-response", "lambdaArn": cloud.result, "includeBody": False},
    ]
    assert "functionAssociations" not in behavior


def test_both_services_may_assume_its_role():
    [trust] = edge().one(iam.Role).json("assumeRolePolicy")["Statement"]
    assert trust["Principal"] == {"Service": ["edgelambda.amazonaws.com", "lambda.amazonaws.com"]}


def test_it_logs_to_a_group_of_one_name_in_every_region():
    cloud = edge(log_regions=("eu-west-1",))
    groups = {
        each.inputs["region"]: each.inputs
        for each in cloud.all(cloudwatch.LogGroup)
        if each.name.startswith("check-")
    }
    assert groups.keys() == {"us-east-1", "eu-west-1"}
    assert {each["retentionInDays"] for each in groups.values()} == {14}
    logging = cloud.one(lambda_.Function, "check-function").inputs["loggingConfig"]
    assert groups["eu-west-1"]["name"] == logging["logGroup"]
    [writes] = statements(cloud, "check")
    name = f"arn:aws:logs:*:{ACCOUNT}:log-group:{logging['logGroup']}"
    assert writes["Resource"] == [name, f"{name}:*"]
    assert "logs:CreateLogGroup" in writes["Action"]


def test_constants_stand_beside_the_handler(tmp_path):
    (tmp_path / "check.mjs").write_text("export const handle = async () => null;")
    (tmp_path / "other.mjs").write_text("")
    found = files(code=tmp_path, constants={"issuer": pulumi.Output.from_input("https://idp")})
    assert sorted(found) == ["check.mjs", "constants.json"]
    assert json.loads(found["constants.json"].text) == {"issuer": "https://idp"}


def test_python_brings_along_what_it_imports(tmp_path):
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "check.py").write_text("from app import words\n\ndef handle(e, c): ...\n")
    (tmp_path / "app" / "words.py").write_text("")
    changes = {"handler": "app.check.handle", "runtime": "python3.12", "constants": {"a": 1}}
    found = files(code=tmp_path, **changes)
    assert sorted(found) == ["app/check.py", "app/constants.json", "app/words.py"]


def files(**changes) -> dict:
    """The files of the function's archive."""
    made: list[EdgeFunction] = []
    deploy(lambda: made.append(EdgeFunction("check", args(**changes))))
    seen: list[pulumi.AssetArchive] = []
    deploy(lambda: made[0].function.code.apply(seen.append))
    return dict(seen[0].assets)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"timeout": 6}, "timeout must be between 1 and 5 seconds at viewer-request, got 6"),
        (
            {"timeout": 31, "events": ("origin-request",)},
            "timeout must be between 1 and 30 seconds at origin-request, got 31",
        ),
        (
            {"timeout": 6, "events": ("origin-request", "viewer-response")},
            "timeout must be between 1 and 5 seconds at origin-request, viewer-response, got 6",
        ),
        ({"memory": 129}, "memory must be between 128 and 128 MB at viewer-request, got 129"),
        (
            {"memory": 10_241, "events": ("origin-response",)},
            "memory must be between 128 and 10240 MB at origin-response, got 10241",
        ),
        ({"runtime": "java21"}, "runtime must be one of Node.js or Python, got java21"),
        ({"handler": "check"}, "handler must be module.function, as app.handle, got check"),
        ({"events": ()}, "events must be different ones of viewer-request"),
        ({"events": ("viewer-request",) * 2}, "events must be different ones of viewer-request"),
        ({"events": ("origin",)}, "events must be different ones of viewer-request"),
        (
            {"events": ("origin-response",), "include_body": True},
            "include_body is for requests, got origin-response",
        ),
        (
            {
                "uses": (
                    Access(
                        actions=("s3:GetObject",),
                        resources=("arn:aws:s3:::b/*",),
                        environment={"BUCKET": "b"},
                    ),
                )
            },
            "uses must be grants without a variable, .* got BUCKET",
        ),
        ({"log_regions": ("us-east-1",)}, "log_regions must be others than us-east-1, each once"),
        ({"constants": {"a": 1}, "code": "f.zip"}, "code must be a folder, a .zip file"),
    ],
)
def test_what_the_edge_does_not_take_is_refused(changes, said):
    with pytest.raises(ValueError, match=said):
        args(**changes)


def test_code_has_a_size_at_most_by_its_events(tmp_path):
    (tmp_path / "check.js").write_bytes(os.urandom(1024 * 1024 + 1))
    with pytest.raises(
        ValueError, match=r"code must have 1,048,576 bytes at most, compressed, at "
    ):
        args(code=tmp_path)
    assert args(code=tmp_path, events=("origin-request",)).limits()[2] == 50 * 1024 * 1024
    (tmp_path / "check.js").write_bytes(b" " * (2 * 1024 * 1024))
    args(code=tmp_path)


def test_a_folder_without_the_handler_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"there is no check\.mjs, \.js or \.cjs in"):
        args(code=tmp_path)


@pytest.mark.parametrize(
    "name", ["environment", "layers", "architecture", "vpc_config", "on_failure", "preset"]
)
def test_what_functions_at_the_edge_cannot_have_is_no_argument(name):
    assert name not in {each.name for each in fields(EdgeFunctionArgs)}
    with pytest.raises(TypeError, match=name):
        args(**{name: None})


def test_an_existing_version_is_named_by_its_number():
    version = EdgeVersion(arn=f"{EXISTING}:3", events=("origin-request",))
    [made] = version.associations()
    assert made["lambda_arn"] == f"{EXISTING}:3"


@pytest.mark.parametrize(
    ("arn", "said"),
    [
        (EXISTING, "arn must name a version by its number"),
        (f"{EXISTING}:live", "arn must name a version by its number"),
        (f"{EXISTING}:3".replace("us-east-1", "eu-west-1"), "arn must be of us-east-1"),
    ],
)
def test_no_other_version_is_taken(arn, said):
    with pytest.raises(ValueError, match=said):
        EdgeVersion(arn=arn, events=("origin-request",))


def test_functions_of_both_kinds_are_not_at_the_events_of_viewers():
    def program(event):
        page = ViewerFunction("page", single_page_args())
        Api(
            url="https://api.example.com",
            functions=(page, EdgeVersion(arn=f"{EXISTING}:3", events=(event,))),
        )

    deploy(lambda: program("origin-request"))
    with pytest.raises(ValueError, match="must be CloudFront Functions or Lambda@Edge, got both"):
        deploy(lambda: program("viewer-response"))
    with pytest.raises(ValueError, match="one for each event at most, got viewer-request, viewer"):
        deploy(lambda: program("viewer-request"))


def test_a_site_may_differ_by_the_country_of_the_viewer():
    def program():
        from components.objects.bucket import Bucket, BucketArgs

        pages = Bucket("pages", BucketArgs(distributed=True))
        site = Site(bucket=pages, headers=("CloudFront-Viewer-Country",))
        Distribution("shop", DistributionArgs(default=site))

    key = deploy(program).one(cloudfront.CachePolicy).inputs
    headers = key["parametersInCacheKeyAndForwardedToOrigin"]["headersConfig"]
    assert headers == {
        "headerBehavior": "whitelist",
        "headers": {"items": ["CloudFront-Viewer-Country"]},
    }


@pytest.mark.parametrize("header", ["Authorization", "Cookie", "Host"])
def test_a_site_differs_by_no_callers(header):
    with pytest.raises(ValueError, match=f"headers must not name {header}"):
        Site(bucket=None, headers=(header,))
