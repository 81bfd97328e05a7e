"""Guard: lets only the page of this console, on this machine, reach its server.

A page of another site can have its own name resolve to 127.0.0.1 (DNS rebinding) and can send
requests to any port of this machine. So the Host must be this server's, an Origin that is sent must
be too, and the path begins with a token that is known from the printed address alone.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NAMES = ("127.0.0.1", "localhost")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FORBIDDEN = 403


class Guard:
    """An ASGI application before another; answers 403 to what is not from this console's page."""

    def __init__(self, app: ASGIApp, *, port: int, token: str) -> None:
        self._app, self._token = app, token
        self._hosts = frozenset(f"{name}:{port}" for name in NAMES)
        self._origins = frozenset(f"http://{host}" for host in self._hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        why = self.reason_to_refuse(scope)
        answer = self._app if why is None else JSONResponse({"error": why}, FORBIDDEN)
        await answer(scope, receive, _with_headers(send))

    def reason_to_refuse(self, scope: Scope) -> str | None:
        """Why a request is refused; None for one of this console's page."""
        headers = [(name.decode().lower(), value.decode("latin-1")) for name, value in _of(scope)]
        hosts = [value for name, value in headers if name == "host"]
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return f"the Host must be {' or '.join(sorted(self._hosts))}"
        if any(value not in self._origins for name, value in headers if name == "origin"):
            return "the Origin is another site's"
        token = str(scope["path"]).split("/")[1] if "/" in str(scope["path"]) else ""
        if not hmac.compare_digest(token.encode(), self._token.encode()):
            return "the token is not this console's: use the address that platform console printed"
        return None


def _of(scope: Scope) -> Iterable[tuple[bytes, bytes]]:
    found: Iterable[tuple[bytes, bytes]] = scope["headers"]
    return found


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
            message = {**message, "headers": [*message["headers"], *own]}
        await send(message)

    return sending
