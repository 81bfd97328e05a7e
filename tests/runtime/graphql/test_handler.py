from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import pytest

from contracts.contract import Contract
from contracts.limits import Le, MaxLen
from runtime.graphql.handler import field_handler
from runtime.http_errors import BadRequest, NotFound, ServiceUnavailable
from tests.fakes.invocations import CONTEXT, field_event


@dataclass(frozen=True, kw_only=True)
class Thing(Contract):
    name: Annotated[str, MaxLen(3)]
    size: int | None = None


def resolved(resolve, **event):
    return field_handler({"Query.thing": resolve})(field_event("Query.thing", **event), CONTEXT)


def raising(error):
    def resolve(field):
        raise error

    return resolve


def lines(log, message):
    return [line for line in log() if line["message"] == message]


def test_a_field_is_resolved_for_its_caller_with_arguments_and_source(aws):
    seen = []
    answer = resolved(
        lambda field: seen.append(field) or {"a": 1},
        user="ann",
        groups=["agents"],
        arguments={"id": "1"},
        source={"itemId": "2"},
    )
    assert answer == {"data": {"a": 1}}
    [field] = seen
    assert (field.caller.id, field.caller.is_agent) == ("ann", True)
    assert (field.token, field.arguments, field.source) == (
        "token of ann",
        {"id": "1"},
        {"itemId": "2"},
    )


def test_each_field_has_its_function(aws):
    handle = field_handler({"Query.a": lambda _: "a", "Mutation.a": lambda _: "b"})
    assert handle(field_event("Query.a"), CONTEXT) == {"data": "a"}
    assert handle(field_event("Mutation.a"), CONTEXT) == {"data": "b"}


@pytest.mark.parametrize(
    "change",
    [
        {"token_use": "refresh"},
        {"token_use": "id", "aud": "shop-client"},
        {"client_id": "another-client"},
        {"exp": "1"},
        {"sub": ""},
    ],
)
def test_a_token_that_is_not_for_this_api_is_refused_before_the_field_is_asked_for(aws, change):
    event = field_event("Query.thing")
    event["identity"]["claims"] |= change
    handle = field_handler({"Query.thing": lambda field: pytest.fail("asked")})
    assert handle(event, CONTEXT)["error"]["type"] == "Unauthorized"


def test_a_caller_without_a_token_is_refused(aws):
    answer = resolved(lambda field: pytest.fail("asked"), user=None)
    assert answer["error"] == {"type": "Unauthorized", "message": "sign in first", "details": []}


def test_a_field_that_needs_a_token_of_the_headers_is_refused_without(aws):
    assert resolved(lambda field: field.token, headers={"authorization": ""})["error"]["type"] == (
        "Unauthorized"
    )


def test_headers_are_found_in_any_case(aws, log):
    resolved(lambda field: 1, headers={"X-Correlation-Id": "id-1"})
    assert lines(log, "field resolved")[0]["correlation_id"] == "id-1"
    resolved(lambda field: 1, headers={"X-Correlation-Id": "two words"})
    assert lines(log, "field resolved")[1]["correlation_id"] != "two words"


@pytest.mark.parametrize(
    ("error", "kind"),
    [(NotFound("no thing 1", ["1"]), "NotFound"), (BadRequest("x"), "BadRequest")],
)
def test_an_error_of_4xx_is_answered_as_it_says(aws, log, error, kind):
    answer = resolved(raising(error))
    assert answer == {"error": {"type": kind, "message": error.message, "details": error.details}}
    [line] = lines(log, "field resolved")
    assert (line["field"], line["status"]) == ("Query.thing", int(error.status))


@pytest.mark.parametrize(
    ("error", "kind", "message"),
    [
        (
            ServiceUnavailable("orders is away"),
            "ServiceUnavailable",
            "not available now, try again later",
        ),
        (RuntimeError("password=hunter2"), "InternalServerError", "internal error"),
    ],
)
def test_a_failure_says_nothing_of_its_cause_and_is_counted(aws, log, capsys, error, kind, message):
    answer = resolved(raising(error), headers={"x-correlation-id": "id-1"})
    assert answer["error"] == {
        "type": kind,
        "message": f"{message}; its correlation id is id-1",
        "details": [],
    }
    assert "AnsweredFailures" in capsys.readouterr().out
    assert "hunter2" not in str(log())


def test_an_unknown_field_is_an_internal_error(aws):
    answer = field_handler({})(field_event("Query.thing"), CONTEXT)
    assert answer["error"]["type"] == "InternalServerError"


def test_a_success_is_no_answered_failure(aws, capsys):
    resolved(lambda field: 1)
    assert "AnsweredFailures" not in capsys.readouterr().out


Small = Annotated[int, Le(3)]


def test_an_argument_has_the_limits_of_its_type(aws):
    def resolve(field):
        return field.argument(Small, "size", 1)

    assert resolved(resolve, arguments={"size": 3}) == {"data": 3}
    assert resolved(resolve, arguments={"size": None}) == {"data": 1}
    assert resolved(resolve) == {"data": 1}
    error = resolved(resolve, arguments={"size": 4})["error"]
    assert error["type"] == "BadRequest"
    assert error["details"][0]["path"] == "size"


def test_an_input_is_a_contract_whose_nulls_are_not_given(aws):
    def resolve(field):
        return field.input(Thing, "thing").name

    assert resolved(resolve, arguments={"thing": {"name": "abc", "size": None}}) == {"data": "abc"}
    error = resolved(resolve, arguments={"thing": {"name": "abcd", "size": "x"}})["error"]
    assert error["type"] == "BadRequest"
    assert len(error["details"]) == 2
