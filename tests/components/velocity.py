"""Mapping templates of API Gateway, rendered by a Velocity engine with what AWS gives them.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_plus

import airspeed

# The first argument of ``replaceAll``, which is a regular expression.
LITERAL = re.compile(r'(?<=replaceAll\()"[^"]*"')

# A header of the response that a template sets: Velocity takes its hyphens, this engine does not.
OVERRIDE = re.compile(r"(?<=responseOverride\.header\.)[\w-]+")

ESCAPES = {"\\": "\\\\", '"': '\\"', "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "/": "\\/"}


class Input:
    """``$input``: the body that a template maps, and the parameters of the request."""

    def __init__(self, body: str, params: Mapping[str, str]) -> None:
        self.body, self._params = body, params

    def path(self, path: str) -> Any:
        found = json.loads(self.body)
        for name in path.removeprefix("$").strip(".").split(".") if path != "$" else ():
            found = found.get(name) if isinstance(found, dict) else None
        return found

    def json(self, path: str) -> str:
        return json.dumps(self.path(path), ensure_ascii=False)

    def params(self, name: str | None = None) -> Any:
        """A parameter by its name, or all of them by where they are."""
        if name is None:
            return {"header": self._params}
        return self._params.get(name, "")


class Util:
    """``$util``, with the methods that the platform's templates use."""

    def urlEncode(self, text: str) -> str:  # noqa: N802  (AWS's name)
        return quote_plus(text, safe="*")

    def escapeJavaScript(self, text: str) -> str:  # noqa: N802  (AWS's name)
        return "".join(ESCAPES.get(c, c) for c in text)


def rendered(
    template: str,
    body: str = "{}",
    *,
    params: Mapping[str, str] | None = None,
    claims: Mapping[str, str] | None = None,
    context: Mapping[str, Any] | None = None,
) -> str:
    """The text that a template makes of a request or of an integration's answer."""
    given = {"requestId": "request-1", "authorizer": {"claims": dict(claims or {})}}
    values = {
        "input": Input(body, params or {}),
        "util": Util(),
        "context": {**given, **(context or {})},
    }
    text = OVERRIDE.sub(lambda name: name[0].replace("-", "_"), LITERAL.sub(_doubled, template))
    return str(airspeed.Template(text).merge(values))


def overridden(template: str, body: str, headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that the template of a response sets, for a request with these; the body that
    it makes must be JSON.
    """
    override: dict[str, dict[str, str]] = {"header": {}}
    json.loads(rendered(template, body, params=headers, context={"responseOverride": override}))
    return {name.replace("_", "-"): value for name, value in override["header"].items()}


def _doubled(literal: re.Match[str]) -> str:
    """A text between quotes with every backslash twice: Velocity takes them as they are written,
    this engine as escapes.
    """
    return literal[0].replace("\\", "\\\\")
