from __future__ import annotations

import ast
import dataclasses
import inspect
import json
import re

import pytest

from components.api.http_api import HttpApiArgs
from components.api.rest_api import RestApiArgs
from components.api.web_socket_api import WebSocketApiArgs
from components.compute.function import FunctionArgs
from components.data.table import TableArgs
from components.defaults import Defaults
from components.graphql.graphql_api import GraphqlApiArgs
from components.messaging.queue_worker import QueueWorkerArgs
from components.objects.bucket import BucketArgs
from components.observability.dashboard import DashboardArgs
from components.schedule.schedule import ScheduleArgs
from components.workflow.workflow import WorkflowArgs
from package import (
    bucket,
    dashboard,
    graphql_api,
    http_api,
    queue_worker,
    rest_api,
    schedule,
    stage_defaults,
    table,
    web_socket_api,
    workflow,
)
from package.catalogue import COMPONENTS
from package.function_settings import FunctionSettings
from settings import ROOT
from tests.package.sample import SCHEMA
from tests.source import components

CHECKED_IN = json.loads((ROOT / "package" / "schema.json").read_text(encoding="utf-8"))

# What a number counts or measures.
UNITS = (
    *("seconds", "milliseconds", "minutes", "days", "MB", "percent"),
    *("messages", "events", "requests", "invocations", "periods", "metric's unit", "bytes"),
    *("how often", "how many"),
)


def properties():
    """Every property of the schema, by where it stands."""
    for token, resource in CHECKED_IN["resources"].items():
        for part in ("inputProperties", "properties"):
            for name, found in resource.get(part, {}).items():
                yield f"{token} {part} {name}", found
    for token, kind in CHECKED_IN["types"].items():
        for name, found in kind["properties"].items():
            yield f"{token} {name}", found


def as_the_engine_reads_it(value, within=""):
    """A part of a schema without empty parts, and without descriptions of what a list holds."""
    if not isinstance(value, dict):
        return value
    described = within not in ("items", "additionalProperties")
    return {
        key: as_the_engine_reads_it(each, key)
        for key, each in value.items()
        if each not in ({}, []) and (described or key != "description")
    }


@pytest.mark.parametrize("part", ["name", "version", "resources", "types"])
def test_the_schema_that_is_checked_in_is_that_of_the_package(part):
    same = as_the_engine_reads_it(CHECKED_IN[part]) == as_the_engine_reads_it(SCHEMA[part])
    assert same, "package/schema.json is behind the package: python -m tests.package.write"


def test_every_component_type_and_property_has_a_description():
    described = [*CHECKED_IN["resources"].items(), *CHECKED_IN["types"].items(), *properties()]
    assert [where for where, found in described if not found.get("description")] == []


def test_a_description_is_sentences_on_one_line():
    said = [found["description"] for _, found in properties()]
    assert [text for text in said if "\n" in text or "`" in text or not text.endswith(".")] == []


def test_every_number_says_its_unit_or_what_it_counts():
    numbers = {
        where: found["description"].lower()
        for where, found in properties()
        if found.get("type") in ("integer", "number")
    }
    assert numbers
    assert [
        where
        for where, said in numbers.items()
        if not any(re.search(rf"\b{unit.lower()}\b", said) for unit in UNITS)
    ] == []


TAKEN_OVER = {
    dashboard.DashboardArgs: DashboardArgs,
    graphql_api.GraphqlApiArgs: GraphqlApiArgs,
    web_socket_api.WebSocketApiArgs: WebSocketApiArgs,
    http_api.HttpApiArgs: HttpApiArgs,
    rest_api.RestApiArgs: RestApiArgs,
    workflow.WorkflowArgs: WorkflowArgs,
    FunctionSettings: FunctionArgs,
    bucket.BucketArgs: BucketArgs,
    queue_worker.QueueWorkerArgs: QueueWorkerArgs,
    schedule.ScheduleArgs: ScheduleArgs,
    stage_defaults.StageDefaults: Defaults,
    table.TableArgs: TableArgs,
}


def said_of(kind: type) -> dict[str, str]:
    """The description of each argument of a typed dictionary."""
    [node] = ast.parse(inspect.getsource(kind)).body
    pairs = zip(node.body, node.body[1:], strict=False)
    return {a.target.id: b.value.value for a, b in pairs if isinstance(a, ast.AnnAssign)}


