"""An AWS provider that makes nothing: a created resource has its inputs, an ARN and a name.

Each call is a line of the file in ``CALLS``, if there is one: what it does, and to which resource.

Tests write this file into a program, which names it in the ``plugins`` of its Pulumi.yaml.
"""

from __future__ import annotations

import os
import sys

from pulumi.provider.experimental import provider as sdk
from pulumi.provider.experimental.property_value import PropertyValue
from pulumi.provider.experimental.server import main

CALLS = "MEMORY_PROVIDER_CALLS"
# A change of these is another resource, in the types that tests use.
REPLACED = {"httpMethod", "name", "resourceId", "restApi", "stageName", "triggers"}
# What a REST API and its stage have beside.
OUTPUTS = ("executionArn", "invokeUrl", "rootResourceId")
VERSION = "7.51.1"


class MemoryProvider(sdk.Provider):
    async def get_schema(self, request):
        return sdk.GetSchemaResponse(schema=f'{{"name": "aws", "version": "{VERSION}"}}')

    async def check_config(self, request):
        return sdk.CheckResponse(inputs=request.new_inputs)

    async def configure(self, request):
        return sdk.ConfigureResponse()

    async def check(self, request):
        return sdk.CheckResponse(inputs=request.new_inputs)

    async def diff(self, request):
        news, olds = request.new_inputs, request.old_state
        changed = [key for key in news if key in olds and news[key] != olds[key]]
        replaces = [key for key in changed if key in REPLACED]
        return sdk.DiffResponse(changes=bool(changed), replaces=replaces, diffs=changed)

    async def create(self, request):
        if request.preview:
            return sdk.CreateResponse(None, request.properties)
        called("create", request.name)
        service = request.type.split(":")[1].split("/")[0]
        outputs = {
            "arn": PropertyValue(f"arn:aws:{service}:eu-west-1:123456789012:{request.name}"),
            "name": PropertyValue(request.name),
            **{key: PropertyValue(f"{request.name}-{key}") for key in OUTPUTS},
        }
        return sdk.CreateResponse(request.name, {**outputs, **request.properties})

    async def update(self, request):
        called("update", request.name)
        return sdk.UpdateResponse({**request.olds, **request.news})

    async def delete(self, request):
        called("delete", request.name)


def called(what: str, name: str) -> None:
    if CALLS in os.environ:
        with open(os.environ[CALLS], "a", encoding="utf-8") as calls:
            calls.write(f"{what} {name}\n")


if __name__ == "__main__":
    main(sys.argv[1:], VERSION, MemoryProvider())
