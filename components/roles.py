"""Roles: IAM roles with what a stage demands of each of them."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults


def role_for(
    name: str,
    trust: pulumi.Input[str],
    defaults: Defaults,
    opts: pulumi.ResourceOptions | None = None,
) -> aws.iam.Role:
    """A role that those in ``trust``, a policy document, may assume, with the tags and the
    permissions boundary of the stage.
    """
    return aws.iam.Role(
        name,
        assume_role_policy=trust,
        permissions_boundary=defaults.permissions_boundary,
        tags=defaults.tags,
        opts=opts,
    )
