"""Curl: the example of a route as a line for the shell."""

from __future__ import annotations

import json

from contracts.codec import encode
from tests.docs.examples.example import Example
from tests.docs.routes import ApiRoute


def curl(route: ApiRoute, example: Example) -> str:
    """The line; the shell has ``TOKEN`` and ``AGENT``."""
    words = [f'curl -s "$(platform url {route.service}){example.path or route.path}"']
    if not route.public:
        words.append(f'-H "Authorization: ${"AGENT" if route.for_agents else "TOKEN"}"')
    words += [f'-H "{name}: {value}"' for name, value in example.headers.items()]
    if example.body is not None:
        words.append(f"--json '{json.dumps(encode(example.body))}'")
    if route.method not in ("GET", "POST") or (route.method == "POST" and example.body is None):
        words.append(f"-X {route.method}")
    return " ".join(words)
