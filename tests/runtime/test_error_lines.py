"""Tests of the query for errors: its fields are in the lines that functions write of them."""

from __future__ import annotations

import pytest

from components.observability.saved_queries import ERRORS
from contracts.payments import PaymentCompleted
from runtime.api.handler import api_handler
from runtime.sqs.messages import message_consumer
from runtime.stepfunctions.tasks import task_handler
from tests.fakes.invocations import CONTEXT, bus_body, delivered, rest_event, tasked
from tests.insights import parsed
from tests.services.sample_messages import paid


def fail(*ignored):
    raise KeyError("price")


def behind_an_api():
    api_handler(fail)(rest_event(), CONTEXT)


def behind_a_queue():
    assert len(delivered(message_consumer(PaymentCompleted)(fail), bus_body(paid()))) == 1


def in_a_workflow():
    with pytest.raises(KeyError):
        tasked(task_handler(fail))


@pytest.mark.parametrize("run", [behind_an_api, behind_a_queue, in_a_workflow])
def test_a_failure_is_a_line_with_every_field_of_the_query(aws, log, run):
    run()
    [failed] = [line for line in log() if line["level"] == "ERROR"]
    assert parsed(ERRORS).fields <= set(failed)
    assert (failed["error_type"], failed["function"]) == ("KeyError", "test-function")


def test_the_query_has_the_newest_hundred_errors():
    query = parsed(ERRORS)
    assert (query.filtered, query.sorted_by, query.order) == (("level",), "@timestamp", "desc")
    assert query.limit == 100
    assert 'level = "ERROR"' in ERRORS
