"""Sign-in page: the page of the user pool where users of a site sign in, with OAuth 2.0."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

from components.identity.clients import WebClient, check_domain
from components.identity.resource_server import SIGNED_IN


def _prefix(given: str) -> str:
    try:
        check_domain(given)
    except ValueError as error:
        raise ValueError(_limits(error)) from None
    return given


class SignInPage(BaseModel):
    """Where the page is, and the URLs that it may send users to after they have signed in or out.

    ``domain`` is the prefix of ``<domain>.auth.<region>.amazoncognito.com``, which no other pool of
    the Region may have.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    domain: Annotated[str, AfterValidator(_prefix)]
    callback_urls: tuple[str, ...]
    logout_urls: tuple[str, ...] = ()

    @property
    def urls(self) -> tuple[str, ...]:
        """All URLs that the page may send users to."""
        return (*self.callback_urls, *self.logout_urls)

    @property
    def client(self) -> WebClient:
        """The page for the client of the stage, whose tokens its APIs take: with their scope."""
        return WebClient(
            callback_urls=self.callback_urls, logout_urls=self.logout_urls, scopes=(SIGNED_IN,)
        )

    @model_validator(mode="after")
    def _as_cognito_takes_them(self) -> SignInPage:
        try:
            _ = self.client
        except ValueError as error:
            raise ValueError(_limits(error)) from None
        return self


def _limits(error: ValueError) -> str:
    """The limits of an argument in the words of its error, without what was given."""
    return str(error).rpartition(", got ")[0]
