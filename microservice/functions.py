"""Functions: how a service's entry points become functions, all with the same surroundings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from components.access import Access
from components.compute.archive import code_of
from components.compute.function import FunctionArgs
from components.defaults import Defaults
from components.messaging.queue_worker import QueueWorkerArgs
from settings import PROJECT, ROOT, Settings

# As long as a caller may be kept waiting, and as long as a message may be worked on: seconds.
API_TIMEOUT = 20
WORKER_TIMEOUT = 30
MAX_RECEIVES = 5
# Copies of a worker at a time: more would only meet on the same rows of its table.
COPIES = 10


@dataclass(frozen=True, kw_only=True)
class Functions:
    """Entry points are modules of ``services/<service>/app`` with a function ``handle``."""

    service: str
    settings: Settings
    defaults: Defaults
    layer: pulumi.Input[str]

    @property
    def metrics(self) -> str:
        """The CloudWatch namespace of what the functions of this stage count."""
        return f"{PROJECT}-{self.settings.stage}"

    def behind_api(
        self, entry: str, uses: Sequence[Access], variables: Mapping[str, str]
    ) -> FunctionArgs:
        """A function that a gateway calls and waits for."""
        origin = {"CORS_ORIGIN": self.defaults.cors_origins[0]}
        return self._args(entry, uses, API_TIMEOUT, {**origin, **variables})

    def inside(
        self, entry: str, uses: Sequence[Access], timeout: int = WORKER_TIMEOUT
    ) -> FunctionArgs:
        """A function that a state machine or the stream of a table calls."""
        return self._args(entry, uses, timeout, {})

    def behind_queue(
        self, entry: str, uses: Sequence[Access], timeout: int = WORKER_TIMEOUT
    ) -> QueueWorkerArgs:
        """A function that a queue feeds."""
        retries = {"RETRY_SECONDS": str(self.settings.retry_seconds)}
        function = self._args(entry, uses, timeout, retries)
        return QueueWorkerArgs(
            function=function, max_receives=MAX_RECEIVES, maximum_concurrency=COPIES
        )

    def _args(
        self, entry: str, uses: Sequence[Access], timeout: int, variables: Mapping[str, str]
    ) -> FunctionArgs:
        handler = f"services.{self.service}.app.{entry}.handle"
        return FunctionArgs(
            handler=handler,
            code=code_of(handler, ROOT),
            timeout=timeout,
            defaults=self.defaults,
            architecture=self.settings.architecture,
            layers=(self.layer,),
            uses=tuple(uses),
            environment={
                "PROJECT": PROJECT,
                "STAGE": self.settings.stage,
                "SERVICE": self.service,
                "POWERTOOLS_SERVICE_NAME": self.service,
                "POWERTOOLS_METRICS_NAMESPACE": self.metrics,
                "POWERTOOLS_LOG_LEVEL": "INFO",
                **variables,
            },
        )
