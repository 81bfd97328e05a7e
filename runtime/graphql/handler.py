"""Handler: makes functions of a field into the Lambda handler of AppSync's resolvers."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, TypeAlias

from runtime.failures import failure_of
from runtime.graphql.field import Field, parse_field
from runtime.http_errors import CLIENT_ERRORS
from runtime.observability import (
    LambdaHandler,
    correlate,
    count_answered_failure,
    invocation,
    logger,
)
from runtime.tracing import annotate

# Returns the value of a field, as JSON; an ``HttpError`` becomes an error of the field.
Resolve: TypeAlias = Callable[[Field], Any]


def field_handler(fields: Mapping[str, Resolve]) -> LambdaHandler:
    """The handler of some fields, by their names, as ``Query.products``.

    It answers ``data``, or ``error`` with its ``type``, ``message`` and ``details``, which the
    resolver's code makes an error of the field; the other fields of the query are answered.
    """

    def handle(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        with invocation(context):
            field, started = parse_field(event), time.perf_counter()
            correlate(field.correlation_id, field=field.name)
            status, answer = _answered(fields, field)
            if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                count_answered_failure(context)
            logger.info(
                "field resolved",
                field=field.name,
                status=int(status),
                milliseconds=round((time.perf_counter() - started) * 1000, 1),
            )
        return answer

    return handle


def _answered(fields: Mapping[str, Resolve], field: Field) -> tuple[HTTPStatus, dict[str, Any]]:
    try:
        resolve = fields[field.name]
        annotate(tenant=field.caller.id)
        return HTTPStatus.OK, {"data": resolve(field)}
    except Exception as error:
        status, message, details = failure_of(error, "field")
        kind = CLIENT_ERRORS.get(int(status))
        name = kind.__name__ if kind else status.phrase.replace(" ", "")
        return status, {"error": {"type": name, "message": message, "details": details}}
