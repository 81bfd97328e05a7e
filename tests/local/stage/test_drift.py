"""What changes or is gone behind the stage's back is seen, and mended by the next ``up``."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any, TypeAlias

from cli.shop.client import Shop
from local.provider.registry import resource_types
from tests.checkout import Checkout
from tests.local.deployed import Deployed
from tests.local.provider.walk import provider_at

# Does something to a resource, by its id.
Change: TypeAlias = Callable[[Shop, str], Any]
STACKS = ("orders", "notifications")


def code(shop: Shop, name: str) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("other.py", "def handle(event, context): return 1")
    shop.client("lambda").update_function_code(FunctionName=name, ZipFile=archive.getvalue())


def configured(**settings: Any) -> Change:
    return lambda shop, name: shop.client("lambda").update_function_configuration(
        FunctionName=name, **settings
    )


def attributes(**settings: str) -> Change:
    return lambda shop, url: shop.client("sqs").set_queue_attributes(
        QueueUrl=url, Attributes=settings
    )


def disabled(shop: Shop, rule: str) -> None:
    bus, _, name = rule.rpartition("/")
    shop.client("events").disable_rule(Name=name, EventBusName=bus)


def threshold(shop: Shop, name: str) -> None:
    cloudwatch = shop.client("cloudwatch")
    [alarm] = cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"]
    taken = cloudwatch.meta.service_model.operation_model("PutMetricAlarm").input_shape.members
    kept = {key: value for key, value in alarm.items() if key in taken}
    cloudwatch.put_metric_alarm(**{**kept, "Threshold": 4711})


def without_expiry(shop: Shop, name: str) -> None:
    off = {"Enabled": False, "AttributeName": "ttl"}
    shop.client("dynamodb").update_time_to_live(TableName=name, TimeToLiveSpecification=off)


def definition(shop: Shop, arn: str) -> None:
    workflows = shop.client("stepfunctions")
    defined = json.loads(workflows.describe_state_machine(stateMachineArn=arn)["definition"])
    changed = json.dumps({**defined, "Comment": "changed"})
    workflows.update_state_machine(stateMachineArn=arn, definition=changed)


def without_policy(shop: Shop, id_: str) -> None:
    role, _, policy = id_.partition(":")
    shop.client("iam").delete_role_policy(RoleName=role, PolicyName=policy)


DELETED: dict[str, Change] = {
    "orders-get-order-errors-alarm": lambda shop, name: shop.client("cloudwatch").delete_alarms(
        AlarmNames=[name]
    ),
    "orders-cancel-order-function": lambda shop, name: shop.client("lambda").delete_function(
        FunctionName=name
    ),
    "orders-get-order-logs": lambda shop, name: shop.client("logs").delete_log_group(
        logGroupName=name
    ),
    "orders-registry-event-source": lambda shop, name: shop.client("ssm").delete_parameter(
        Name=name
    ),
    "orders-advance-order-source": lambda shop, uuid: shop.client(
        "lambda"
    ).delete_event_source_mapping(UUID=uuid),
    "notifications-notices-file-notice-subscription": lambda shop, arn: shop.client(
        "sns"
    ).unsubscribe(SubscriptionArn=arn),
    "orders-resume-saga-queue": lambda shop, url: shop.client("sqs").delete_queue(QueueUrl=url),
    "orders-place-order-permissions": without_policy,
}
CHANGED: dict[tuple[str, str], Change] = {
    ("orders-advance-order-rule", "state"): disabled,
    ("notifications-notify-customer-queue", "redrivePolicy"): attributes(RedrivePolicy=""),
    ("orders-list-orders-function", "sourceCodeHash"): code,
    ("orders-get-order-function", "timeout"): configured(Timeout=77),
    ("orders-get-order-function", "memorySize"): configured(MemorySize=1024),
    ("orders-advance-order-queue", "visibilityTimeoutSeconds"): attributes(VisibilityTimeout="1"),
    ("orders-list-orders-errors-alarm", "threshold"): threshold,
    ("orders-idempotency-table", "ttl"): without_expiry,
    ("orders-list-orders-logs", "retentionInDays"): lambda shop, name: shop.client(
        "logs"
    ).put_retention_policy(logGroupName=name, retentionInDays=3),
    ("notifications-registry-event-source", "insecureValue"): lambda shop, name: shop.client(
        "ssm"
    ).put_parameter(Name=name, Value="other", Overwrite=True),
    ("orders-saga-machine", "definition"): definition,
    ("notifications-notify-customer-source", "batchSize"): lambda shop, uuid: shop.client(
        "lambda"
    ).update_event_source_mapping(UUID=uuid, BatchSize=1),
}
# A queue's policy went with it.
BESIDES = {("orders-resume-saga-queue-policy", None)}


# Of these the emulator has nothing that could be missing, or one for the whole account.
NEVER_GONE = {
    "aws:apigateway/account:Account",
    "aws:apigatewayv2/model:Model",
    "aws:schemas/registry:Registry",
    "aws:schemas/schema:Schema",
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
}


def resources(checkout: Checkout) -> list[dict[str, Any]]:
    """Every resource of the stage that is no component, as its states have it."""
    folder = checkout.root / ".local/state/.pulumi/stacks/platform"
    states = [json.loads(path.read_text("utf-8")) for path in folder.glob("local-*.json")]
    return [
        each
        for state in states
        for each in state["checkpoint"]["latest"]["resources"]
        if each["custom"]
    ]


def ids(checkout: Checkout) -> dict[str, str]:
    """The id of every resource, by its logical name."""
    return {each["urn"].rpartition("::")[2]: each["id"] for each in resources(checkout)}


def test_what_an_emulator_does_not_have_is_gone_whatever_its_type(
    deployed: Deployed, emulator_endpoint: str
) -> None:
    """One resource of each type, looked for on an emulator where nothing was deployed."""
    by_type = {each["type"]: each for each in resources(deployed.checkout)}
    provider = provider_at(emulator_endpoint)
    known = [each for token, each in by_type.items() if token in resource_types()]
    assert len(known) > 60
    there = {
        each["type"]
        for each in known
        if provider.read(each["urn"], each["id"], each["outputs"], each["inputs"])
    }
    assert there == NEVER_GONE


def test_what_was_deleted_and_changed_is_named_and_mended_by_the_next_up(
    deployed: Deployed,
) -> None:
    assert (len(DELETED), len(CHANGED)) == (8, 12)
    shop, checkout = deployed.shop, deployed.checkout
    found = ids(checkout)
    for name, change in [*DELETED.items(), *((name, act) for (name, _), act in CHANGED.items())]:
        change(shop, found[name])

    drift = checkout.platform("drift", "--json")
    assert drift.returncode == 1, drift.stdout
    named = {(each["name"], each["property_name"]) for each in json.loads(drift.stdout)}
    assert named == {*((name, None) for name in DELETED), *CHANGED, *BESIDES}

    up = checkout.platform("up")
    assert up.returncode == 0, up.stdout
    assert sorted(line for line in up.stdout.splitlines() if "is compared" in line) == [
        f"local-{stack}: its state is compared with the emulator" for stack in sorted(STACKS)
    ]
    again = checkout.platform("drift")
    assert (again.returncode, again.stdout.strip()) == (
        0,
        "no drift: everything is as it was deployed",
    )
