"""The provider as a whole, on plain values and without a cloud."""

from __future__ import annotations

import pytest

from local.provider.configuration import Configuration
from local.provider.errors import ProviderError
from local.provider.provider import AwsProvider, split
from local.provider.resource import Change
from local.provider.wire import UNKNOWN

QUEUE = "urn:pulumi:dev::demo::platform:messaging:Queue$aws:sqs/queue:Queue::orders"


@pytest.fixture
def planner():
    return AwsProvider(Configuration(region="eu-west-1", default_tags={"stage": "dev"}))


def test_a_urn_has_type_and_name_even_under_a_component():
    assert split(QUEUE) == ("aws:sqs/queue:Queue", "orders")


def test_a_preview_of_a_create_leaves_unknown_what_only_aws_knows(planner):
    inputs = planner.check(QUEUE, {}, {"delaySeconds": 3})
    made, state = planner.create(QUEUE, inputs, preview=True)
    assert made == ""
    assert state["arn"] is state["url"] is UNKNOWN
    assert state["delaySeconds"] == 3
    assert state["tagsAll"] == {"stage": "dev"}
    assert state["region"] == "eu-west-1"


def test_a_preview_of_an_update_keeps_what_does_not_change(planner):
    change = Change({"delaySeconds": 1}, {"delaySeconds": 2})
    state = {"arn": "arn", "delaySeconds": 1}
    planned = planner.update(QUEUE, "url", state, change, preview=True)
    assert planned == {"arn": "arn", "delaySeconds": 2}


@pytest.mark.parametrize(
    "deed",
    [
        lambda planner: planner.create(QUEUE, {}),
        lambda planner: planner.read(QUEUE, "url", {}, {}),
        lambda planner: planner.update(QUEUE, "url", {}, Change({}, {})),
        lambda planner: planner.delete(QUEUE, "url", {}),
    ],
    ids=["create", "read", "update", "delete"],
)
def test_without_an_endpoint_every_deed_is_refused_with_the_remedy(planner, deed):
    said = r'aws:sqs/queue:Queue "orders": this provider only plans .*pulumi plugin install'
    with pytest.raises(ProviderError, match=said):
        deed(planner)


def test_a_type_that_is_not_known_is_refused_with_what_is_supported(planner):
    urn = "urn:pulumi:dev::demo::aws:redshift/cluster:Cluster::s"
    with pytest.raises(
        ProviderError, match=r"redshift/cluster:Cluster is not supported.*aws:sqs/queue"
    ):
        planner.check(urn, {}, {})


def test_a_resource_that_the_engine_has_in_its_state_is_no_leftover(planner, tmp_path, monkeypatch):
    monkeypatch.setenv("PLATFORM_PROVIDER_JOURNAL", str(tmp_path))
    planner.configure({})
    planner.journal.record(QUEUE, {"name": "a"}, "url")
    planner.check(QUEUE, {}, {})
    assert planner.journal.leftover(QUEUE).id == "url"
    planner.check(QUEUE, {"name": "a"}, {})
    assert planner.journal.leftover(QUEUE) is None
    planner.diff(QUEUE, {"name": "a"}, {"name": "a"}, "url")
    assert planner.journal.leftover(QUEUE) is None
    assert planner.journal.recall(QUEUE).id == "url"


def test_a_fifo_queue_is_named_as_aws_wants(planner):
    assert planner.check(QUEUE, {}, {"fifoQueue": True})["name"].endswith(".fifo")


def test_configuring_again_forgets_the_old_cloud(planner):
    planner.configure({"endpoints": '[{"sqs": "http://127.0.0.1:4566"}]'})
    assert planner.cloud.endpoint == planner.journal.endpoint == "http://127.0.0.1:4566"
