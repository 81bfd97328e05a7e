"""Server: answers the requests of the console's page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from cli.console import placing, repairs
from cli.console.feed import Feed
from cli.console.guard import Guard
from cli.console.order_book import STATUSES
from cli.graph.edges import Graph
from cli.graph.svg import svg
from cli.observe.journey import journey_of
from cli.observe.log_groups import groups_of
from cli.observe.log_line import LogLine
from cli.observe.log_search import Period, search
from local.checkout import LocalError

PAGE = Path(__file__).parent / "page"
LINES_SHOWN = 500
BAD_REQUEST, BAD_GATEWAY = 400, 502
JSON = "application/json"


@dataclass
class Console:
    """The requests of the page, each a method; ``read_graph`` takes seconds and is called once."""

    feed: Feed
    read_graph: Callable[[], Graph]

    @cached_property
    def _graph(self) -> Graph:
        return self.read_graph()

    def stage(self, request: Request) -> Response:
        """What the page shows at once."""
        account = self.feed.account
        return JSONResponse(
            {
                "stage": account.stage,
                "where": account.endpoint or f"AWS, {account.region}",
                "kinds": placing.TITLES if account.endpoint else {},
                "statuses": STATUSES,
            }
        )

    def map(self, request: Request) -> Response:
        """The graph as SVG, in the page's own colours."""
        return Response(svg(self._graph, frozenset(), style=""), media_type="image/svg+xml")

    def orders(self, request: Request) -> Response:
        given = request.query_params
        status = given.get("status") or None
        if status not in (None, *STATUSES):
            raise LocalError(f"status must be one of {', '.join(STATUSES)}, got {status!r}")
        page = _whole(given, "page", 1, 1_000_000)
        return JSONResponse(self.feed.book.page(page, status, given.get("find", "").strip()))

    def journey(self, request: Request) -> Response:
        found = journey_of(self.feed.account, request.path_params["id"], self._period())
        return JSONResponse(found.as_json())

    def lines(self, request: Request) -> Response:
        """The lines that hold a correlation id, an order's id or a request's."""
        wanted = request.query_params.get("id", "").strip()
        groups = groups_of(self.feed.account)
        found = search(self.feed.account, groups, self._period(), [wanted])
        shown = [_line(line) for line in found[-LINES_SHOWN:]]
        return JSONResponse({"lines": shown, "total": len(found)})

    def health(self, request: Request) -> Response:
        return JSONResponse(repairs.state_of(self.feed.account))

    def dead_letters(self, request: Request) -> Response:
        name = request.path_params["queue"]
        return JSONResponse(repairs.dead_letters(self.feed.account, name))

    async def redrive(self, request: Request) -> Response:
        given, name = await _body(request), request.path_params["queue"]
        return JSONResponse(
            await run_in_threadpool(repairs.redrive, self.feed.account, name, given)
        )

    async def place(self, request: Request) -> Response:
        given, account = await _body(request), self.feed.account
        count = _whole(given, "count", 1, placing.MOST_ORDERS)
        placed = await run_in_threadpool(placing.place, account, str(given.get("kind")), count)
        later = BackgroundTask(placing.settle, account, placed)
        return JSONResponse({"kind": placed.kind, "orders": placed.orders}, background=later)

    async def events(self, request: Request) -> Response:
        return StreamingResponse(self.feed.events(), media_type="text/event-stream")

    def _period(self) -> Period:
        return Period(since=self.feed.since, until=datetime.now(UTC))


def app_of(console: Console, *, port: int, token: str) -> Starlette:
    """The application: everything lies below the token."""
    api = [
        Route("/stage", console.stage),
        Route("/map", console.map),
        Route("/events", console.events),
        Route("/orders", console.orders),
        Route("/orders", console.place, methods=["POST"]),
        Route("/journeys/{id}", console.journey),
        Route("/lines", console.lines),
        Route("/health", console.health),
        Route("/dead-letters/{queue}", console.dead_letters),
        Route("/dead-letters/{queue}/redrive", console.redrive, methods=["POST"]),
    ]
    page = Mount("/", StaticFiles(directory=PAGE, html=True))
    return Starlette(
        routes=[Mount(f"/{token}", routes=[Mount("/api", routes=api), page])],
        middleware=[Middleware(Guard, port=port, token=token)],
        exception_handlers={
            LocalError: _failed(BAD_REQUEST),
            BotoCoreError: _failed(BAD_GATEWAY),
            ClientError: _failed(BAD_GATEWAY),
        },
        lifespan=_following(console.feed),
    )


def _following(feed: Feed) -> Callable[[Starlette], Any]:
    """While the server runs, its feed follows the log."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        following = asyncio.create_task(feed.follow())
        yield
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following

    return lifespan


def _failed(status: int) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, failure: Exception) -> Response:
        return JSONResponse({"error": str(failure)}, status)

    return answer


async def _body(request: Request) -> Mapping[str, Any]:
    """The JSON object of a request; raises ``LocalError`` for anything else."""
    if request.headers.get("content-type") != JSON:
        raise LocalError(f"the body must be {JSON}")
    try:
        found = await request.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise LocalError("the body must be a JSON object")
    return found


def _whole(given: Mapping[str, Any], name: str, low: int, high: int) -> int:
    """A whole number of a query or a body, ``low`` if it is not given."""
    text = str(given.get(name, low))
    if not text.isascii() or not text.isdigit() or not low <= int(text[:9]) <= high:
        raise LocalError(f"{name} must be a whole number from {low} to {high}, got {text[:60]!r}")
    return int(text[:9])


def _line(line: LogLine) -> dict[str, Any]:
    return {
        "at": line.at.isoformat(),
        "service": line.service,
        "function": line.function,
        "level": line.level,
        "words": line.words,
        "correlationId": line.correlation_id,
    }
