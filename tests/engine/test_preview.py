from __future__ import annotations

import re
import subprocess

import pytest

from tests.checkout import Checkout
from tests.engine.findings import findings

# What is left out, each of one resource: a file, a text in it, and what stands there instead.
GAPS = (
    (
        "components/messaging/queue.py",
        "redrive_policy=document(",
        'redrive_policy=None if name == "inventory-reserve-stock" else document(',
    ),
    (
        "components/messaging/queue.py",
        'f"{name}-dead-letters", failed.name,',
        'f"{name}-dead-letters", (queue if name == "inventory-release-stock" else failed).name,',
    ),
    (
        "components/compute/function.py",
        'tracing_config={"mode": "Active"}',
        'tracing_config={"mode": "PassThrough" if name == "inventory-reserve-stock" else "Active"}',
    ),
)


def preview(checkout: Checkout, stack: str) -> subprocess.CompletedProcess[str]:
    """What a user types; of one service, for a stack as ``prod-inventory``."""
    command = ["preview", "-s", stack, "--policy-pack", "policies", "--non-interactive"]
    stage, _, service = stack.partition("-")
    if service:
        checkout.pulumi("stack", "init", stack, "--no-select")
        command += ["--config-file", f"Pulumi.{stage}.yaml"]
    return checkout.pulumi(*command)


def test_production_passes_the_policies_and_its_cost_is_said_from_the_same_plan(
    shared_checkout: Checkout,
) -> None:
    done = shared_checkout.platform("preview", "prod", "--offline")
    assert done.returncode == 0, done.stdout
    assert "mandatory" not in done.stdout
    assert "can't run policy" not in done.stdout
    [cost] = [line for line in done.stdout.splitlines() if line.startswith("cost: ")]
    total, always, used = map(float, re.findall(r"(?<= )\d+\.\d\d(?= )", cost)[:3])
    assert total == pytest.approx(always + used, abs=0.02)
    # What the program costs in memory, where nothing is unknown: docs/cost.md.
    assert used == pytest.approx(66.58, abs=0.5)
    assert "within the stage's monthly budget of 500.00" in done.stdout
    assert "without a price" not in done.stdout
    assert "pulumi up --plan" not in done.stdout


@pytest.mark.parametrize("stack", ["local", "dev"])
def test_a_stage_passes_the_policies_without_credentials(
    stack: str, shared_checkout: Checkout
) -> None:
    done = preview(shared_checkout, stack)
    assert done.returncode == 0, done.stdout
    assert "mandatory" not in done.stdout
    assert "can't run policy" not in done.stdout


def test_production_with_a_network_and_a_container_passes_the_policies_without_credentials(
    checkout: Checkout,
) -> None:
    feed = "https://prices.example.com/offers"
    chosen = f"suppliers: {{zones: [eu-west-1a, eu-west-1b], feed: '{feed}'}}"
    checkout.edit("Pulumi.prod.yaml", "keep_data: true", f"keep_data: true\n    {chosen}")
    done = preview(checkout, "prod-suppliers")
    assert done.returncode == 0, done.stdout
    assert "mandatory" not in done.stdout
    assert "can't run policy" not in done.stdout
    for made in (
        "aws:ec2:Subnet suppliers-network-isolated-2",
        "aws:rds:Instance suppliers-data",
        "aws:ecr:Repository suppliers-images",
        "aws:ecs:TaskDefinition suppliers-follow-prices",
        "aws:ecs:Service suppliers-follow-prices",
    ):
        assert made in done.stdout


SITE = """keep_data: true
    site: true
    site_domain:
      name: shop.example.com
      certificate: arn:aws:acm:us-east-1:123456789012:certificate/c1
      zone_id: Z1
    sign_in_page:
      domain: shop-of-a-test
      callback_urls: ["https://shop.example.com/"]
      logout_urls: ["https://shop.example.com/"]"""


def test_production_with_a_site_passes_the_policies_without_credentials(
    checkout: Checkout,
) -> None:
    checkout.edit("Pulumi.prod.yaml", "keep_data: true", SITE)
    done = preview(checkout, "prod-storefront")
    assert done.returncode == 0, done.stdout
    assert "mandatory" not in done.stdout
    assert "can't run policy" not in done.stdout
    for made in (
        "aws:cloudfront:Distribution storefront-site-distribution",
        "aws:route53:Record storefront-site-shop.example.com-aaaa-record",
        "aws:wafv2:WebAcl storefront-site-guard-acl",
    ):
        assert made in done.stdout


def test_gaps_are_refused_by_rule_resource_and_remedy(checkout: Checkout) -> None:
    for file, text, gap in GAPS:
        checkout.edit(file, text, gap)
    done = preview(checkout, "prod-inventory")
    assert done.returncode != 0
    queue = "aws:sqs:Queue: inventory-reserve-stock-queue"
    failed = "aws:sqs:Queue: inventory-release-stock-dead-letters"
    function = "aws:lambda:Function: inventory-reserve-stock-function"
    assert findings(done.stdout) == {
        ("sqs-queue-dead-letter-queue", queue): "mandatory",
        ("sqs-dead-letter-queue-alarm", failed): "mandatory",
        ("lambda-function-tracing-active", function): "mandatory",
        ("apigateway-api-web-acl", "pulumi:pulumi:Stack: platform-prod-inventory"): "advisory",
    }
    assert "inventory > reserve-stock > queue: no dead-letter queue." in done.stdout
    assert "Remedy: Give the queue a redrive policy" in done.stdout
    assert "inventory > reserve-stock > function: tracing mode is PassThrough." in done.stdout


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
        "components/messaging/topic.py",
        'f"{name}-topic",',
        'f"{name}-topic",\n            region="eu-west-3",',
    )
    done = preview(checkout, "local-platform")
    assert done.returncode != 0
    assert "aws:sns/topic:Topic" in done.stdout
    assert "region" in done.stdout
