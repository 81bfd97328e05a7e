"""Sources: where resolvers get their data, each with the grants that its own role gets.

A source may bring constants, which code that mentions them finds: the name of a table, the path
below which an HTTP service has its resources, the ARN of a state machine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal
from urllib.parse import urlsplit

import pulumi

from components.access import Access
from components.arn import DOMAINS, Arn, read
from components.references import (
    AnyBus,
    AnyFunction,
    AnyTable,
    AnyWorkflow,
    BusRef,
    FunctionRef,
    TableRef,
    WorkflowRef,
)

URL = r"https?://[^\s/?#]+(/[^\s?#]*)?"


@dataclass(frozen=True, kw_only=True)
class DataSource:
    """One data source; made by the functions below."""

    type: str
    """AppSync's name of its kind, as ``AMAZON_DYNAMODB``."""

    config: Mapping[str, Any] = field(default_factory=dict)
    """The provider's settings of this kind."""

    uses: tuple[Access, ...] = ()
    """The grants of its role; it has no role without."""

    constants: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """What code finds by name."""


NONE = DataSource(type="NONE")
"""No source: the resolver's ``request`` is its result, for answers without data and for mutations
that only publish to subscriptions."""


def table(table: AnyTable, may: Literal["read", "write", "read_write"] = "read") -> DataSource:
    """A DynamoDB table; code finds its name, for transactions and batches, as ``TABLE_NAME``.

    ``may`` is which of the table's items its resolvers may touch: get and query; put, update and
    delete; or both.
    """
    if may not in ("read", "write", "read_write"):
        raise ValueError(f"may must be read, write or read_write, got {may}")
    asked = TableRef.of(table)
    granted: Access = getattr(asked, may)()
    return DataSource(
        type="AMAZON_DYNAMODB",
        config={"dynamodb_config": {"table_name": asked.name}},
        uses=(granted,),
        constants={"TABLE_NAME": asked.name},
    )


def function(function: AnyFunction) -> DataSource:
    """A Lambda function; a resolver without code hands it AppSync's whole context."""
    called = FunctionRef.of(function)
    return DataSource(
        type="AWS_LAMBDA",
        config={"lambda_config": {"function_arn": called.arn}},
        uses=(called.invoke(),),
    )


def http(url: pulumi.Input[str]) -> DataSource:
    """An HTTP service that anybody can reach, as another API; it gets no credentials of AWS's.

    AppSync takes a host without a path: code finds the path of ``url`` as ``BASE_PATH`` and puts
    it before each ``resourcePath``.
    """
    if isinstance(url, str):
        origin_of(url)
    reads = pulumi.Output.from_input(url)
    return DataSource(
        type="HTTP",
        config={"http_config": {"endpoint": reads.apply(origin_of)}},
        constants={"BASE_PATH": reads.apply(path_of)},
    )


def workflow(workflow: AnyWorkflow) -> DataSource:
    """Step Functions, by signed requests that start executions of one state machine, whose ARN
    code finds as ``WORKFLOW_ARN``.
    """
    started = WorkflowRef.of(workflow)
    signing = {"signing_region": read(started.arn, region_of), "signing_service_name": "states"}
    return DataSource(
        type="HTTP",
        config={
            "http_config": {
                "endpoint": read(started.arn, partial(endpoint_of, "states")),
                "authorization_config": {
                    "authorization_type": "AWS_IAM",
                    "aws_iam_config": signing,
                },
            }
        },
        uses=(started.start(),),
        constants={"WORKFLOW_ARN": started.arn},
    )


def bus(bus: AnyBus, events: tuple[str, ...] = ()) -> DataSource:
    """An event bus; of these event sources only, or of any without."""
    asked = BusRef.of(bus)
    return DataSource(
        type="AMAZON_EVENTBRIDGE",
        config={"event_bridge_config": {"event_bus_arn": asked.arn}},
        uses=(asked.publish(sources=events),),
    )


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL; raises ``ValueError`` for a text that is none."""
    if not re.fullmatch(URL, url):
        raise ValueError(f"url must be https://HOST, or with a path, without a query, got {url}")
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def path_of(url: str) -> str:
    """The path of a URL, without a slash at its end."""
    return urlsplit(url).path.rstrip("/")


def region_of(arn: str) -> str:
    """The Region in an ARN."""
    return Arn.parse(arn).region


def endpoint_of(service: str, arn: str) -> str:
    """The endpoint of an AWS service, in the Region of a resource's ARN."""
    at = Arn.parse(arn)
    return f"https://{service}.{at.region}.{DOMAINS[at.partition]}"
