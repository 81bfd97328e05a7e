"""Site domain: the host name of a stage's own for the page of the shop."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from components.edge.custom_domain import CustomDomain


class SiteDomain(BaseModel):
    """The name, the ACM certificate of it, of us-east-1, and the hosted zone of Route 53 that gets
    its records; without a zone they must be made elsewhere.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    certificate: str
    zone_id: Annotated[str | None, Field(pattern=r"^[A-Z0-9]{1,32}$")] = None

    @property
    def page(self) -> str:
        """The URL of the page: where the sign-in page must be allowed to send users."""
        return f"https://{self.name}/"

    @property
    def domain(self) -> CustomDomain:
        """The name as a distribution takes it."""
        return CustomDomain(names=(self.name,), certificate=self.certificate, zone_id=self.zone_id)

    @model_validator(mode="after")
    def _as_cloudfront_takes_it(self) -> SiteDomain:
        try:
            _ = self.domain
        except ValueError as error:
            raise ValueError(str(error).rpartition(", got ")[0]) from None
        return self
