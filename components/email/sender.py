"""Sender: an address that a function may send e-mail from."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.access import Access
from components.defaults import Defaults


@dataclass(frozen=True, kw_only=True)
class SenderArgs:
    """The address of the sender, and whether other stacks send from it."""

    address: str
    """The e-mail address. SES sends one message to it at deployment, and sends from it only after
    its owner has followed the link in that message."""

    identity: pulumi.Input[str] | None = None
    """ARN of the address's identity if there is one already, as another stack's; it is made if not
    given. An account has one identity for an address in a Region."""

    keep: bool = False
    """Whether the identity stays when this stack is destroyed, because others send from it."""

    defaults: Defaults = Defaults()
    """The stage defaults: tags."""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", self.address):
            raise ValueError(f"address must be one as reports@example.com, got {self.address}")
        if self.identity is not None and self.keep:
            raise ValueError("keep is for an identity made here; identity names an existing one")


class Sender(pulumi.ComponentResource):
    """A verified identity of SES for one address. An account in SES's sandbox sends to verified
    addresses only: https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html
    """

    arn: pulumi.Output[str]
    identity: aws.sesv2.EmailIdentity | None = None

    def __init__(
        self, name: str, args: SenderArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:email:Sender", name, None, opts)
        child = pulumi.ResourceOptions(parent=self, retain_on_delete=args.keep)

        if args.identity is None:
            self.identity = aws.sesv2.EmailIdentity(
                f"{name}-identity", email_identity=args.address, tags=args.defaults.tags, opts=child
            )
            self.arn = self.identity.arn
        else:
            self.arn = pulumi.Output.from_input(args.identity)

        self._address = args.address
        self.register_outputs({"arn": self.arn})

    def send(self, variable: str | None = None) -> Access:
        """Allow a function to send e-mail from this address; ``variable`` holds the address."""
        return Access(
            actions=("ses:SendEmail",),
            resources=(self.arn,),
            environment={variable: self._address} if variable else {},
        )
