"""Avoid: over-engineering and anti-patterns, each with the rule or check that finds it."""

from __future__ import annotations

from dataclasses import dataclass

# The checks of ``platform check``, each on what it finds and on what it does not.
DESIGN = "tests/service_check/test_design.py::test"


@dataclass(frozen=True, kw_only=True)
class Avoid:
    """``rules`` are rules of the policy pack; ``checks`` tests or commands that find it too."""

    name: str
    wrong: str
    right: str
    rules: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not (self.rules or self.checks):
            raise ValueError(f"{self.name} must have a rule or a check")


OVER_ENGINEERING = (
    Avoid(
        name="a workflow around one function",
        wrong="a state machine of one step",
        right="the function alone, or a workflow that has steps, retries or waits",
        rules=("stepfunctions-state-machine-needed",),
    ),
    Avoid(
        name="a bus for one or two subscribers",
        wrong="EventBridge between one publisher and one consumer",
        right="a queue, a topic or a call; a bus for several, for routing or replay",
        rules=("eventbridge-bus-needed",),
    ),
    Avoid(
        name="a service for each table",
        wrong="services without a capability and a bounded context",
        right="a service for each bounded context",
        checks=(f"{DESIGN}_a_table_that_one_service_calls_is_a_part_of_that_one",),
    ),
    Avoid(
        name="a queue in a synchronous path",
        wrong="a caller waits for what a queue's consumer does",
        right="the function answers; a queue for what may come later",
        rules=("lambda-function-queue-reply",),
    ),
    Avoid(
        name="everything in S3",
        wrong="records that are looked up as objects of a bucket",
        right="items of a table; files in the bucket",
        rules=("lambda-function-bucket-as-database",),
    ),
)
CODING = (
    Avoid(
        name="one function for everything",
        wrong="one function behind many routes",
        right="a function for each operation, with its own rights",
        rules=("lambda-function-operations",),
    ),
    Avoid(
        name="recursion",
        wrong="a function writes what invokes it",
        right="another bucket, queue or prefix; a workflow for loops",
        rules=(
            "s3-notification-write-back",
            "lambda-event-source-mapping-recursion",
            "eventbridge-rule-loop",
            "lambda-function-self-invocation",
        ),
    ),
    Avoid(
        name="chains of functions",
        wrong="a function calls a function and waits",
        right="an event, a queue, or a workflow",
        rules=("lambda-function-chaining",),
        checks=("tests/test_house.py::test_functions_do_not_call_functions",),
    ),
    Avoid(
        name="a function that waits",
        wrong="a function sleeps or polls",
        right="a workflow that waits, or a task token",
        checks=(
            f"{DESIGN}_a_handler_of_wrong_design_is_named",
            "tests/test_house.py::test_no_function_is_paid_for_while_it_waits",
        ),
    ),
    Avoid(
        name="large packages",
        wrong="an archive with all that the repository has",
        right="what the handler imports, libraries in a layer",
        checks=(
            f"{DESIGN}_a_package_above_the_budget_is_named",
            "tests/test_handlers.py::test_an_archive_holds_sources_of_its_service_and_what_all_"
            "share_and_no_more",
        ),
    ),
)
MOVING = (
    Avoid(
        name="lift and shift",
        wrong="the whole application in one function",
        right="module by module, by a strangler route",
        rules=("lambda-function-lift-and-shift",),
    ),
    Avoid(
        name="a distributed monolith",
        wrong="services that call each other one behind the other",
        right="calls one deep; events for changes",
        checks=(
            "tests/microservice/test_card_check.py::test_two_synchronous_calls_in_a_row_give_a_"
            "warning",
        ),
    ),
    Avoid(
        name="serverless for everything",
        wrong="long computation, streams of sockets and large data in functions",
        right="containers for what is long or continuous",
        rules=("lambda-function-workload",),
    ),
)
PITFALLS = (
    Avoid(
        name="services that are too small",
        wrong="a service for a handful of fields",
        right="a service is a bounded context",
        checks=(
            f"{DESIGN}_a_context_belongs_to_one_service",
            f"{DESIGN}_ten_business_functions_are_no_five_services",
            "tests/program/test_cards.py::test_each_service_is_a_bounded_context_of_its_own",
        ),
    ),
    Avoid(
        name="many synchronous calls",
        wrong="an operation that asks three services",
        right="events, and copies of what is needed",
        checks=(f"{DESIGN}_a_service_waits_for_two_others_at_most",),
    ),
    Avoid(
        name="scattered observability",
        wrong="a log for each service and no id that joins them",
        right="one correlation id, one dashboard a service, traces",
        rules=("lambda-function-dashboard", "lambda-function-tracing-active"),
        checks=("tests/program/test_program.py::test_each_service_has_a_dashboard",),
    ),
    Avoid(
        name="no thought of compensation",
        wrong="a write in two services without an undo",
        right="a saga, or a choreography with events that undo",
        rules=("stepfunctions-compensation-alarm", "stepfunctions-task-catch"),
        checks=(f"{DESIGN}_what_a_command_asks_for_can_be_undone",),
    ),
)
LISTS = {
    "Over-engineering": OVER_ENGINEERING,
    "In code": CODING,
    "On the way from a monolith": MOVING,
    "Pitfalls of microservices": PITFALLS,
}
