"""The routes of the recorded program, with what the source of each handler says of its requests."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from http import HTTPStatus
from typing import Any

import pulumi_aws as aws

from contracts.contract import Contract
from runtime import http_errors
from settings import OPTIONAL_SERVICES, SERVICES
from tests.cloud import Cloud, Recorded
from tests.reach import closure, defined, definitions, dotted, known, named
from tests.source import modules, tree
from tests.stage import deployed_with

# What the request and the pages of a list raise by themselves.
RAISED_BY = {
    "body": ("BadRequest", "the body does not match its contract; `details` has every problem"),
    "path_parameter": ("BadRequest", "a part of the path is out of its limits"),
    "query_parameter": ("BadRequest", "a part of the query is out of its limits"),
    "query_list": ("BadRequest", "a part of the query is out of its limits"),
    "header_parameter": ("BadRequest", "a header is missing or out of its limits"),
    "start_key": ("BadRequest", "`nextToken` is not one that this list returned"),
    "page_size": ("BadRequest", "`limit` is not between 1 and 200"),
    "require_agent": ("Forbidden", "the caller is not in the group `agents`"),
}


# All that a response of 5xx says.
UNAVAILABLE = "not available now, try again later; its correlation id is {id}"

# What reads a query parameter, and which of its arguments is the name.
READS_QUERY = {"request.query.get": 0, "request.query_parameter": 1, "request.query_list": 1}


@dataclass(frozen=True)
class Raised:
    """An HTTP error that a handler may answer with, and its message or cause."""

    status: HTTPStatus
    text: str


@dataclass(frozen=True)
class ApiRoute:
    """A route as the gateway has it; ``handler`` is the path of the module that answers it,
    ``model`` the schema by which a REST API judges bodies itself.
    """

    service: str
    key: str
    public: bool
    headers: tuple[str, ...]
    handler: str
    is_rest: bool = False
    model: str | None = None

    @property
    def method(self) -> str:
        return self.key.partition(" ")[0]

    @property
    def path(self) -> str:
        return self.key.partition(" ")[2]

    @property
    def purpose(self) -> str:
        """The first sentence of the handler's module, without the route."""
        said = (ast.get_docstring(tree(self.handler)) or "").split("\n\n")[0]
        text = " ".join(said.partition("``: ")[2].split())
        return text[:1].upper() + text[1:]

    @property
    def for_agents(self) -> bool:
        return "require_agent" in self._calls

    @property
    def body(self) -> type[Contract] | None:
        """The contract of the body."""
        for call in self._nodes(ast.Call):
            if ast.unparse(call.func) == "request.body":
                name = known(self.handler)[ast.unparse(call.args[0])]
                module, _, contract = name.rpartition(".")
                found: type[Contract] = getattr(importlib.import_module(module), contract)
                return found
        return None

    def kinds(self, reader: str) -> dict[str, Any]:
        """The types that a reader of the request (``path_parameter``) checks, by parameter."""
        found: dict[str, Any] = {}
        for source, statement in self._statements:
            for call in (node for node in ast.walk(statement) if isinstance(node, ast.Call)):
                if ast.unparse(call.func) == f"request.{reader}":
                    name = known(source)[ast.unparse(call.args[0])]
                    module, _, kind = name.rpartition(".")
                    value = getattr(importlib.import_module(module), kind)
                    found[self._text(call.args[1])] = value
        return found

    @property
    def query(self) -> tuple[str, ...]:
        """The query parameters that the handler reads."""
        return tuple(
            str(call.args[READS_QUERY[name]].value)
            for call in self._nodes(ast.Call)
            if (name := ast.unparse(call.func)) in READS_QUERY
            and isinstance(call.args[READS_QUERY[name]], ast.Constant)
        )

    @property
    def statuses(self) -> tuple[HTTPStatus, ...]:
        """The statuses of success, the usual one first."""
        given = [
            keyword.value
            for call in self._nodes(ast.Call)
            if ast.unparse(call.func) == "Response"
            for keyword in call.keywords
            if keyword.arg == "status"
        ]
        names = [n for value in given for n in re.findall(r"HTTPStatus\.(\w+)", ast.unparse(value))]
        return tuple(HTTPStatus[name] for name in dict.fromkeys(names)) or (HTTPStatus.OK,)

    @property
    def raised(self) -> list[Raised]:
        """The errors by status; of the request first, then those that the service's code raises."""
        implied = [RAISED_BY[name] for name in RAISED_BY if name in self._calls]
        found = [Raised(getattr(http_errors, name).status, text) for name, text in implied]
        for node in self._nodes(ast.Raise):
            if not isinstance(node.exc, ast.Call):
                continue
            name = ast.unparse(node.exc.func).removesuffix(".of")
            if name in vars(http_errors):
                status = getattr(http_errors, name).status
                text = _message(node.exc.args[0], self._constants)
                found.append(Raised(status, UNAVAILABLE if status >= 500 else text))
        return sorted(dict.fromkeys(found), key=lambda each: each.status)

    @cached_property
    def _statements(self) -> list[tuple[str, ast.stmt]]:
        """The definitions of the service's code that the handler leads to, with their modules."""
        folder = f"services/{self.service}/app"
        leads: dict[str, set[str]] = {}
        for module in modules(folder):
            leads |= definitions(module)
        names = closure(named(self.handler), leads)
        return [
            (module, statement)
            for module in modules(folder)
            for statement in tree(module).body
            if module == self.handler
            or any(f"{dotted(module)}.{name}" in names for name in defined(statement))
        ]

    def _nodes(self, kind: type[ast.AST]) -> Iterator[ast.AST]:
        for _, statement in self._statements:
            yield from (node for node in ast.walk(statement) if isinstance(node, kind))

    def _text(self, node: ast.expr) -> str:
        """A text, or that of a constant."""
        return node.value if isinstance(node, ast.Constant) else self._constants[ast.unparse(node)]

    @cached_property
    def _constants(self) -> dict[str, str]:
        """Texts and numbers that the service's modules give a name."""
        return {
            target.id: str(node.value.value)
            for node in self._nodes(ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name) and isinstance(node.value, ast.Constant)
        }

    @cached_property
    def _calls(self) -> set[str]:
        """The last part of the name of each function that is called."""
        return {ast.unparse(call.func).rpartition(".")[2] for call in self._nodes(ast.Call)}


