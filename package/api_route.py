"""API routes: what both kinds of API take of each route."""

from collections.abc import Mapping
from typing import Any

from components.api.caching import Cached
from components.api.route import Route
from components.api.throttle import Throttle
from package.arguments import given, whole_numbers


def route(args: Mapping[str, Any]) -> Route:
    """A route as the components take it."""
    body, seconds = args.get("body"), args.get("cache_seconds")
    cached = None
    if seconds is not None:
        cached = Cached(
            ttl=whole_numbers(seconds),
            query=tuple(args.get("cache_query", ())),
            headers=tuple(args.get("cache_headers", ())),
        )
    elif "cache_query" in args or "cache_headers" in args:
        raise ValueError("cache_query and cache_headers need cache_seconds, got none")
    return Route(
        method=args["method"],
        path=args["path"],
        function=args["function_arn"],
        public=args.get("public", False),
        body=None if body is None else whole_numbers(body),
        headers=tuple(args.get("headers", ())),
        cached=cached,
        scopes=tuple(args.get("scopes", ())),
        throttle=throttle(args),
        api_key=args.get("api_key", False),
    )


def throttle(args: Mapping[str, Any]) -> Throttle | None:
    """The limits of a route or a plan, which are given together or not at all."""
    if ("rate" in args) != ("burst" in args):
        raise ValueError("rate and burst must be given together, got one of them")
    if "rate" not in args:
        return None
    return Throttle(rate=args["rate"], burst=whole_numbers(args["burst"]))


def seconds(kind: type, args: Mapping[str, Any], name: str) -> dict[str, Any]:
    """For how long the decision of an authorizer is kept, where it is given."""
    if name not in args:
        return {}
    return {"ttl": given(kind, args, *(each for each in args if each != name))[name]}
