"""After all other flows of the stage: what was called, against what is granted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.shop.client import HttpError, Shop
from tests.local.deployed import Deployed


def permissions(deployed: Deployed) -> Any:
    return json.loads(deployed.checkout.platform("permissions", "--json").stdout)


def test_no_call_lacks_a_grant(deployed: Deployed) -> None:
    assert permissions(deployed)["missing"] == []


def test_every_grant_is_used_or_says_when_it_is(
    deployed: Deployed, request: pytest.FixtureRequest
) -> None:
    files = {each.path for each in request.session.items}
    if not files.issuperset(Path(__file__).parent.glob("test_*.py")):
        pytest.skip("of the flows of all files of this folder, of which some are not run")
    unused = [
        (each["function"], each["actions"], each["resources"])
        for each in permissions(deployed)["grants"]
        if not each["called"] and each["explained"] is None
    ]
    assert unused == []


def test_a_grant_taken_away_is_named_with_the_call(deployed: Deployed, shop: Shop) -> None:
    iam, pages = shop.client("iam"), shop.client("lambda").get_paginator("list_functions")
    [function] = [
        each
        for page in pages.paginate()
        for each in page["Functions"]
        if each["FunctionName"].startswith("catalog-get-item-")
    ]
    role = function["Role"].rpartition("/")[2]
    [name] = iam.list_role_policies(RoleName=role)["PolicyNames"]
    whole = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    left = [each for each in whole["Statement"] if "dynamodb:GetItem" not in each["Action"]]
    policy = {"RoleName": role, "PolicyName": name}
    iam.put_role_policy(**policy, PolicyDocument=json.dumps({**whole, "Statement": left}))
    try:
        with pytest.raises(HttpError):
            shop.request("GET", "catalog", "/items/first-item", shop.sign_in("reader"))
        [missing] = permissions(deployed)["missing"]
    finally:
        iam.put_role_policy(**policy, PolicyDocument=json.dumps(whole))
    assert (missing["function"], missing["action"]) == (
        function["FunctionName"],
        "dynamodb:GetItem",
    )
    assert ":table/catalog-items-table-" in missing["resource"]
    assert permissions(deployed)["missing"] == []
