"""External services: which adapter of a payment processor, carrier or scanner a stage uses."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

HERE = "http://127.0.0.1:"


class External(BaseModel):
    """The simulated adapter, or the one that calls an HTTP API with signed requests.

    ``secret`` is the name of a SecureString in Parameter Store that the operator puts there; the
    functions read it when they run, so it is in no state and no variable.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    adapter: Literal["simulated", "http"] = "simulated"
    endpoint: Annotated[
        str | None, Field(pattern=r"^(https://[^/\s]+|http://127\.0\.0\.1:\d+)(/\S*)?$")
    ] = None
    secret: Annotated[str | None, Field(pattern=r"^(/[a-zA-Z0-9_.-]+)+$", max_length=900)] = None

    @property
    def is_simulated(self) -> bool:
        """Whether nothing outside of the stage is called."""
        return self.adapter == "simulated"

    @property
    def is_on_this_machine(self) -> bool:
        """Whether only an emulator's functions reach it."""
        return self.endpoint is not None and self.endpoint.startswith(HERE)

    @model_validator(mode="after")
    def _complete(self) -> External:
        if self.is_simulated and (self.endpoint or self.secret):
            raise ValueError("has an endpoint or a secret, which only the adapter http takes")
        if not self.is_simulated and not (self.endpoint and self.secret):
            raise ValueError(
                "needs endpoint and secret, the name of a SecureString parameter, "
                "for the adapter http"
            )
        return self
