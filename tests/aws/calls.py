"""Calls of the local provider against botocore's models of each operation.

Every resource of the local stage and of the examples is created, read, updated and deleted with
clients that send nothing: the requests are held against the model (names, types, required, and also
enumerations, lengths, ranges and patterns, which botocore itself leaves to AWS), and the answers
are made from the model. Two updates take away all properties that may change, and give them again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any
from unittest import mock

import botocore.client
from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape
from botocore.validate import ParamValidator
from pulumi.runtime import rpc

from local.provider.cloud import Cloud
from local.provider.errors import ProviderError
from local.provider.registry import resource_type
from local.provider.resource import Change, ResourceType
from local.provider.wire import Asset
from tests.aws.oracle import Finding
from tests.aws.programs import Resource
from tests.cloud import ACCOUNT, REGION

# The marks of files and archives in the engine's protocol.
SIGNATURE = rpc._special_sig_key
FILE, ARCHIVE = rpc._special_asset_sig, rpc._special_archive_sig

CLOUD = Cloud(region=REGION, endpoints={"all": "http://127.0.0.1:1"})
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
WORD = re.compile(r"[A-Z_]+")
ONE_FILE = Asset({SIGNATURE: FILE, "text": "1"})
FILES = Asset({SIGNATURE: ARCHIVE, "assets": {"a.py": Asset({SIGNATURE: FILE, "text": "1"})}})

# A token asks for one more page, for ever;
# and a failed entry is an error.
LEFT_OUT = re.compile(r"(?<!lock)token|marker|position|^failed", re.IGNORECASE)
SAMPLE = "sample_1"

# A table's indexes have keys at this depth; attributes of items have themselves at every one.
DEEPEST = 8

UUID = "8f0c3a52-6d5b-4c11-9a43-1f0f5e7c2b11"

# What a model does not say of an answer: the form of a text, and the keys of a map.
FORMS = {
    "UUID": UUID,
    "WebACLSummary.Id": UUID,
    "IPSetSummary.Id": UUID,
    "IPSet.ARN": f"arn:aws:wafv2:us-east-1:{ACCOUNT}:global/ipset/sample/{UUID}",
    "WebACL.ARN": f"arn:aws:wafv2:us-east-1:{ACCOUNT}:global/webacl/sample/{UUID}",
    "Distribution.ARN": f"arn:aws:cloudfront::{ACCOUNT}:distribution/E1A2B3C4D5E6F7",
    "LockToken": UUID,
    "ConsumerARN": f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/sample/consumer/sample:1764504000",
    "LayerVersionArn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:layer:sample:1",
    "Policy": '{"Statement": []}',
    "id": "sample1",
    "FunctionARN": f"arn:aws:cloudfront::{ACCOUNT}:function/sample",
    "GetFunctionResult.FunctionCode": BytesIO(b"function handler(event) {}"),
    "OriginShieldRegion": REGION,
    "apiId": "sample",
    "PolicyVersion.versionId": "1",
    "DeliveryStreamDescription.VersionId": "1",
    "DestinationDescription.DestinationId": "destination-1",
    "IdentityPoolId": f"{REGION}:7a2b4c6d-0000-4000-8000-000000000000",
    "GraphqlApi.arn": f"arn:aws:appsync:{REGION}:{ACCOUNT}:apis/abcdefghijklmnopqrstuvwxyz",
}
KEYS = {
    "Attributes": {
        "QueueArn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:sample",
        "TopicArn": f"arn:aws:sns:{REGION}:{ACCOUNT}:sample",
        "Owner": ACCOUNT,
        "Protocol": "sqs",
        "Endpoint": SAMPLE,
    }
}


def of(resources: Iterable[Resource]) -> list[Resource]:
    """What is deployed to an emulator: of resources that differ in their names only, one."""
    deployed = [
        r
        for r in resources
        if r.program == "local" or r.program.startswith("examples/")
        if not resource_type(r.type).planned_only
    ]
    return list({(r.type, json.dumps(_shape(r.inputs))): r for r in deployed}.values())


def _shape(value: Any) -> Any:
    """Inputs with their texts blank, but for AWS's own words: ``PAY_PER_REQUEST``, ``INFO``."""
    if isinstance(value, dict):
        return {key: _shape(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [_shape(inner) for inner in value]
    return "" if isinstance(value, str) and not WORD.fullmatch(value) else value


def findings(resources: Iterable[Resource]) -> Iterator[Finding]:
    """What the models have against the calls that make each resource."""
    for resource in resources:
        wrong: list[str] = []
        with mock.patch.object(botocore.client.BaseClient, "_make_api_call", _answering(wrong)):
            live(resource)
        yield from (Finding(resource.at, what) for what in dict.fromkeys(wrong))


def live(resource: Resource) -> None:
    """The life of a resource, from its creation to its end."""
    kind, inputs = resource_type(resource.type), dict(resource.inputs)
    if inputs.get("code") == "files":
        inputs["code"] = FILES
    if inputs.get("source") == "files":
        inputs["source"] = ONE_FILE
    try:
        made = kind.create(CLOUD, inputs)
        if kind.settle:
            kind.settle(CLOUD, made, inputs)
        kind.read(CLOUD, made, inputs)
        if kind.update:
            fixed = {key: inputs[key] for key in inputs if _stays(kind, key)}
            kind.update(CLOUD, made, Change(inputs, fixed))
            kind.update(CLOUD, made, Change(fixed, inputs))
        kind.delete(CLOUD, made, inputs)
    except ProviderError as error:
        raise AssertionError(f"{resource.at}: {error}") from error


def _stays(kind: ResourceType, name: str) -> bool:
    """Whether an update leaves a property as it is: Pulumi makes up a name that is left out."""
    fixed = name == "name" or kind.replaces(name)
    return fixed or name in kind.required or name in kind.defaults


def _answering(wrong: list[str]) -> Any:
    def call(client: Any, operation: str, request: dict[str, Any]) -> Any:
        model = client.meta.service_model.operation_model(operation)
        if model.input_shape is not None:
            report = ParamValidator().validate(request, model.input_shape)
            if report.has_errors():
                wrong.append(f"{operation}: {report.generate_report()}")
            wrong.extend(f"{operation}: {w}" for w in beyond(model.input_shape, request, ""))
        return _answer(model.output_shape)

    return call


def beyond(shape: Shape, value: Any, path: str) -> Iterator[str]:
    """What a model says of a value beyond its type."""
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        for key, inner in value.items():
            if key in shape.members:
                yield from beyond(shape.members[key], inner, f"{path}.{key}")
    elif isinstance(shape, ListShape) and isinstance(value, list):
        yield from _sized(shape, len(value), path, "items")
        for item in value:
            yield from beyond(shape.member, item, f"{path}[]")
    elif isinstance(shape, MapShape) and isinstance(value, dict):
        for key, inner in value.items():
            yield from beyond(shape.key, key, f"{path} (key)")
            yield from beyond(shape.value, inner, f"{path}.{key}")
    elif isinstance(value, str):
        yield from _text(shape, value, path)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from _sized(shape, value, path, "")


def _sized(shape: Shape, size: float, path: str, unit: str) -> Iterator[str]:
    low, high = (shape.metadata.get(key, size) for key in ("min", "max"))
    if not float(low) <= size <= float(high):
        yield f"{path.lstrip('.')} is {low} to {high} {unit}, got {size}"


def _text(shape: Shape, value: str, path: str) -> Iterator[str]:
    yield from _sized(shape, len(value), path, "characters")
    if isinstance(shape, StringShape) and shape.enum and value not in shape.enum:
        yield f"{path.lstrip('.')} is one of {', '.join(shape.enum)}, got {value}"
    pattern = shape.metadata.get("pattern")
    if pattern and not (expression := _compiled(pattern)).fullmatch(value) and expression.pattern:
        yield f"{path.lstrip('.')} has the form {pattern}, got {value}"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of Java's; one that Python cannot read holds for every text."""
    try:
        return re.compile(re.sub(r"\\p\{(\w+)\}", lambda m: CLASSES.get(m[1], r"\\w"), pattern))
    except re.error:
        return re.compile("")


CLASSES = {"L": r"\w", "Z": r"\s", "N": r"\d", "P": r"!-/:-@\[-`{-~", "S": r"$+<=>^`|~", "M": ""}


def _answer(shape: Shape | None, name: str = "", depth: int = 0) -> Any:
    """An answer of a model's shape; ``name`` is that of the member."""
    if isinstance(shape, StructureShape):
        if depth > DEEPEST:
            return {}
        members = [item for item in shape.members.items() if not LEFT_OUT.search(item[0])]
        of = shape.name
        return {k: FORMS.get(f"{of}.{k}") or _answer(each, k, depth + 1) for k, each in members}
    if isinstance(shape, ListShape):
        return [_answer(shape.member, name, depth + 1)] * max(1, shape.metadata.get("min", 1))
    if isinstance(shape, MapShape):
        return KEYS.get(name, {})
    if shape is None:
        return {}
    if isinstance(shape, StringShape):
        words = sorted(shape.enum, key=lambda word: word.lower() != "active")
        return words[0] if words else FORMS.get(name, SAMPLE)
    return {"boolean": False, "blob": b"", "timestamp": MOMENT}.get(shape.type_name, 1)
