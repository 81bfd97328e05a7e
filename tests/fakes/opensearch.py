"""An OpenSearch domain as an HTTP server: one index, of the requests that the platform sends."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Document = dict[str, Any]
SIGNED = re.compile(r"AWS4-HMAC-SHA256 Credential=[^/]+/\d{8}/eu-west-1/es/aws4_request, ")


class Domain:
    """Documents by id; ``statuses`` are what the next requests are answered with in place of an
    answer.
    """

    def __init__(self) -> None:
        self.settings: Document | None = None
        self.documents: dict[str, Document] = {}
        self.versions: dict[str, int] = {}
        self.statuses: list[int] = []
        self.requests: list[str] = []
        self.url = ""

    def answer(self, method: str, path: str, content: str) -> tuple[int, Any]:
        """The status and the JSON of a response."""
        self.requests.append(f"{method} {path}")
        if self.statuses:
            return self.statuses.pop(0), {}
        if method == "PUT" and path == "/items":
            if self.settings is not None:
                return 400, {"error": {"type": "resource_already_exists_exception"}}
            self.settings = json.loads(content)
            return 200, {"acknowledged": True}
        if self.settings is None:
            return 404, {"error": {"type": "index_not_found_exception"}}
        if path == "/_bulk":
            lines = [json.loads(line) for line in content.splitlines()]
            done = [
                self._index(lines[at]["index"], lines[at + 1]) for at in range(0, len(lines), 2)
            ]
            return 200, {"items": [{"index": {"status": status}} for status in done]}
        query = json.loads(content)
        if path == "/items/_search":
            return 200, {"hits": {"hits": self._hits(query)}}
        assert path == "/items/_delete_by_query?conflicts=proceed", path
        for name in [n for n, each in self.documents.items() if _holds(query["query"], each)]:
            del self.documents[name], self.versions[name]
        return 200, {}

    def _index(self, at: Document, document: Document) -> int:
        assert (at["_index"], at["version_type"]) == ("items", "external")
        assert self.settings is not None
        assert document.keys() <= self.settings["mappings"]["properties"].keys()
        if self.versions.get(at["_id"], -1) >= at["version"]:
            return 409
        self.versions[at["_id"]] = at["version"]
        self.documents[at["_id"]] = document
        return 201

    def _hits(self, query: Document) -> list[Document]:
        assert query["sort"] == [{"_score": "desc"}, {"itemId": "asc"}]
        found = [each for each in self.documents.values() if _holds(query["query"], each)]
        found.sort(key=lambda each: each["itemId"])
        if after := query.get("search_after"):
            found = [each for each in found if each["itemId"] > after[1]]
        return [{"_source": each, "sort": [1.5, each["itemId"]]} for each in found[: query["size"]]]


def _holds(query: Document, document: Document) -> bool:
    [(kind, given)] = query.items()
    match kind:
        case "bool":
            every = [*given.get("must", []), *given.get("filter", [])]
            one = given.get("should", [])
            return all(_holds(each, document) for each in every) and (
                not one or any(_holds(each, document) for each in one)
            )
        case "exists":
            return given["field"] in document
        case "range":
            [(field, limits)] = given.items()
            return bool(document[field] < limits["lt"])
        case "match_bool_prefix":
            assert given["words"]["operator"] == "and"
            *whole, last = given["words"]["query"].split()
            words = re.findall(r"\w+", document.get("words", "").lower())
            return set(whole) <= set(words) and any(word.startswith(last) for word in words)
    raise AssertionError(f"no query {kind}")


@contextmanager
def serving(domain: Domain) -> Iterator[Domain]:
    """The domain at ``url``, for requests that are signed."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body are sent one after the other: the second would wait for an acknowledgement.
        disable_nagle_algorithm = True

        def _respond(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
            assert SIGNED.match(self.headers.get("Authorization", "")), "the request is not signed"
            assert self.headers["X-Amz-Security-Token"] == "token"
            status, answer = domain.answer(self.command, self.path, content)
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = _respond  # noqa: N815  (the library's names)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        domain.url = f"http://127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield domain
        server.shutdown()
