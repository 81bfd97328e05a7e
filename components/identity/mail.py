"""Mail of a user pool: the address that codes and invitations come from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import Any

import pulumi

from components.arn import Form, read

IDENTITY = Form("SES identity", "ses", r"identity/(?P<name>[^\s/]+)")
ADDRESS = r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+"
NAME = r"[^\x00-\x1f\x7f\"<>]{1,64}"


@dataclass(frozen=True, kw_only=True)
class PoolMail:
    """An address of yours, from which SES sends; without it mail comes from Cognito's own, 50 a day
    at most: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html

    Raises ``ValueError`` for an identity that is not of the address.
    """

    address: str
    """The address that mail comes from, as ``accounts@example.com``."""

    identity: pulumi.Input[str]
    """ARN of the verified identity of SES for the address, or for its domain: Cognito refuses one
    that is not verified. Its Region is the pool's, or one that Cognito sends from for that."""

    display_name: str | None = None
    """The name that readers see beside the address: up to 64 characters, without quotes."""

    reply_to: str | None = None
    """The address that answers go to, in place of ``address``."""

    def __post_init__(self) -> None:
        for key in ("address", "reply_to"):
            given = getattr(self, key)
            if given is not None and not re.fullmatch(ADDRESS, given):
                raise ValueError(f"{key} must be one as accounts@example.com, got {given}")
        if self.display_name is not None and not re.fullmatch(NAME, self.display_name):
            raise ValueError(
                "display_name must have 1 to 64 characters without quotes and angle brackets, got "
                f"{self.display_name!r}"
            )
        self._identity()

    def inputs(self) -> Any:
        """The ``email_configuration`` of ``aws.cognito.UserPool``."""
        sender = f'"{self.display_name}" <{self.address}>' if self.display_name else self.address
        return {
            "email_sending_account": "DEVELOPER",
            "source_arn": self._identity(),
            "from_email_address": sender,
            "reply_to_email_address": self.reply_to,
        }

    def _identity(self) -> pulumi.Input[str]:
        return read(self.identity, partial(of_address, self.address))


def of_address(address: str, arn: str) -> str:
    """The ARN of an identity as it is; raises ``ValueError`` if it is of another address, or of a
    domain that the address is not in.
    """
    name, domain = IDENTITY.name(arn).lower(), address.rpartition("@")[2].lower()
    if name != address.lower() and name != domain and not domain.endswith(f".{name}"):
        raise ValueError(f"identity must be that of {address} or of its domain, got {arn}")
    return arn
