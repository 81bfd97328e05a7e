"""Requests made from a document by schemathesis, and what is wrong with their answers."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation.drivers import CoverageGenerator
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.generation.overrides import Override

from cli.api.documents import Document, operations

# No answer of 5xx, and none with a status, a header or a body that the document does not have.
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# Requests that the document allows, and requests that break it in one place.
# Values of parameters of paths, by name.
Known = Mapping[str, str]
MODES = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)


@dataclass
class Outcome:
    """The requests of one route: how many, the statuses of their answers, and what was wrong."""

    HEADER: ClassVar[str] = f"{'service':<14} {'route':<40} cases  failures  answers"

    service: str
    route: str
    cases: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        counts = ", ".join(f"{n} of {status}" for status, n in sorted(self.statuses.items()))
        row = f"{self.service:<14} {self.route:<40} {self.cases:>5}  {len(self.failures):>8}"
        return f"{row}  {counts}"


def outcomes(
    document: Document,
    url: str,
    tokens: Sequence[str],
    *,
    cases: int,
    at_limits: bool = True,
    known: Known | None = None,
) -> Iterator[Outcome]:
    """Send requests to each route, by turns with each token: ``cases`` of each mode at random, and
    those at the limits of the document; every other with values of paths that exist (``known``).
    """
    open_document = copy.deepcopy(document)
    # The header has a token of its own: that wrong ones are refused is another test.
    for operation in operations(open_document).values():
        operation["security"] = []
    schema = schemathesis.openapi.from_dict(open_document)
    for found in schema.get_all_operations():
        operation = found.ok()
        outcome = Outcome(document["info"]["title"], operation.label)
        send = partial(_send, outcome, url, tokens, known or {})
        for case in _at_limits(operation) if at_limits else ():
            send(case)
        for mode in MODES:
            _at_random(operation.as_strategy(generation_mode=mode), cases, send)
        yield outcome


def _at_limits(operation: Any) -> list[Any]:
    """Requests at each limit of each parameter and field of a route, and one beyond."""
    generator = CoverageGenerator(
        operation=operation,
        generation_modes=list(MODES),
        generation_config=operation.schema.config.generation_for(operation=operation),
        auth_storage=None,
        override=Override(query={}, headers={}, cookies={}, path_parameters={}),
        feedback=FeedbackSources(),
    )
    # Other methods are other routes, or none.
    return [case for case in generator if case.method == operation.method.upper()]


def _at_random(strategy: Any, cases: int, send: Callable[[Any], None]) -> None:
    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def each(case: Any) -> None:
        send(case)

    each()


def _send(outcome: Outcome, url: str, tokens: Sequence[str], known: Known, case: Any) -> None:
    turn, by = divmod(outcome.cases, len(tokens))
    if turn % 2 == 0:
        case.path_parameters.update({k: known[k] for k in case.path_parameters if k in known})
    headers = {"Authorization": tokens[by]}
    response = case.call(base_url=url, headers=headers, timeout=60)
    outcome.cases += 1
    status = response.status_code
    outcome.statuses[status] = outcome.statuses.get(status, 0) + 1
    try:
        case.validate_response(response, checks=CHECKS)
    except (Failure, FailureGroup) as failure:
        for each in getattr(failure, "exceptions", [failure]):
            said = f"{type(each).__name__}, {status}: {each}"
            outcome.failures.setdefault(said[:200], _shown(case, response))


def _shown(case: Any, response: Any) -> str:
    """A request and its answer, cut where they are long."""
    sent = json.dumps(case.body, default=str)[:300]
    headers = {name: value for name, value in case.headers.items() if name != "Authorization"}
    path = f"{case.method} {case.formatted_path} {case.query} {headers}"
    return f"{path} {sent} -> {response.text[:300]}"