def _message(node: ast.expr, constants: Mapping[str, str]) -> str:
    """A message as a page shows it: what is filled in stands in braces, or is its constant."""
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else _filled(part, constants)
            for part in node.values
        )
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.List) and isinstance(node.elts[0], ast.Call):
        field, limit = node.elts[0].args[:2]
        return f"{_message(field, constants)} must be {_message(limit, constants)}"
    return "the message names what is wrong"


def _filled(part: ast.expr, constants: Mapping[str, str]) -> str:
    """What stands in a message: the value of a constant, else the last name in braces."""
    names = re.findall(r"[A-Za-z_]+", ast.unparse(part))
    return constants.get(names[-1]) or f"{{{names[-1]}}}"


@cache
def every_route() -> Mapping[str, ApiRoute]:
    """The routes of all services, by service and route."""
    return {
        f"{service} {route.key}": route
        for service in (*SERVICES, *OPTIONAL_SERVICES)
        for route in routes_of(service, deployed_with(service))
    }


def routes_of(service: str, cloud: Cloud) -> list[ApiRoute]:
    """Every route of a service's API, as recorded, in the order of their paths."""
    found = [*_http_routes(service, cloud), *_rest_routes(service, cloud)]
    return sorted(found, key=lambda route: (route.path, route.method))


def _http_routes(service: str, cloud: Cloud) -> Iterator[ApiRoute]:
    for route in _own(service, cloud, aws.apigatewayv2.Route):
        if " " not in route.inputs["routeKey"]:
            continue  # of a WebSocket API, which has messages
        name = route.inputs["target"].removeprefix("integrations/").removesuffix("-id")
        integration = cloud.one(aws.apigatewayv2.Integration, name)
        yield ApiRoute(
            service=service,
            key=route.inputs["routeKey"],
            public=route.inputs["authorizationType"] == "NONE",
            headers=(),
            handler=_handler(integration.inputs["integrationUri"], cloud),
        )


def _rest_routes(service: str, cloud: Cloud) -> Iterator[ApiRoute]:
    integrations = _own(service, cloud, aws.apigateway.Integration)
    for method in _own(service, cloud, aws.apigateway.Method):
        where = [method.inputs[key] for key in ("restApi", "resourceId", "httpMethod")]
        [integration] = [
            each
            for each in integrations
            if [each.inputs[key] for key in ("restApi", "resourceId", "httpMethod")] == where
        ]
        if integration.inputs["type"] == "MOCK":
            continue
        yield ApiRoute(
            service=service,
            key=f"{method.inputs['httpMethod']} {_path(method.inputs['resourceId'], cloud)}",
            public=method.inputs["authorization"] == "NONE",
            headers=_headers(method.inputs.get("requestParameters") or {}),
            handler=_handler(integration.inputs["uri"], cloud),
            is_rest=True,
            model=_model(method, cloud),
        )


def _headers(parameters: Mapping[str, bool]) -> tuple[str, ...]:
    """The headers that a method asks for. Those of a cached response are optional, and parts of
    the path and the query are parameters only where it is cached by them.
    """
    kind = "method.request.header."
    return tuple(
        name.removeprefix(kind)
        for name, is_required in parameters.items()
        if is_required and name.startswith(kind)
    )


def _model(method: Recorded, cloud: Cloud) -> str | None:
    """The schema of the request model of a method whose bodies are validated."""
    name = (method.inputs.get("requestModels") or {}).get("application/json")
    models = [m for m in cloud.all(aws.apigateway.Model) if m.inputs["name"] == name]
    return models[0].inputs["schema"] if models and method.inputs["requestValidatorId"] else None


def _own(service: str, cloud: Cloud, kind: type) -> list[Recorded]:
    return [each for each in cloud.all(kind) if each.name.startswith(f"{service}-")]


def _path(resource_id: str, cloud: Cloud) -> str:
    """The path of a resource of a REST API, from the root."""
    found = [r for r in cloud.all(aws.apigateway.Resource) if f"{r.name}-id" == resource_id]
    if not found:
        return ""
    return f"{_path(found[0].inputs['parentId'], cloud)}/{found[0].inputs['pathPart']}"


def _handler(uri: str, cloud: Cloud) -> str:
    """The module that a function runs, by the URI of an integration."""
    name = uri.removesuffix("/invocations").rpartition(":")[2]
    handler: str = cloud.one(aws.lambda_.Function, name).inputs["handler"]
    return handler.rpartition(".")[0].replace(".", "/") + ".py"
