"""Physical names."""

from __future__ import annotations

import re

import pytest

from local.provider.errors import ProviderError
from local.provider.naming import Autonaming, Mode, physical_name
from local.provider.resource import Naming

PLAIN = Naming(limit=20)
FIFO = Naming(limit=20, suffix=lambda props: ".fifo" if props.get("fifo") else "")


def engine(mode=Mode.PROPOSE, proposed="", name="box"):
    return Autonaming(logical_name=name, seed=b"seed", mode=mode, proposed=proposed)


def test_without_a_proposal_a_name_is_the_logical_one_and_seven_hex_digits():
    assert re.fullmatch(r"box-[0-9a-f]{7}", physical_name(PLAIN, engine(), {}, {}))


def test_the_same_seed_gives_the_same_name():
    assert physical_name(PLAIN, engine(), {}, {}) == physical_name(PLAIN, engine(), {}, {})


def test_the_engines_proposal_is_taken():
    assert physical_name(PLAIN, engine(proposed="local-box"), {}, {}) == "local-box"


def test_a_name_is_kept_for_as_long_as_the_resource_lives():
    assert physical_name(PLAIN, engine(proposed="new"), {}, {"name": "old"}) == "old"


def test_a_suffix_that_aws_wants_is_counted():
    fits = engine(proposed="a-name-1234567")
    assert physical_name(FIFO, fits, {"fifo": True}, {}) == "a-name-1234567.fifo"
    with pytest.raises(ProviderError, match="longer than maximum length 20"):
        physical_name(FIFO, engine(proposed="a-name12-1234567"), {"fifo": True}, {})


def test_a_suffix_is_not_added_twice():
    assert physical_name(FIFO, engine(proposed="q.fifo"), {"fifo": True}, {}) == "q.fifo"


def test_a_name_over_the_limit_is_refused_not_shortened():
    with pytest.raises(ProviderError, match=r"name 'a-service-with-a-long-.*maximum length 20"):
        physical_name(PLAIN, engine(name="a-service-with-a-long-name"), {}, {})


def test_an_enforced_name_is_taken_exactly():
    assert physical_name(PLAIN, engine(Mode.ENFORCE, "exact"), {}, {}) == "exact"


@pytest.mark.parametrize("proposed", ["x" * 21, "short"], ids=["too long", "without suffix"])
def test_an_enforced_name_that_aws_would_refuse_is_refused(proposed):
    with pytest.raises(ProviderError, match="autonaming enforces"):
        physical_name(FIFO, engine(Mode.ENFORCE, proposed), {"fifo": True}, {})


def test_with_naming_disabled_a_name_must_be_given():
    with pytest.raises(ProviderError, match="name must be given"):
        physical_name(PLAIN, engine(Mode.DISABLE), {}, {})


def test_a_service_that_wants_lower_case_gets_it():
    bucket = Naming(property="bucket", limit=63, lower=True)
    assert physical_name(bucket, engine(proposed="Files-1"), {}, {}) == "files-1"
