"""Roles: what a stage demands of every one, and that no component makes one by itself."""

from __future__ import annotations

from pulumi_aws import iam

from components.access import assumed_by
from components.defaults import Defaults
from components.roles import role_for
from settings import ROOT
from tests.cloud import deploy

BOUNDARY = "arn:aws:iam::123456789012:policy/boundary"


def made(**defaults):
    trust = assumed_by("lambda.amazonaws.com")
    return deploy(lambda: role_for("jobs-role", trust, Defaults(**defaults))).one(iam.Role).inputs


def test_a_role_has_the_tags_and_the_boundary_of_the_stage():
    role = made(tags={"team": "shop"}, permissions_boundary=BOUNDARY)
    assert role["permissionsBoundary"] == BOUNDARY
    assert role["tags"] == {"team": "shop"}
    assert role["assumeRolePolicy"] == assumed_by("lambda.amazonaws.com")
    assert "permissionsBoundary" not in made()


def test_every_component_makes_its_roles_by_it():
    files = (ROOT / "components").rglob("*.py")
    assert [f.name for f in files if "iam.Role(" in f.read_text("utf-8")] == ["roles.py"]
