"""Sender: the one address that a service may send mail from."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.access import Access
from components.defaults import Defaults


@dataclass(frozen=True, kw_only=True)
class SenderArgs:
    """``address`` is written to once, and must say yes, before SES sends anything from it."""

    address: str
    defaults: Defaults = Defaults()

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", self.address):
            raise ValueError(f"address must be one as reports@example.com, got {self.address}")


class Sender(pulumi.ComponentResource):
    """Mail from this address and no other. An account in SES's sandbox writes only to addresses
    that it has verified: https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html
    """

    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: SenderArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:email:Sender", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        identity = aws.sesv2.EmailIdentity(
            f"{name}-identity", email_identity=args.address, tags=args.defaults.tags, opts=child
        )

        self.arn, self._address = identity.arn, args.address
        self.register_outputs({"arn": self.arn})

    def send(self, variable: str) -> Access:
        """Let a function send mail from this address, which it finds in ``variable``."""
        return Access(
            actions=("ses:SendEmail",),
            resources=(self.arn,),
            environment={variable: self._address},
        )
