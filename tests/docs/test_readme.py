from __future__ import annotations

import json
import re

import pulumi_aws as aws

from cli.shop.sign_in import PASSWORD
from contracts.codec import decode
from contracts.orders import PlaceOrder
from settings import ROOT
from tests.cloud import deploy
from tests.docs.pages import FENCE, request, text
from tests.source import FILES, FOLDERS

PAGE = text(ROOT / "README.md")


def program() -> str:
    [block] = [block for language, block in FENCE.findall(PAGE) if language == "python"]
    return block


def test_the_component_of_the_first_screen_is_a_program_that_runs():
    cloud = deploy(lambda: exec(compile(program(), "README.md", "exec"), {}))
    assert {queue.name for queue in cloud.all(aws.sqs.Queue)} == {
        "jobs-queue",
        "jobs-dead-letters",
    }
    url = cloud.one(aws.lambda_.Function).inputs["environment"]["variables"]["JOBS_URL"]
    assert "jobs-queue" in url


def test_the_first_screen_holds_a_request_a_component_and_the_reading_order():
    first = "\n".join(PAGE.splitlines()[:40])
    for heading in ("**A request.**", "**A component.**", "**Reading order.**"):
        assert heading in first
    assert first.count("curl ") == 3


def test_the_password_of_local_users_is_the_one_that_they_get():
    for page in (PAGE, text(ROOT / "docs" / "local-stage.md")):
        assert f"`{PASSWORD}`" in page


def test_the_layout_lists_every_folder_of_the_program():
    table = PAGE.partition("## Layout")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.*?`) \|", table, re.MULTILINE)
    listed = {name.rstrip("/") for row in rows for name in re.findall(r"`([\w./]+)`", row)}
    assert {*FOLDERS, *FILES} - listed == set()


def test_the_request_begins_with_the_deployment_and_places_the_order_with_a_body_of_json():
    lines = request().splitlines()
    assert lines[0] == 'make up && eval "$(make -s env)"'
    [order] = [line for line in lines if "--json" in line]
    body = json.loads(order.partition("--json '")[2].removesuffix("'"))
    decode(PlaceOrder, body)
