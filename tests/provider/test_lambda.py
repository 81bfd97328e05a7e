"""Functions in Lambda's words."""

from __future__ import annotations

from botocore.stub import ANY
from pulumi.runtime import rpc

from local.provider.resource import Change
from local.provider.resource_types.lambda_ import TYPES, configuration, reserve, update_function
from local.provider.wire import SIGNATURE, Asset
from tests.provider.clients import Script

ROLE = "arn:aws:iam::000000000000:role/r"


def code(digest):
    return Asset({SIGNATURE: rpc._special_archive_sig, "assets": {}, "hash": digest})


PROPS = {
    "name": "orders",
    "runtime": "nodejs20.x",
    "handler": "index.handle",
    "role": ROLE,
    "code": code("1"),
    "architectures": ["arm64"],
    "publish": False,
    "reservedConcurrentExecutions": -1,
    "memorySize": 128,
}
SAID = {
    "FunctionName": "orders",
    "Runtime": "nodejs20.x",
    "Handler": "index.handle",
    "Role": ROLE,
    "MemorySize": 128,
}


def updated(old, new, *expected):
    script = Script("lambda")
    for operation, request in expected:
        script.expects(operation, request)
    update_function(script.cloud, "orders", Change({**PROPS, **old}, {**PROPS, **new}))
    return script


def test_new_code_is_uploaded_and_nothing_else_is_said():
    upload = {
        "FunctionName": "orders",
        "ZipFile": ANY,
        "Architectures": ["arm64"],
        "Publish": False,
    }
    assert updated({}, {"code": code("2")}, ("update_function_code", upload)).is_over()


def test_a_new_configuration_uploads_no_code():
    said = {**SAID, "MemorySize": 512}
    script = updated({}, {"memorySize": 512}, ("update_function_configuration", said))
    assert script.is_over()


def test_what_the_program_no_longer_says_is_cleared():
    said = {**SAID, "Description": "", "Layers": []}
    old = {"description": "old", "layers": ["arn:aws:lambda:eu-west-1:000000000000:layer:a:1"]}
    assert updated(old, {}, ("update_function_configuration", said)).is_over()


def test_a_published_function_gets_a_version_for_every_change():
    said = ("update_function_configuration", {**SAID, "MemorySize": 512})
    version = ("publish_version", {"FunctionName": "orders"})
    publish = {"publish": True}
    assert updated(publish, {**publish, "memorySize": 512}, said, version).is_over()


def test_concurrency_is_reserved_or_given_back():
    script = Script("lambda")
    script.expects(
        "put_function_concurrency",
        {"FunctionName": "orders", "ReservedConcurrentExecutions": 0},
        {"ReservedConcurrentExecutions": 0},
    )
    script.expects("delete_function_concurrency", {"FunctionName": "orders"})
    reserve(script.cloud, "orders", 0)
    reserve(script.cloud, "orders", -1)
    assert script.is_over()


def test_what_the_emulator_cannot_honour_is_not_sent():
    said = configuration(Script("lambda").cloud, {**PROPS, "snapStart": {"applyOn": "None"}})
    assert "snapStart" not in said
    assert "snapStart" in TYPES[0].accepted
