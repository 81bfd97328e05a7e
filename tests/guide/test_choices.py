from __future__ import annotations

import inspect

import pytest

from guide import choices
from guide.avoid import LISTS, Avoid
from guide.concepts import CONCEPTS, FRAMEWORKS
from policies import RULES
from tests.docs.guide.page import sheets
from tests.docs.systems.part import link_of_test


@pytest.mark.parametrize(
    ("subscribers", "without", "with_replay"),
    [
        (1, "a direct call or SNS", "EventBridge"),
        (2, "a direct call or SNS", "EventBridge"),
        (3, "SNS", "EventBridge"),
        (4, "SNS, or EventBridge", "EventBridge"),
        (5, "EventBridge", "EventBridge"),
        (6, "EventBridge", "EventBridge"),
        (7, "EventBridge", "EventBridge"),
    ],
)
def test_a_topic_for_few_and_a_bus_for_many_or_for_its_features(subscribers, without, with_replay):
    assert choices.topic_or_bus(subscribers) == without
    assert choices.topic_or_bus(subscribers, ["replay"]) == with_replay
    assert choices.topic_or_bus(subscribers, ["cheap"]) == without


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (choices.api(front_end=True), "API Gateway"),
        (choices.api(front_end=True, subscriptions=True), "AppSync"),
        (choices.api(graphql=True), "AppSync"),
        (choices.queue(ordered=False), "Standard"),
        (choices.queue(ordered=True, per_second=3000), "FIFO"),
        (choices.queue(ordered=True, per_second=3001), "Standard"),
        (choices.workflow(seconds=10), "Standard"),
        (choices.workflow(seconds=10, per_second=2001, repeatable=True), "Express"),
        (choices.workflow(seconds=10, per_second=2000, repeatable=True), "Standard"),
        (choices.workflow(seconds=10, per_second=2001), "Standard"),
        (choices.workflow(seconds=9, per_second=2001, repeatable=True, waits=True), "Standard"),
        (choices.bus(of_aws=False), "custom"),
        (choices.bus(of_aws=True), "default"),
        (choices.tables(read_together=True), "one table"),
        (choices.tables(read_together=True, apart=True), "several tables"),
        (choices.tables(read_together=False), "several tables"),
        (choices.connections(100_000), "WebSocket API"),
        (choices.connections(100_001), "IoT Core"),
        (choices.actions(independent=True), "fan-out"),
        (choices.actions(independent=False), "workflow"),
        (choices.workflow(seconds=300, per_second=2001, repeatable=True), "Standard"),
        (choices.capacity(early=True, variable=False), "on demand"),
        (choices.capacity(early=False, variable=True), "on demand"),
        (choices.capacity(early=False, variable=False), "provisioned"),
        (choices.edge(milliseconds=0.5), "CloudFront Function"),
        (choices.edge(milliseconds=1), "Lambda@Edge"),
        (choices.edge(milliseconds=0.5, network=True), "Lambda@Edge"),
        (choices.edge(milliseconds=0.5, origin=True), "Lambda@Edge"),
        (choices.compute(seconds=900), "Lambda"),
        (choices.compute(seconds=901), "Fargate"),
        (choices.compute(seconds=1, continuous=True), "Fargate"),
        (choices.compute(seconds=1, special=True), "EC2"),
        (choices.store(kilobytes=1, looked_up=True), "DynamoDB"),
        (choices.store(kilobytes=401, looked_up=True), "S3"),
        (choices.store(kilobytes=1, looked_up=False), "S3"),
        (choices.coordination(), "choreography"),
        (choices.coordination(undo=True), "orchestration"),
        (choices.coordination(ordered=True), "orchestration"),
        (choices.coordination(visible=True), "orchestration"),
        (choices.call(changes=True), "event"),
        (choices.call(changes=False), "synchronous call"),
    ],
)
def test_a_choice_is_the_documents(chosen, expected):
    assert chosen == expected


def test_every_choice_is_on_the_page_with_its_rule():
    functions = {each for each in vars(choices).values() if inspect.isfunction(each)}
    assert set(choices.CHOICES.values()) == functions - {choices.needed}
    assert all(each.__doc__ for each in choices.CHOICES.values())


def test_one_reason_of_the_list_makes_a_service_needed_and_others_do_not():
    for service, reasons in choices.REASONS.items():
        assert all(choices.needed(service, [reason]) for reason in reasons)
        assert not choices.needed(service, ["it is new"])
    with pytest.raises(ValueError, match="service must be one of Step Functions, EventBridge"):
        choices.needed("Kafka", [])


def test_the_figures_are_those_of_the_components():
    from components.workflow.kind import EXPRESS_SECONDS, STANDARD_STARTS_A_SECOND

    assert choices.EXPRESS_SECONDS == EXPRESS_SECONDS
    assert choices.STANDARD_EXECUTIONS_PER_SECOND == STANDARD_STARTS_A_SECOND


def test_what_to_avoid_is_found_by_rules_and_checks_that_exist():
    known = {rule.id for rule in RULES}
    named = [entry for entries in LISTS.values() for entry in entries]
    assert [len(entries) for entries in LISTS.values()] == [5, 5, 3, 4]
    assert {rule for each in named for rule in each.rules} - known == set()
    assert all(link_of_test(check) for each in named for check in each.checks)


def test_what_nothing_finds_is_no_entry():
    with pytest.raises(ValueError, match="a name must have a rule or a check"):
        Avoid(name="a name", wrong="a", right="b")


def test_every_line_of_the_sheets_is_held_by_tests_that_exist():
    lines = [each for sheet in sheets() for each in sheet["lines"]]
    assert (len(sheets()), len(lines)) == (11, 61)
    assert all(link_of_test(node) for each in lines for node in each["proved"])


def test_every_construct_is_named_for_each_framework():
    assert {len(row) for row in FRAMEWORKS} == {6}
    assert {len(row) for row in CONCEPTS} == {3}
    assert all(cell for row in (*FRAMEWORKS, *CONCEPTS) for cell in row)
