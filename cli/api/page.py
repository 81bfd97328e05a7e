"""API page: the documents as one HTML file, which needs no network, no script and no other file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from html import escape
from http import HTTPStatus

from cli.api.documents import JSON, Document, Operation, caller, operations, request, statuses
from cli.api.page_schemas import Schemas, marked, sentence, table

STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --link: #1a66c2; }
@media (prefers-color-scheme: dark) { :root { --link: #7ab4ff; } }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0; display: grid; grid-template-columns: 21rem 1fr; }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1rem; box-sizing: border-box;
  border-right: 1px solid var(--line); font-size: 13px; }
nav ul { list-style: none; padding: 0; margin: 0 0 1rem; }
nav li a { display: flex; align-items: baseline; gap: .4em; overflow-wrap: anywhere; } nav .method { flex: none; } nav code { min-width: 0; }
main { padding: 1rem 2rem 4rem; max-width: 60rem; min-width: 0; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
section { border-top: 1px solid var(--line); margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .6rem .3rem 0; text-align: left;
  vertical-align: top; }
th, td:first-child { white-space: nowrap; }
td:last-child { overflow-wrap: anywhere; }
h1 { border-top: 3px solid var(--line); margin-top: 3rem; padding-top: 1rem; }
code, pre { font: 13px/1.45 ui-monospace, monospace; }
pre { background: var(--soft); padding: .7rem; overflow: auto; white-space: pre-wrap;
  overflow-wrap: anywhere; }
h2 .method, h2 code { font-size: 17px; }
.method { display: inline-block; min-width: 3.8em; font: 600 12px ui-monospace, monospace; }
.GET { color: #2a7f3f; } .POST { color: #1a66c2; } .PUT { color: #a86200; } .DELETE { color: #c0392b; }
@media (max-width: 50rem) { body { display: block; } nav { position: static; height: auto; } }
"""  # noqa: E501  (a line of CSS for each rule)


def page(documents: Sequence[Document]) -> str:
    """The page with the routes and the schemas of these documents."""
    names = ", ".join(each["info"]["title"] for each in documents)
    links = "".join(map(_links, documents))
    parts = "".join(map(_service, documents))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>API: {escape(names)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<nav>{links}</nav>\n<main>\n{parts}</main>\n</body>\n</html>\n"
    )


def _links(document: Document) -> str:
    service = document["info"]["title"]
    routes = "".join(
        f'<li><a href="#{_anchor(service, key)}">{_shown(key)}</a></li>\n'
        for key in operations(document)
    )
    return f'<a href="#{service}"><b>{escape(service)}</b></a>\n<ul>{routes}</ul>\n'


def _service(document: Document) -> str:
    info, service = document["info"], document["info"]["title"]
    schemas = Schemas(service, document["components"]["schemas"])
    token = document["components"]["securitySchemes"]["token"]
    server = document["servers"][0]
    said = " ".join(sentence(info[each]) for each in ("summary", "description") if each in info)
    return (
        f'<h1 id="{service}">{escape(service)}</h1>\n<p>{said}</p>\n'
        f"<p>URL: {escape(server['description'])}.<br>"
        f"Token: {escape(token['description'])}, in the header "
        f"<code>{escape(token['name'])}</code>.</p>\n"
        + "".join(
            _route(document, key, each, schemas) for key, each in operations(document).items()
        )
        + schemas.sections()
    )


def _route(document: Document, key: str, operation: Operation, schemas: Schemas) -> str:
    service = document["info"]["title"]
    parts = [
        f'<section id="{_anchor(service, key)}">\n<h2>{_shown(key)}</h2>\n',
        f"<p>{sentence(operation['summary'])}</p>\n",
        f"<p>Caller: {marked(caller(operation))}.</p>\n",
        _parameters(document, key, operation, schemas),
    ]
    if content := operation.get("requestBody", {}).get("content", {}):
        parts.append(f"<h3>Body</h3>\n{schemas.described(content[JSON]['schema'])}")
        parts.append(_example(content[JSON]))
    parts.append(f"<h3>Try</h3>\n<pre>{escape(request(operation))}</pre>\n")
    parts.append("<h3>Answers</h3>\n")
    parts.append(table(("status", "when", "body"), _answers(document, operation, schemas)))
    success, _ = statuses(operation)
    parts.append(_success(success[0], operation["responses"][success[0]], schemas))
    return "".join([*parts, "</section>\n"])


def _parameters(document: Document, key: str, operation: Operation, schemas: Schemas) -> str:
    """Those of the route, then those that all routes of its path have."""
    of_path = document["paths"][key.partition(" ")[2]]["parameters"]
    rows = []
    for given in [*operation["parameters"], *of_path]:
        each = _resolved(document, given)
        described = [sentence(each["description"])] if "description" in each else []
        rows.append(
            (
                f"<code>{escape(each['name'])}</code>",
                each["in"],
                "yes" if each.get("required") else "no",
                "<br>".join([schemas.kind(each["schema"]), *described]),
            )
        )
    return "<h3>Parameters</h3>\n" + table(("name", "in", "required", "type"), rows)


def _answers(document: Document, operation: Operation, schemas: Schemas) -> Iterator[Sequence[str]]:
    for status, given in operation["responses"].items():
        response = _resolved(document, given)
        causes = "<br>".join(map(marked, response["description"].splitlines()))
        kind = schemas.kind(response["content"][JSON]["schema"])
        yield f"{status} {escape(HTTPStatus(int(status)).phrase)}", causes, kind


def _success(status: str, response: Operation, schemas: Schemas) -> str:
    """An example, and the fields where no name leads to them."""
    content = response["content"][JSON]
    named = "$ref" in content["schema"]
    fields = "" if named else schemas.described(content["schema"])
    return f"<h4>{status}</h4>\n{fields}{_example(content)}"


def _resolved(document: Document, given: Operation) -> Operation:
    """What a reference leads to, or what is given itself."""
    if "$ref" not in given:
        return given
    _, _, part, name = given["$ref"].split("/")
    found: Operation = document["components"][part][name]
    return found


def _example(content: Operation) -> str:
    return f"<pre>{escape(json.dumps(content['example'], indent=2, ensure_ascii=False))}</pre>\n"


def _anchor(service: str, key: str) -> str:
    return escape(f"{service}-{key}".replace(" ", "-").replace("/", "."))


def _shown(key: str) -> str:
    method, _, path = key.partition(" ")
    return f'<span class="method {method}">{method}</span> <code>{escape(path)}</code>'
