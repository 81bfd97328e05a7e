"""AWS Lambda, concurrency: what a stage keeps for single functions of the account's quota."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import lambda_
from policies.framework.graph import Graph
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule

GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html"
# Of an account and a Region, unless AWS has raised it; new accounts begin with less.
QUOTA = 1000
# What Lambda keeps for functions without a reservation: it refuses to reserve more.
UNRESERVED = 100
# From this share on the next deployment, or a peak, is in the way of the others.
NEAR_PERCENT = 70


@rule(
    "lambda-function-concurrency-quota",
    "A stage reserves no more concurrency than an account has",
    about=lambda_.Function,
    severity=Severity.HIGH,
    level=Level.MANDATORY_IN_PROD,
    remedy="Reserve less or keep fewer copies warm, or have AWS raise the quota and exempt it",
    documentation=GUIDE,
)
def reserved_fits_the_account(function: Resource, graph: Graph) -> Iterator[str]:
    """Lambda refuses what would leave less than 100 for all functions without a reservation."""
    if _keeps_the_most(function, graph) and (total := kept(graph)) > QUOTA - UNRESERVED:
        yield f"the stage keeps {total} of {QUOTA}, and {UNRESERVED} must be left"


@rule(
    "lambda-function-concurrency-near-quota",
    "A stage leaves concurrency to functions without a reservation",
    about=lambda_.Function,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    remedy="Reserve less or keep fewer copies warm, or have AWS raise the quota",
    documentation=GUIDE,
)
def reserved_is_not_near_the_quota(function: Resource, graph: Graph) -> Iterator[str]:
    """What is reserved or warm is taken from the functions that share the rest, at each peak."""
    near = QUOTA * NEAR_PERCENT // 100
    if _keeps_the_most(function, graph) and (total := kept(graph)) > near:
        yield f"the stage keeps {total} of {QUOTA} for single functions"


def kept(graph: Graph) -> int:
    """What a stage keeps of the quota for single functions. Warm copies of a function with a
    reservation are taken from that.
    """
    return sum(_kept(each, graph) for each in graph.all(lambda_.Function))


def _kept(function: Resource, graph: Graph) -> int:
    reserved = function.get("reservedConcurrentExecutions")
    if isinstance(reserved, int | float) and reserved >= 0:
        return int(reserved)
    warm = graph.users(function, lambda_.ProvisionedConcurrencyConfig, "functionName")
    copies = (each.get("provisionedConcurrentExecutions", 0) for each in warm)
    return sum(int(each) for each in copies if isinstance(each, int | float))


def _keeps_the_most(function: Resource, graph: Graph) -> bool:
    """Whether it is the one function of a stage that is reported."""
    if not _kept(function, graph):
        return False
    found = [(-_kept(each, graph), each.urn) for each in graph.all(lambda_.Function)]
    return min(found)[1] == function.urn


RULES = (reserved_fits_the_account, reserved_is_not_near_the_quota)
