"""Function rights: what the statements in the policies of a function's role allow, as written."""

from __future__ import annotations

from collections.abc import Iterator

from policies.framework.aws import lambda_
from policies.framework.graph import Graph
from policies.framework.resource import Resource
from policies.relations.policy_documents import Statement
from policies.relations.roles import Document, documents, role_of

INVOKE = "lambda:InvokeFunction"


def allowed(function: Resource, graph: Graph) -> list[Statement]:
    """The statements that allow something, of the policies in the stack that are known."""
    return [one for each in _documents(function, graph) for one in each.known if one.allows]


def invoked(function: Resource, graph: Graph) -> Iterator[tuple[str, bool]]:
    """What a function may invoke, each with whether it is itself. While a policy is not known,
    the functions that it refers to; a durable function's refers to itself, for its steps.
    """
    own, is_durable = function.properties.get("arn"), function.has("durableConfig")
    for each in _documents(function, graph):
        if each.statements is None:
            for target in graph.of(each.holder, each.key, lambda_.Function):
                if not is_durable or target.urn != function.urn:
                    yield target.name, target.urn == function.urn
        for one in each.known:
            # One that allows everything is reported for its wildcard.
            if one.allows and one.has_action(INVOKE) and "*" not in one.actions:
                for arn in one.resources:
                    yield arn, isinstance(own, str) and arn in (own, f"{own}:*")


def _documents(function: Resource, graph: Graph) -> Iterator[Document]:
    role = role_of(function, "role", graph)
    return documents(role, graph) if role else iter(())
