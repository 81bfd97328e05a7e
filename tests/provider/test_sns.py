"""Topics and subscriptions in SNS's words."""

from __future__ import annotations

from local.provider.resource import Change
from local.provider.resource_types import sns


def test_attributes_come_back_as_they_were_given():
    props = {"displayName": "News", "fifoTopic": True, "signatureVersion": 2}
    sent = sns.attributes(sns.TOPIC, props)
    assert sent == {"DisplayName": "News", "FifoTopic": "true", "SignatureVersion": "2"}
    assert sns.observed(sns.TOPIC, sent) == props


def test_a_switch_is_turned_off_with_a_word():
    change = Change({"rawMessageDelivery": True}, {"rawMessageDelivery": False})
    assert sns.changed(sns.SUBSCRIPTION, change) == {"RawMessageDelivery": "false"}


def test_an_update_sets_only_what_changed_and_clears_what_is_gone():
    change = Change(
        {"filterPolicy": "{}", "rawMessageDelivery": True},
        {"rawMessageDelivery": True, "redrivePolicy": "{}"},
    )
    assert sns.changed(sns.SUBSCRIPTION, change) == {"FilterPolicy": "", "RedrivePolicy": "{}"}
