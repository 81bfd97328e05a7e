"""AWS Lambda, warm copies: provisioned concurrency of functions that must answer at once."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import lambda_
from policies.framework.graph import Graph
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.always_on import TAG, without_reason

# The tag of functions whose cold start a caller must not see.
CRITICAL = "critical"
NOT = ("false", "no")
WARM = lambda_.ProvisionedConcurrencyConfig


@rule(
    "lambda-function-provisioned-concurrency",
    "A critical function has copies that are warm",
    about=lambda_.Function,
    level=Level.ADVISORY,
    severity=Severity.LOW,
    remedy="Add an alias and aws.lambda_.ProvisionedConcurrencyConfig with its name as the "
    f"qualifier, or take the tag {CRITICAL} from the function",
    documentation="https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html",
)
def critical_function_is_warm(function: Resource, graph: Graph) -> Iterator[str]:
    """The first call of each new copy waits for its start; what a function is critical for should
    not. Only a version or an alias can be kept warm, never the function itself."""
    tag = str(function.get(f"tags.{CRITICAL}", "no"))
    if tag.lower() not in NOT and not _warm(function, graph):
        yield f"it has the tag {CRITICAL}, and no provisioned concurrency"


@rule(
    "lambda-provisioned-concurrency-always-on-reason",
    "A function with warm copies outside prod says why they are paid for by the hour",
    about=lambda_.Function,
    level=Level.ADVISORY,
    severity=Severity.LOW,
    remedy=f"Give the function the tag {TAG} with the reason, or no provisioned concurrency",
    documentation="https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html",
)
def warm_function_says_why(function: Resource, graph: Graph) -> Iterator[str]:
    """Copies that wait for calls are billed whether calls come or not."""
    if _warm(function, graph):
        yield from without_reason(function)


def _warm(function: Resource, graph: Graph) -> bool:
    """Whether copies are kept warm, of the function by its name or as an alias names it."""
    aliases = graph.users(function, lambda_.Alias, "functionName")
    return any(graph.users(each, WARM, "functionName") for each in (function, *aliases))


RULES = (critical_function_is_warm, warm_function_says_why)
