"""The provider's words are pulumi-aws's words."""

from __future__ import annotations

import importlib
import inspect
import re
from functools import cache

import pytest

from local.provider.registry import resource_types
from local.provider.unsupported import ABSENT, INERT, UNSUPPORTED

MODULES = {"lambda": "lambda_"}
TYPES = resource_types()
EVERY_TYPE = pytest.mark.parametrize("kind", TYPES.values(), ids=TYPES)


@cache
def sdk_class(token):
    _, path, name = token.split(":")
    module = path.partition("/")[0]
    return getattr(importlib.import_module(f"pulumi_aws.{MODULES.get(module, module)}"), name)


def words(token):
    """A class's outputs by their Python names, with the names that the engine sees."""
    members = inspect.getmembers(sdk_class(token), lambda member: isinstance(member, property))
    own = {name: member for name, member in members if name in vars(sdk_class(token))}
    return {name: getattr(own[name].fget, "_pulumi_name", name) for name in own}


def declared_inputs(token):
    signature = inspect.signature(sdk_class(token)._internal_init)
    return {words(token)[name] for name in signature.parameters if name in words(token)}


def declared_outputs(token):
    return set(words(token).values())


@EVERY_TYPE
def test_the_token_is_the_classs_own(kind):
    assert sdk_class(kind.token).pulumi_type == kind.token


@EVERY_TYPE
def test_every_input_is_one_that_pulumi_aws_declares(kind):
    assert kind.accepted - declared_inputs(kind.token) == set()


@EVERY_TYPE
def test_every_output_that_pulumi_aws_declares_is_given(kind):
    absent = {name for token, name in ABSENT if token == kind.token}
    wanted = declared_outputs(kind.token) - declared_inputs(kind.token) - absent
    assert wanted - kind.computed == set()


@EVERY_TYPE
def test_no_output_is_made_up(kind):
    assert kind.computed - declared_outputs(kind.token) == set()


@EVERY_TYPE
def test_what_a_type_says_of_its_properties_is_about_its_properties(kind):
    spoken = {*kind.required, *kind.defaults, *kind.replace_on, *kind.documents, *kind.unordered}
    spoken |= kind.exact
    spoken |= {path.partition(".")[0] for path in kind.blocks}
    assert spoken - kind.accepted == set()
    assert kind.volatile - kind.computed == set()
    assert kind.naming is None or kind.naming.property in kind.accepted


@EVERY_TYPE
def test_what_pulumi_aws_requires_is_required_here(kind):
    args = getattr(
        inspect.getmodule(sdk_class(kind.token)), f"{sdk_class(kind.token).__name__}Args"
    )
    wanted = {
        words(kind.token)[parameter.name]
        for parameter in inspect.signature(args.__init__).parameters.values()
        if parameter.default is inspect.Parameter.empty and parameter.name in words(kind.token)
    }
    assert wanted - kind.required == set()


def block_words(token, path):
    """What a nested block may hold, by the names that the engine sees."""
    holder = sdk_class(token)._internal_init
    for step in path.split("."):
        hints = [
            parameter.annotation
            for name, parameter in inspect.signature(holder).parameters.items()
            if camel(name) == step
        ]
        [name] = set(re.findall(r"'(\w+Args)'", str(hints)))
        holder = getattr(inspect.getmodule(sdk_class(token)), name)
    return {camel(name) for name in inspect.signature(holder).parameters}


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


@EVERY_TYPE
def test_what_a_block_may_hold_is_what_pulumi_aws_declares(kind):
    for path, known in kind.blocks.items():
        assert known - block_words(kind.token, path) == set(), path


@pytest.mark.parametrize("table", [UNSUPPORTED, INERT, ABSENT], ids=["kept", "inert", "absent"])
def test_what_is_excused_exists_and_has_a_reason(table):
    for (token, name), reason in table.items():
        assert token in TYPES
        assert name in declared_outputs(token), f"{token} has no {name}"
        assert len(reason.split()) > 2


def test_what_is_stored_without_effect_is_sent_and_what_is_kept_is_not():
    assert {name for token, name in INERT if name not in TYPES[token].inputs} == set()
    assert {name for token, name in UNSUPPORTED if name in TYPES[token].inputs} == set()
