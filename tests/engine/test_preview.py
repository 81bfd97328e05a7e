from __future__ import annotations

import subprocess

import pytest

from tests.checkout import Checkout

REDRIVE = """            redrive_policy=document(
                {"deadLetterTargetArn": failed.arn, "maxReceiveCount": args.max_receives}
            ),
"""
TRACING = """            tracing_config={"mode": "Active"},
"""
DEAD_LETTERS_ALARM = """        self.dead_letters_alarm = queue_alarms.dead_letters(
            f"{name}-dead-letters", failed.name, args.defaults, child
        )
"""


def preview(checkout: Checkout, stack: str) -> subprocess.CompletedProcess[str]:
    """What a user types."""
    command = ["preview", "-s", stack, "--policy-pack", "policies", "--non-interactive"]
    return checkout.pulumi(*command)


@pytest.mark.parametrize("stack", ["local", "dev", "prod"])
def test_every_stage_passes_the_policies_without_credentials(
    stack: str, shared_checkout: Checkout
) -> None:
    done = preview(shared_checkout, stack)
    assert done.returncode == 0, done.stdout
    assert "mandatory" not in done.stdout
    assert "can't run policy" not in done.stdout


@pytest.mark.parametrize(
    ("file", "line", "rule", "resource", "remedy"),
    [
        (
            "components/messaging/queue.py",
            REDRIVE,
            "sqs-queue-dead-letter-queue",
            "inventory-reserve-stock-queue",
            "Give the queue a redrive policy",
        ),
        (
            "components/compute/function.py",
            TRACING,
            "lambda-function-tracing-active",
            "orders-place-order-function",
            "Set tracing_config.mode to Active",
        ),
        (
            "components/messaging/queue.py",
            DEAD_LETTERS_ALARM,
            "sqs-dead-letter-queue-alarm",
            "inventory-reserve-stock-dead-letters",
            "greater than 0",
        ),
    ],
    ids=["redrive policy removed", "tracing off", "alarm dropped"],
)
def test_a_gap_is_refused_by_rule_resource_and_remedy(
    file: str, line: str, rule: str, resource: str, remedy: str, checkout: Checkout
) -> None:
    checkout.edit(file, line, "")
    done = preview(checkout, "prod")
    assert done.returncode != 0
    assert rule in done.stdout
    assert resource in done.stdout
    assert remedy in done.stdout


def test_an_unknown_setting_is_refused_with_file_key_and_what_was_given(
    checkout: Checkout,
) -> None:
    checkout.edit("Pulumi.dev.yaml", "data_trace: true", "data_trace: true\n    regoin: x")
    done = preview(checkout, "dev")
    assert done.returncode != 0
    assert "Pulumi.dev.yaml: platform:settings.regoin: unknown key (given 'x')" in (done.stdout)


def test_a_property_the_local_provider_does_not_know_is_refused_by_name(
    checkout: Checkout,
) -> None:
    checkout.edit(
        "components/messaging/queue.py",
        "sqs_managed_sse_enabled=True,",
        "sqs_managed_sse_enabled=True,\n            region='eu-west-3',",
    )
    done = preview(checkout, "local")
    assert done.returncode != 0
    assert "aws:sqs/queue:Queue" in done.stdout
    assert "region" in done.stdout
