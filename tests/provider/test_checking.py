"""Check: what a program's inputs become, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from local.provider.checking import checked
from local.provider.configuration import Configuration
from local.provider.errors import ProviderError
from local.provider.wire import UNKNOWN
from tests.provider.thing import ENGINE, THING

HOME = Configuration(region="eu-west-1", default_tags={"stage": "local"})
TAGGED = replace(THING, taggable=True)


def check(news, olds=None, kind=THING):
    return checked(kind, ENGINE, news, olds or {}, HOME)


def test_defaults_are_filled_in_where_nothing_is_said():
    assert check({})["size"] == 1
    assert check({"size": 5})["size"] == 5


def test_a_name_is_made_unless_one_is_given():
    assert check({})["name"].startswith("box-")
    assert check({"name": "mine"})["name"] == "mine"


def test_a_name_prefix_is_what_the_name_starts_with():
    kind = replace(THING, inputs=THING.inputs | {"namePrefix"})
    assert check({"namePrefix": "orders-"}, kind=kind)["name"].startswith("orders-")


def test_a_new_prefix_makes_a_new_name_and_an_old_one_keeps_it():
    kind = replace(THING, inputs=THING.inputs | {"namePrefix"})
    news, olds = {"namePrefix": "orders-"}, {"namePrefix": "orders-", "name": "orders-1a2b3c4"}
    assert check(news, olds, kind=kind)["name"] == "orders-1a2b3c4"
    assert check(news, {"name": "box-1a2b3c4"}, kind=kind)["name"].startswith("orders-")


def test_an_unknown_property_is_refused_with_what_is_supported():
    with pytest.raises(
        ProviderError, match=r"property sise is not supported here; supported are block"
    ):
        check({"sise": 1})


def test_an_unknown_word_in_a_block_is_refused_with_what_is_supported():
    with pytest.raises(ProviderError, match=r"block\.off is not supported here; supported are on"):
        check({"block": [{"on": True}, {"off": True}]})


def test_an_unknown_word_deep_in_a_block_is_refused():
    kind = replace(THING, blocks={"block.inner": frozenset({"deep"})})
    with pytest.raises(ProviderError, match=r"block\.inner\.shallow"):
        check({"block": {"inner": [{"shallow": 1}]}}, kind=kind)


def test_what_is_required_is_missed_by_name():
    with pytest.raises(ProviderError, match="the property color is required"):
        check({}, kind=replace(THING, required=frozenset({"color"})))


def test_everything_that_is_wrong_is_said_at_once():
    kind = replace(THING, required=frozenset({"color"}), check=lambda props: ["too small"])
    with pytest.raises(ProviderError, match=r"sise.*; .*color.*; too small"):
        check({"sise": 1}, kind=kind)


def test_the_providers_tags_join_the_resources_own_which_win():
    inputs = check({"tags": {"team": "a"}}, kind=TAGGED)
    assert inputs["tags"] == inputs["tagsAll"] == {"stage": "local", "team": "a"}
    assert check({"tags": {"stage": "mine"}}, kind=TAGGED)["tags"] == {"stage": "mine"}


def test_unknown_tags_stay_unknown():
    assert check({"tags": UNKNOWN}, kind=TAGGED)["tags"] is UNKNOWN


def test_a_type_without_tags_gets_none():
    assert "tags" not in check({})
    with pytest.raises(ProviderError, match="tags is not supported"):
        check({"tags": {}})


@pytest.mark.parametrize("region", ["eu-west-1", "us-east-1"])
def test_a_resource_may_be_of_the_providers_region_or_of_the_edges(region):
    assert check({"region": region})["region"] == region


def test_a_resource_of_another_region_is_refused():
    reason = r"must be the provider's, eu-west-1, or us-east-1, got eu-west-2"
    with pytest.raises(ProviderError, match=reason):
        check({"region": "eu-west-2"})
