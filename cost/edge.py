"""Edge: distributions with the functions, the logs and the web ACL that their requests pass."""

from __future__ import annotations

from collections.abc import Iterator

from cost import kinds
from cost.flow import Flow
from cost.line import Line, line
from cost.stack import Resource

KB_OF_GB = 1024 * 1024


def edge(flow: Flow) -> Iterator[Line]:
    """The lines of a month at the volume of a flow."""
    amounts, stack = flow.amounts, flow.stack
    for distribution in stack.of(kinds.DISTRIBUTION):
        count = amounts[distribution.urn]
        yield line("CloudFront", distribution, "cloudfront-requests", count)
        for delivery in _deliveries(flow, distribution):
            yield line("CloudWatch", delivery, "log-gb", count * flow.usage.log_kb / KB_OF_GB)
    for function in stack.of(kinds.VIEWER_FUNCTION):
        count = amounts[function.urn]
        yield line("CloudFront", function, "cloudfront-function-requests", count)
    for acl in stack.of(kinds.WEB_ACL):
        count = amounts[acl.urn]
        yield line("WAF", acl, "waf-requests", count)
        for log in stack.referring(acl, kinds.WEB_ACL_LOG, "resourceArn"):
            entries = count * flow.usage.shares.get(log.name, _logged(log))
            yield line("CloudWatch", log, "log-gb", entries * flow.usage.log_kb / KB_OF_GB)


def _deliveries(flow: Flow, distribution: Resource) -> Iterator[Resource]:
    for source in flow.stack.referring(distribution, kinds.LOG_SOURCE, "resourceArn"):
        yield from flow.stack.referring(source, kinds.LOG_DELIVERY, "deliverySourceName")


def _logged(log: Resource) -> float:
    """The part of requests that a web ACL logs: with a filter that keeps some, almost none."""
    return 0 if (log.inputs.get("loggingFilter") or {}).get("defaultBehavior") == "DROP" else 1
