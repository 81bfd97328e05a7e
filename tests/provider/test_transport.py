from __future__ import annotations

import json

from local.provider.resource_types.transport import as_given, sendable

ALLOW = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:*"}
ONLY_TLS = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "sqs:*",
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def test_a_demand_for_tls_is_left_out_and_all_else_is_sent():
    assert json.loads(sendable(policy(ALLOW, ONLY_TLS)))["Statement"] == [ALLOW]


def test_any_other_denial_is_sent():
    denial = {**ONLY_TLS, "Condition": {"Bool": {"aws:ViaAWSService": "false"}}}
    assert json.loads(sendable(policy(denial)))["Statement"] == [denial]


def test_a_single_statement_need_not_be_a_list():
    alone = json.dumps({"Version": "2012-10-17", "Statement": ALLOW})
    assert json.loads(sendable(alone))["Statement"] == [ALLOW]


def test_what_was_sent_reads_back_as_it_was_given():
    given = policy(ALLOW, ONLY_TLS)
    assert as_given(sendable(given), given) == given


def test_a_change_from_outside_reads_back_as_it_is():
    assert as_given(policy(), policy(ALLOW, ONLY_TLS)) == policy()
