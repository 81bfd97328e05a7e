"""``platform bootstrap`` on the emulator: keys, a bucket, an identity provider and roles."""

from __future__ import annotations

import json

from cli.bootstrap import pieces, ready
from cli.bootstrap.bucket import name_of
from cli.bootstrap.pipelines import Pipeline
from cli.bootstrap.target import Target
from cli.stage.account import Account
from settings import Settings


def test_what_a_stage_needs_is_made_once(emulator_endpoint):
    settings = Settings.of_stage("dev")
    account = Account("dev", settings.region, emulator_endpoint)
    owner = account.client("sts").get_caller_identity()["Account"]
    target = Target(settings, owner, name_of(account, owner))
    things = ready.things(account, target, Pipeline.on_gitlab("shop/platform", "main"))
    plan = pieces.found(things)
    assert {each.state for each in plan} == {pieces.State.MISSING}
    pieces.made(plan)
    again = pieces.found(things)
    assert [(each.piece.name, each.state, each.words) for each in again] == [
        (each.piece.name, pieces.State.THERE, "") for each in plan
    ]
    role = account.client("iam").get_role(RoleName="platform-dev-deploy")["Role"]
    assert role["Arn"] == target.role("deploy")
    assert "project_path:shop/platform" in json.dumps(role["AssumeRolePolicyDocument"])
