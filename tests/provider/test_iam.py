"""Roles in IAM's words."""

from __future__ import annotations

from local.provider.resource_types.iam import ROLE, create_role, text
from tests.provider.clients import Script

MADE = {"Path": "/", "RoleName": "r", "RoleId": "A" * 16, "Arn": "a" * 20, "CreateDate": 0}


def test_a_role_is_made_of_what_iam_knows():
    script = Script("iam")
    request = {
        "RoleName": "r",
        "AssumeRolePolicyDocument": "{}",
        "Path": "/",
        "Tags": [{"Key": "team", "Value": "a"}],
    }
    script.expects("create_role", request, {"Role": MADE})
    props = {"name": "r", "assumeRolePolicy": "{}", "path": "/", "tags": {"team": "a"}}
    assert create_role(script.cloud, {**props, "forceDetachPolicies": True}) == "r"
    assert script.is_over()
    assert "forceDetachPolicies" in ROLE


def test_a_policy_is_text_whether_or_not_it_was_parsed():
    assert text({"Version": "2012-10-17"}) == text('{"Version": "2012-10-17"}')
