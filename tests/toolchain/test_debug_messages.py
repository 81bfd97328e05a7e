from __future__ import annotations

import pytest
from pulumi import log

from local.toolchain import debug_messages


@pytest.fixture
def sent(monkeypatch):
    """The messages that the engine got."""
    messages = []
    monkeypatch.setattr(debug_messages, "_send", lambda *words, **more: messages.append(words[0]))
    monkeypatch.setattr(log, "debug", log.debug)
    debug_messages.drop_those_of_the_sdk()
    return messages


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        ("pulumi.runtime.resource", []),
        ("pulumi", []),
        ("__main__", ["said"]),
        ("pulumi_aws.sqs.queue", ["said"]),
    ],
)
def test_what_is_sent_depends_on_the_module_that_says_it(sent, module, expected):
    exec("log.debug('said')", {"__name__": module, "log": log})
    assert sent == expected
