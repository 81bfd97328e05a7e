"""User mail: the address that codes and invitations of a stage's user pool come from."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, model_validator

from components.identity.mail import PoolMail


class UserMail(BaseModel):
    """The address, the ARN of its identity of SES, which must be verified already, and what readers
    see beside it and answer to.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    address: str
    identity: str
    display_name: str | None = None
    reply_to: str | None = None

    @property
    def mail(self) -> PoolMail:
        """The address as a user pool takes it."""
        return PoolMail(**self.model_dump())

    @model_validator(mode="after")
    def _as_cognito_takes_it(self) -> UserMail:
        try:
            _ = self.mail
        except ValueError as error:
            raise ValueError(str(error).rpartition(", got ")[0]) from None
        return self
