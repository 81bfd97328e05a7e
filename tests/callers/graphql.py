"""The fields of a GraphQL API as rows of the table: what AppSync and the field's function answer.

A field is answered with an error in a response of 200; the table has the status of its type.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any
from unittest import mock

import graphql
import pulumi_aws as aws

from runtime import http_errors
from runtime.http_errors import NotFound
from tests.callers.guarded import Guarded
from tests.cloud import Cloud
from tests.fakes.invocations import CONTEXT, field_event

ROOTS = ("Query", "Mutation", "Subscription")
# The directive by which AppSync asks for a group of a user pool.
GROUPS = "aws_cognito_user_pools"
# How a resolver's code refuses what is no access token.
REFUSES = "token_use !== 'access'"


def fields(service: str, cloud: Cloud) -> Iterator[Guarded]:
    """The root fields that a service's resolvers answer."""
    resolvers = {
        f"{each.inputs['type']}.{each.inputs['field']}": each
        for each in cloud.all(aws.appsync.Resolver)
        if each.name.startswith(f"{service}-") and each.inputs["type"] in ROOTS
    }
    apis = [each for each in cloud.all(aws.appsync.GraphQLApi) if each.name.startswith(service)]
    for api in apis:
        declared = _declared(api.inputs["schema"])
        for key, resolver in sorted(resolvers.items()):
            name = f"{service}-api-{resolver.inputs['dataSource']}-source"
            source = cloud.one(aws.appsync.DataSource, name)
            arn = str(source.inputs["lambdaConfig"]["functionArn"])
            handler = cloud.one(aws.lambda_.Function, arn.rpartition(":")[2]).inputs["handler"]
            yield Guarded(
                service,
                "GraphQL",
                key,
                handler.rpartition(".")[0],
                public=False,
                query=tuple(each.name.value for each in declared[key].arguments),
                groups=_groups(declared[key]),
                access_only=REFUSES in resolver.inputs["code"],
            )


def answer(route: Guarded, claims: Mapping[str, Any] | None, named: Mapping[str, str]) -> int:
    """The status of what the function answers; no other service has what it asks for."""
    event = field_event(route.key, arguments=dict.fromkeys(route.query, "none") | {**named})
    event["identity"] = {"claims": claims}
    module = import_module(route.module)
    asks = [name for name in ("get_as", "post_as", "endpoint") if hasattr(module, name)]
    with mock.patch.multiple(module, **dict.fromkeys(asks, _absent)):
        error = module.handle(event, CONTEXT).get("error")
    return int(getattr(http_errors, error["type"]).status) if error else 200


def _absent(*_: object) -> Any:
    raise NotFound("there is none")


def _declared(schema: str) -> dict[str, graphql.FieldDefinitionNode]:
    return {
        f"{kind.name.value}.{field.name.value}": field
        for kind in graphql.parse(schema).definitions
        if isinstance(kind, graphql.ObjectTypeDefinitionNode)
        for field in kind.fields
    }


def _groups(field: graphql.FieldDefinitionNode) -> tuple[str, ...]:
    return tuple(
        value.value
        for directive in field.directives
        if directive.name.value == GROUPS
        for argument in directive.arguments
        if isinstance(argument.value, graphql.ListValueNode)
        for value in argument.value.values
        if isinstance(value, graphql.StringValueNode)
    )
