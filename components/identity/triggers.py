"""Triggers of a user pool: functions that Cognito asks before it registers or signs in users."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pulumi

from components.references import AnyFunction, FunctionRef

# The version of events whose answer may change the access token, too:
# https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
TOKENS_VERSION = "V2_0"


@dataclass(frozen=True, kw_only=True)
class Triggers:
    """Functions that must answer within 5 seconds; Cognito tries three times, then the user gets an
    error. Ours, ``aws.lambda_.Function``, ``aws.lambda_.Alias``, or the ARN of one.
    """

    pre_sign_up: AnyFunction | None = None
    """Asked before a user is registered: it raises to refuse, or confirms the user without a code
    (``autoConfirmUser``)."""

    pre_token: AnyFunction | None = None
    """Asked before tokens are made: it adds claims, scopes and groups to the ID token and to the
    access token, or leaves some out (event version 2). Needs the plan Essentials or Plus."""

    def __post_init__(self) -> None:
        for function in self.given().values():
            FunctionRef.of(function)

    def given(self) -> dict[str, AnyFunction]:
        """The functions by the name of their trigger."""
        both = {"pre-sign-up": self.pre_sign_up, "pre-token": self.pre_token}
        return {name: function for name, function in both.items() if function is not None}

    def inputs(self) -> Any:
        """The ``lambda_config`` of ``aws.cognito.UserPool``; None without functions."""
        found: dict[str, Any] = {}
        if self.pre_sign_up is not None:
            found["pre_sign_up"] = FunctionRef.of(self.pre_sign_up).arn
        if self.pre_token is not None:
            found["pre_token_generation_config"] = {
                "lambda_arn": FunctionRef.of(self.pre_token).arn,
                "lambda_version": TOKENS_VERSION,
            }
        return found or None

    def allow(self, name: str, pool: pulumi.Output[str], opts: pulumi.ResourceOptions) -> None:
        """Let the pool of this ARN invoke each function, and no other pool."""
        for trigger, function in self.given().items():
            FunctionRef.of(function).invoked_by(
                f"{name}-{trigger}", "cognito-idp.amazonaws.com", pool, opts
            )
