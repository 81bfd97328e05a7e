"""Rules on crawlers: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import glue as aws

from policies.rules import glue
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import resource


def crawler(behavior=None):
    policy = {} if behavior is None else {"schemaChangePolicy": {"deleteBehavior": behavior}}
    return resource(aws.Crawler, "columns", databaseName="shop", **policy)


ALLOWED = {glue.crawler_deletes_nothing: {"it logs": [crawler("LOG")]}}
REFUSED = {
    glue.crawler_deletes_nothing: {
        "nothing is set": [crawler()],
        "it deletes": [crawler("DELETE_FROM_DATABASE")],
        "it marks them": [crawler("DEPRECATE_IN_DATABASE")],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