@pytest.mark.parametrize("kind", TAKEN_OVER, ids=lambda kind: kind.__name__)
def test_the_default_that_a_description_names_is_the_components(kind):
    defaults = {
        field.name: str(field.default).lower() if field.type == "bool" else str(field.default)
        for field in dataclasses.fields(TAKEN_OVER[kind])
        if isinstance(field.default, int | float | str) and field.default != ""
    }
    said = {
        name: re.search(r"(\S+) unless given", text)[1]
        for name, text in said_of(kind).items()
        if name in defaults
    }
    assert said == {name: defaults[name] for name in said}


def test_a_component_stands_in_a_file_of_its_name_under_a_type_of_its_name():
    for name, (module, node) in components("package").items():
        assert re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() == module.split("/")[-1][:-3]
        assert f"super().__init__('serverless:index:{name}', name, None, opts)" in ast.unparse(node)
        assert "self.register_outputs(" in ast.unparse(node)


def test_every_component_is_listed():
    assert [c.__name__ for c in COMPONENTS] == sorted(components("package"))


# Options that a program in another language has in another form, or not at all.
ELSEWHERE = {
    Defaults: {
        "alarms": "the package has no alarm over those of a service",
        "logs": "the package has no queries of a service",
    },
    DashboardArgs: {
        "apis": "restApis and httpApis",
        "business": "the package has no runtime that counts",
        "graphql": "an Alarm has what a dashboard of other APIs shows",
        "web_sockets": "an Alarm has what a dashboard of other APIs shows",
    },
    HttpApiArgs: {
        "authorizer": "authorizerArn and authorizerSeconds",
        "tokens": "issuer, audience and scopes",
        "old_system": "the package replaces no other system",
    },
    TableArgs: {
        "capacity": "tables of the package are billed by request",
        "encryption_key": "tables of the package have AWS's own key",
    },
    BucketArgs: {
        "cors": "the package has no browser that uploads",
        "distributed": "the package has no distribution",
        "lifecycle": "expirationDays; the package has no storage classes",
    },
    RestApiArgs: {
        "after": "accountLogs",
        "authorizer": "authorizerArn and authorizerSeconds",
    },
    GraphqlApiArgs: {"authorization": "userPoolId, clientId and apiKeyExpires"},
    WebSocketApiArgs: {"after": "accountLogs"},
    WorkflowArgs: {"uses": "permissions", "express": "workflows of the package are Standard"},
    FunctionArgs: {
        "network": "the package has no network",
        "code": "codePath",
        "uses": "permissions and environment",
        "on_failure": "no component invokes a function asynchronously",
        "answered_failures": "an Alarm on the metric that its handler counts",
        "durable": "workflows of the package wait and go on",
        "warm": "the package has no alias of a function",
        "snap_start": "the package has no alias of a function",
    },
    QueueWorkerArgs: {
        "senders": "EventSubscription and FanOut have their own",
        "requeues": "broadcast of a WebSocketApi",
    },
    ScheduleArgs: {
        "worker": "function and maxReceives",
    },
}


# What the arguments of the package have instead.
INSTEAD = {
    FunctionArgs: {"code_path", "permissions"},
    DashboardArgs: {"rest_apis", "http_apis"},
    HttpApiArgs: {"issuer", "audience", "scopes", "authorizer_arn", "authorizer_seconds"},
    RestApiArgs: {"account_logs", "authorizer_arn", "authorizer_seconds"},
    GraphqlApiArgs: {"user_pool_id", "client_id", "api_key_expires"},
    WebSocketApiArgs: {"account_logs", "token"},
    ScheduleArgs: {"max_receives"},
    WorkflowArgs: {"permissions"},
}


@pytest.mark.parametrize("kind", TAKEN_OVER, ids=lambda kind: kind.__name__)
def test_every_option_of_a_component_is_in_the_package_or_in_another_form(kind):
    options = {field.name for field in dataclasses.fields(TAKEN_OVER[kind])}
    arguments = set(said_of(kind))
    assert options - arguments == set(ELSEWHERE.get(TAKEN_OVER[kind], {}))
    assert arguments - options == INSTEAD.get(TAKEN_OVER[kind], set())
