"""Queue API: a REST API whose POST puts each body that matches a schema into a queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

from components.api.direct import SendMessage
from components.api.rest_api import RestApi, RestApiArgs
from components.api.route import Route
from components.defaults import Defaults
from components.references import AnyQueue, HasArn


@dataclass(frozen=True, kw_only=True)
class QueueApiArgs:
    """The queue, what may be sent to it, and by whom.

    Raises ``ValueError`` for a FIFO queue, and for what a ``RestApi`` refuses: without
    ``user_pool`` it must be ``public``.
    """

    queue: AnyQueue
    """The queue: ours, ``aws.sqs.Queue``, or its ARN; standard, not FIFO."""

    body: Mapping[str, Any]
    """JSON Schema (draft 4) of a message; a body that does not match is answered 400, and never
    reaches the queue."""

    path: str = "/"
    """Where to POST."""

    user_pool: HasArn | pulumi.Input[str] | None = None
    """Cognito user pool whose tokens callers must have; ours, ``aws.cognito.UserPool``, or its
    ARN. Messages have the attribute ``caller``, the ``sub`` of the token."""

    scopes: tuple[str, ...] = ()
    """Scopes of which the caller's access token must have one, as ``RestApiArgs`` takes them."""

    public: bool = False
    """Whether anybody may send."""

    stage: str = "live"
    """Name of the stage, the first segment of the URL, as ``RestApiArgs`` takes it."""

    description: str = ""
    """What the API is for, as the console shows it."""

    after: tuple[pulumi.Resource, ...] = ()
    """What must exist before the stage, as ``account_logs``."""

    defaults: Defaults = Defaults()
    """Stage defaults: CORS origins, throttling, log retention, alarms, tags."""

    def __post_init__(self) -> None:
        self.api()

    def api(self) -> RestApiArgs:
        """The REST API that this is."""
        send = SendMessage(queue=self.queue)
        route = Route.post(self.path, send, body=self.body, public=self.public)
        return RestApiArgs(
            routes=(route,),
            stage=self.stage,
            user_pool=self.user_pool,
            scopes=self.scopes,
            description=self.description,
            after=self.after,
            defaults=self.defaults,
        )


class QueueApi(pulumi.ComponentResource):
    """A REST API that answers 202 with the id of the message once SQS has it; no function runs,
    which would cost and could fail.

    What consumes the queue need not be up, and sets its own pace.
    """

    url: pulumi.Output[str]
    api: RestApi

    def __init__(
        self, name: str, args: QueueApiArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:api:QueueApi", name, None, opts)
        self.api = RestApi(name, args.api(), opts=pulumi.ResourceOptions(parent=self))
        self.url = self.api.url
        self.register_outputs({"url": self.url})
