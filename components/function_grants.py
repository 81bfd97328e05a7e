"""Grants of a function, of ours and an existing one alike."""

from __future__ import annotations

import hashlib
import re

import pulumi
import pulumi_aws as aws

from components.access import Access
from components.grants import named


class FunctionGrants:
    """Who may invoke a function."""

    name: pulumi.Input[str]
    arn: pulumi.Input[str]
    qualifier: pulumi.Input[str | None] = None

    def invoke(self, variable: str | None = None) -> Access:
        """Let a function or a state machine invoke this one; the variable carries the name, with
        the version or alias that the function is invoked by: the permission is for that alone.
        """
        return Access(
            actions=("lambda:InvokeFunction",),
            resources=(self.arn,),
            environment=named(variable, qualified(self.name, self.qualifier)),
        )

    def invoked_by(
        self,
        role: str,
        principal: str,
        source_arn: pulumi.Input[str],
        opts: pulumi.ResourceOptions,
        source_account: pulumi.Input[str] | None = None,
    ) -> aws.lambda_.Permission:
        """Let one source of an AWS service, such as ``apigateway.amazonaws.com``, invoke this
        function; ``role`` names the permission. ``source_account`` is the source's account, where
        its ARN has none.
        """
        return aws.lambda_.Permission(
            f"{role}-permission",
            statement_id=statement_id(role),
            action="lambda:InvokeFunction",
            function=self.name,
            qualifier=self.qualifier,
            principal=principal,
            source_arn=source_arn,
            source_account=source_account,
            opts=opts,
        )


def qualified(name: pulumi.Input[str], qualifier: pulumi.Input[str | None]) -> pulumi.Input[str]:
    """The name of a function with its version or alias, as ``orders:live``; the name alone without
    one.
    """
    if qualifier is None:
        return name
    both = pulumi.Output.all(name, qualifier)
    return both.apply(lambda parts: ":".join(filter(None, parts)))


def statement_id(role: str) -> str:
    """A statement id of the characters that Lambda allows; the digest distinguishes roles that
    differ in other characters only, such as the braces of a route.
    """
    words = re.sub(r"[^a-zA-Z0-9_-]+", "-", role).strip("-")[:80]
    return f"{words}-{hashlib.sha256(role.encode()).hexdigest()[:8]}"
