"""API routes: what both kinds of API take of each route."""

from collections.abc import Mapping
from typing import Any

from components.api.route import Route
from package.arguments import whole_numbers


def route(args: Mapping[str, Any]) -> Route:
    """A route as the components take it."""
    body = args.get("body")
    return Route(
        method=args["method"],
        path=args["path"],
        function=args["function_arn"],
        public=args.get("public", False),
        body=None if body is None else whole_numbers(body),
        headers=tuple(args.get("headers", ())),
    )
