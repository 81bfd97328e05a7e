"""Functions: the arguments of a service's functions and queue workers, by entry point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import pulumi

from components.access import Access
from components.compute.archive import code_of
from components.compute.function import FunctionArgs
from components.compute.presets import PresetName
from components.defaults import Defaults
from components.messaging.queue_worker import QueueWorkerArgs
from components.observability.metric_alarm import Metric
from microservice.layer import MODULES, ExtraLayer
from settings import PROJECT, ROOT, Settings

# An entry point by its name; or the arguments of its function or queue worker, where they are not
# the usual ones: what ``Functions`` makes, with fields changed by ``dataclasses.replace``.
Entry: TypeAlias = str | FunctionArgs
Worker: TypeAlias = str | QueueWorkerArgs
Uses: TypeAlias = Sequence[Access]

# The usual presets: a worker has a batch of messages, each of which waits for tables and buses; a
# task of a state machine has one thing to look up or to write.
API: PresetName = "api"
WORKER: PresetName = "io"
TASK: PresetName = "simple"

# What ``runtime.observability`` counts for a function behind an API or a queue that answers an
# exception, in the namespace and with the service that Powertools finds in the variables below.
ANSWERED_FAILURES = "AnsweredFailures"

MAX_RECEIVES = 5
# Invocations of a worker at a time: more would only contend for the same rows of its table.
MAXIMUM_CONCURRENCY = 10


@dataclass(frozen=True, kw_only=True)
class Functions:
    """Makes arguments for the modules of ``services/<service>/app`` that have a ``handle``."""

    service: str
    settings: Settings
    defaults: Defaults
    layer: pulumi.Input[str]
    audience: pulumi.Input[str]
    """The client that the tokens of an API's requests must be for."""
    issuer: pulumi.Input[str]
    """Who signs these tokens."""

    @property
    def metrics(self) -> str:
        """The CloudWatch namespace of the metrics that the functions of this stage emit."""
        return f"{PROJECT}-{self.settings.stage}"

    def entry(
        self,
        name: str,
        preset: PresetName,
        variables: Mapping[str, pulumi.Input[str]],
        layer: ExtraLayer | None = None,
    ) -> FunctionArgs:
        """The function of an entry point, with the variables that all functions have; ``layer`` is
        one beside that of the platform.
        """
        modules = MODULES if layer is None else (*MODULES, *layer.modules)
        extra = None if layer is None else layer.arn
        handler = f"services.{self.service}.app.{name}.handle"
        return FunctionArgs(
            handler=handler,
            code=code_of(handler, ROOT, modules),
            preset=preset,
            defaults=self.defaults,
            architecture=self.settings.architecture,
            layers=(self.layer,) if extra is None else (self.layer, extra),
            answered_failures=Metric(
                namespace=self.metrics,
                name=ANSWERED_FAILURES,
                dimensions={"service": self.service},
            ),
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

    def behind_api(self, name: str, layer: ExtraLayer | None = None) -> FunctionArgs:
        """A function that an API invokes; the caller waits for the answer."""
        origins = ",".join(self.defaults.cors_origins)
        variables = {"CORS_ORIGIN": origins, "TOKEN_AUDIENCE": self.audience}
        return self.entry(name, API, variables, layer)

    def web_socket(self, name: str) -> FunctionArgs:
        """A function that a WebSocket API invokes."""
        return self.entry(name, API, {})

    def resolver(self, name: str) -> FunctionArgs:
        """A function that a GraphQL API invokes for some of its fields."""
        return self.entry(name, API, {"TOKEN_AUDIENCE": self.audience})

    def authorizer(self, name: str) -> FunctionArgs:
        """A function that verifies tokens itself, where no gateway does."""
        variables = {"TOKEN_AUDIENCE": self.audience, "TOKEN_ISSUER": self.issuer}
        return self.entry(name, API, variables)

    def task(self, name: str) -> FunctionArgs:
        """A function that a state machine invokes."""
        return self.entry(name, TASK, {})

    def stream(self, name: str) -> FunctionArgs:
        """A function that gets the changes of a table."""
        return self.entry(name, WORKER, {})

    def worker(self, name: str, layer: ExtraLayer | None = None) -> QueueWorkerArgs:
        """A function with a queue of its own."""
        retries = {
            "RETRY_SECONDS": str(self.settings.retry_seconds),
            "RETRY_FACTOR": str(self.settings.retry_factor),
        }
        function = self.entry(name, WORKER, retries, layer)
        return QueueWorkerArgs(
            function=function,
            max_receives=MAX_RECEIVES,
            maximum_concurrency=MAXIMUM_CONCURRENCY,
        )


def changed(
    args: FunctionArgs,
    uses: Uses = (),
    preset: PresetName | None = None,
    timeout: int | None = None,
    variables: Mapping[str, str] | None = None,
) -> FunctionArgs:
    """The arguments with more grants and variables and, where given, another preset or timeout
    (seconds).
    """
    return replace(
        args,
        uses=(*args.uses, *uses),
        environment={**args.environment, **(variables or {})},
        preset=args.preset if preset is None else preset,
        timeout=args.timeout if timeout is None else timeout,
    )


def entry_of(args: FunctionArgs) -> str:
    """The name of an entry point: ``place_order`` of ``services.orders.app.place_order.handle``."""
    return args.handler.split(".")[-2]
