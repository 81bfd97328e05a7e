"""An AWS provider that makes nothing: a created resource has its inputs, an ARN and a name.

Tests write this file into a program, which names it in the ``plugins`` of its Pulumi.yaml.
"""

from __future__ import annotations

import sys

from pulumi.provider.experimental import provider as sdk
from pulumi.provider.experimental.property_value import PropertyValue
from pulumi.provider.experimental.server import main

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
        return sdk.DiffResponse(changes=False)

    async def create(self, request):
        if request.preview:
            return sdk.CreateResponse(None, request.properties)
        service = request.type.split(":")[1].split("/")[0]
        outputs = {
            "arn": PropertyValue(f"arn:aws:{service}:eu-west-1:123456789012:{request.name}"),
            "name": PropertyValue(request.name),
        }
        return sdk.CreateResponse(request.name, {**outputs, **request.properties})


if __name__ == "__main__":
    main(sys.argv[1:], VERSION, MemoryProvider())
