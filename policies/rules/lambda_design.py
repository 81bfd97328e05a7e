"""AWS Lambda, design: functions that are several in one, or do what another service does better."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import lambda_
from policies.framework.graph import Graph
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.function_rights import allowed
from policies.relations.operations import operations

GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg"
LENS = "https://docs.aws.amazon.com/wellarchitected/latest/serverless-applications-lens"

# A tag that says what a function works on, and its values for which Lambda is the wrong place.
WORKLOAD = "workload"
ELSEWHERE = {
    "continuous": "a container (Fargate) or an instance (EC2)",
    "big-data": "Athena, Glue or EMR",
}
# A tag of a function that delivers files, whose place is a bucket.
DELIVERS, FILES = "delivers", "files"
# Actions with which a function reads structured data.
STORES = ("dynamodb:", "rds-data:", "athena:", "es:", "aoss:", "neptune-db:", "elasticache:")

GIGABYTES_3, LONGEST_SECONDS = 3072, 900


@rule(
    "lambda-function-operations",
    "A function answers a few operations",
    about=lambda_.Function,
    level=Level.ADVISORY,
    severity=Severity.LOW,
    remedy="Make a function for each operation, with the rights and the memory that it needs",
    documentation=f"{LENS}/general-design-principles.html",
)
def function_has_few_operations(
    function: Resource, graph: Graph, *, maximum: int = 3
) -> Iterator[str]:
    """A function behind many routes has the rights of all of them, the memory of the largest, and
    one log and one alarm for operations that fail for different reasons."""
    found = operations(function, graph)
    if any(each.catches_all for each in found):
        yield "it answers every method of every path below one"
    elif len(found) > maximum:
        yield f"it answers {len(found)} operations, more than {maximum:g}"


@rule(
    "lambda-function-lift-and-shift",
    "A program is divided before it moves into functions",
    about=lambda_.Function,
    level=Level.MANDATORY_IN_PROD,
    severity=Severity.MEDIUM,
    remedy="Divide the program into a function for each operation, with the memory and the time "
    "that it needs",
    documentation=f"{LENS}/general-design-principles.html",
)
def program_is_divided(function: Resource, graph: Graph) -> Iterator[str]:
    """A whole program in one function starts slowly, is scaled and paid for as a whole, and its
    requests end at the gateway after 29 seconds, whatever its timeout."""
    whole = any(each.catches_all for each in operations(function, graph))
    large = whole and function.get("memorySize", 0) >= GIGABYTES_3
    if large and function.get("timeout", 0) >= LONGEST_SECONDS:
        yield "it has 3 GB and 900 seconds behind a route for everything"


@rule(
    "lambda-function-workload",
    "A function works on events, for a short time",
    about=lambda_.Function,
    level=Level.ADVISORY,
    severity=Severity.LOW,
    remedy="Run it where its workload belongs, or correct its tag workload",
    documentation=f"{GUIDE}/gettingstarted-limits.html",
)
def workload_suits_lambda(function: Resource) -> Iterator[str]:
    """Work that never pauses is cheaper by the hour, and what reads terabytes does not fit into
    fifteen minutes."""
    kind = function.tags.get(WORKLOAD, "")
    if kind in ELSEWHERE:
        yield f"its workload is {kind}, which belongs on {ELSEWHERE[kind]}"


@rule(
    "lambda-function-queue-reply",
    "An API does not wait for a queue",
    about=lambda_.Function,
    level=Level.ADVISORY,
    severity=Severity.MEDIUM,
    remedy="Do the work in the function of the route, or answer 202 and publish the result",
    documentation=f"{LENS}/general-design-principles.html",
)
def api_does_not_wait_for_a_queue(function: Resource, graph: Graph) -> Iterator[str]:
    """A queue decouples only who does not wait. A caller who waits for the consumer gets the
    queue's delay and its retries in place of an error."""
    if operations(function, graph) and _may(function, graph, "sqs:ReceiveMessage"):
        yield "it answers a route and may receive messages"


@rule(
    "lambda-function-bucket-as-database",
    "Records that are looked up are in a table, not in a bucket",
    about=lambda_.Function,
    level=Level.ADVISORY,
    severity=Severity.LOW,
    remedy="Keep records in a table, and big or cold objects in the bucket; tag a function that "
    "delivers files with delivers = files",
    documentation="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/"
    "bp-use-s3-too.html",
)
def records_are_in_a_table(function: Resource, graph: Graph) -> Iterator[str]:
    """A bucket has no index, no conditional update of a field and no query; a request that lists
    and reads objects grows slower and dearer with each of them."""
    if function.tags.get(DELIVERS) == FILES:
        return
    if not any(each.reads for each in operations(function, graph)):
        return
    actions = [action for one in allowed(function, graph) for action in one.actions]
    if _may(function, graph, "s3:GetObject") and not any(a.startswith(STORES) for a in actions):
        yield "it answers a GET, may read objects of a bucket and no table"


def _may(function: Resource, graph: Graph, action: str) -> bool:
    return any(one.has_action(action) for one in allowed(function, graph))


RULES = (
    function_has_few_operations,
    program_is_divided,
    workload_suits_lambda,
    api_does_not_wait_for_a_queue,
    records_are_in_a_table,
)
