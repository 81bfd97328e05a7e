"""Tags that declare public routes, as AWS takes them and as the policy reads them."""

from __future__ import annotations

import re

import pytest

from components.api.public import LONGEST, public_tags
from components.api.route import Route
from tests.components.sample import arn

FUNCTION = arn("lambda", "function:f")


def routes(*paths, public=True):
    return [Route.get(path, FUNCTION, public=public) for path in paths]


def test_public_routes_are_named_and_no_others():
    closed = routes("/orders", public=False)
    assert public_tags([*routes("/items/{itemId}", "/items"), *closed]) == {
        "public-routes": "GET /items GET /items/_itemId_"
    }
    assert public_tags(closed) == {}


def test_what_does_not_fit_into_a_tag_is_in_the_next():
    paths = [f"/{first}{'x' * 98}" for first in "abcde"]
    tags = public_tags(routes(*paths))
    assert list(tags) == ["public-routes", "public-routes-2", "public-routes-3"]
    assert max(map(len, tags.values())) <= LONGEST
    assert " ".join(tags.values()).split() == [w for path in paths for w in ("GET", path)]


def test_tags_have_only_what_aws_takes():
    [value] = public_tags(routes("/a(b)~c/{rest+}")).values()
    assert re.fullmatch(r"[\w\s.:/=+@-]*", value)
    assert value == "GET /a_b__c/_rest+_"


def test_a_route_that_is_longer_than_a_tag_is_an_error():
    with pytest.raises(ValueError, match="must be at most 256 characters, got GET /xxx"):
        public_tags(routes(f"/{'x' * 252}"))
    assert public_tags(routes(f"/{'x' * 251}"))
