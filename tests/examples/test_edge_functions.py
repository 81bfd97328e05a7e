"""The geolocation of the example, run on events of CloudFront."""

from __future__ import annotations

import json
import runpy
import shutil

import pytest
from pulumi_aws import cloudfront

from settings import ROOT
from tests.components.edge_events import event
from tests.examples.programs import recorded

FOLDER = ROOT / "examples" / "edge-functions"


@pytest.fixture
def handle(tmp_path):
    shutil.copy(FOLDER / "app" / "country.py", tmp_path)
    (tmp_path / "constants.json").write_text(json.dumps({"DE": "/de"}))
    return runpy.run_path(str(tmp_path / "country.py"))["handle"]


@pytest.mark.parametrize(
    ("headers", "uri"),
    [
        ({"CloudFront_Viewer_Country": "DE"}, "/de/index.html"),
        ({"CloudFront_Viewer_Country": "US"}, "/index.html"),
        ({}, "/index.html"),
    ],
    ids=["a country with pages of its own", "another", "not known"],
)
def test_the_country_of_the_viewer_chooses_the_page(handle, headers, uri):
    assert handle(event("origin-request", "/index.html", **headers), None)["uri"] == uri


def test_the_lock_is_that_of_the_media_service_whose_wheels_are_there():
    lock = ROOT / "services" / "media" / "pillow.lock"
    assert (FOLDER / "pillow.lock").read_bytes() == lock.read_bytes()


def test_each_function_runs_at_its_event():
    made = recorded("edge-functions").one(cloudfront.Distribution).inputs
    behaviors = {"": made["defaultCacheBehavior"]} | {
        each["pathPattern"]: each for each in made["orderedCacheBehaviors"]
    }
    events = {
        path: [each["eventType"] for each in behavior["lambdaFunctionAssociations"]]
        for path, behavior in behaviors.items()
    }
    assert events == {
        "": ["origin-request"],
        "/members/*": ["viewer-request"],
        "/resized/*": ["origin-request"],
    }
