"""Imports of items on a deployed stage: a file that is uploaded, and the event at its end."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from cli.shop.client import Shop
from tests.flows.shopping import until

ROWS, BAD = 600, (200, 400)
RULE = "test-of-imports"


@pytest.fixture(scope="module")
def published(shop: Shop) -> Iterator[str]:
    """A queue that gets what the catalog publishes of its imports."""
    sqs, events = shop.client("sqs"), shop.client("events")
    bus = shop.parameter("platform", "bus-name")
    queue = sqs.create_queue(QueueName=RULE)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]
    pattern = json.dumps({"source": ["catalog"], "detail-type": ["ItemsImported"]})
    events.put_rule(Name=RULE, EventBusName=bus, EventPattern=pattern)
    target = {"Id": "queue", "Arn": arn["QueueArn"]}
    events.put_targets(Rule=RULE, EventBusName=bus, Targets=[target])
    yield queue
    events.remove_targets(Rule=RULE, EventBusName=bus, Ids=["queue"])
    events.delete_rule(Name=RULE, EventBusName=bus)
    sqs.delete_queue(QueueUrl=queue)


def imported(shop: Shop, queue: str) -> dict[str, Any]:
    """The next event that says that an import has ended: its data."""

    def received() -> list[Any]:
        return list(shop.client("sqs").receive_message(QueueUrl=queue).get("Messages", []))

    [message] = until(received, bool)
    shop.client("sqs").delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return dict(json.loads(message["Body"])["detail"]["data"])


def made(word: str) -> bytes:
    """A file of items; every hundredth name has a line break, two rows have no price."""
    lines = ["itemId,name,priceCents"]
    for number in range(ROWS):
        name = f'"Volume\n{number}"' if number % 100 == 0 else f"Volume {number}"
        lines.append(f"{word}-{number},{name}" + ("" if number in BAD else ",1995"))
    return ("\n".join(lines) + "\n").encode()


def test_a_file_is_loaded_but_for_its_bad_rows_and_a_second_time_not_at_all(
    shop: Shop, published: str
) -> None:
    s3, word = shop.client("s3"), f"volume-{uuid.uuid4().hex[:8]}"
    [bucket] = [
        each["Name"]
        for each in s3.list_buckets()["Buckets"]
        if each["Name"].startswith("catalog-files")
    ]
    for name, loaded in (("first.csv", ROWS - len(BAD)), ("again.csv", 0)):
        s3.put_object(Bucket=bucket, Key=f"imports/{name}", Body=made(word))
        ended = imported(shop, published)
        assert (ended["loaded"], ended["rejected"]) == (loaded, len(BAD)), ended

    item = shop.request("GET", "catalog", f"/items/{word}-100")
    # Names are one line.
    assert item == {"itemId": f"{word}-100", "name": "Volume 100", "priceCents": 1995}
    [rejects] = [
        each["Key"]
        for each in s3.list_objects_v2(Bucket=bucket, Prefix="results/")["Contents"]
        if each["Key"].endswith("rejects.csv")
    ]
    text = s3.get_object(Bucket=bucket, Key=rejects)["Body"].read().decode()
    # The header is the first line; names before these rows have two line breaks, and four.
    assert [line.split(",")[0] for line in text.splitlines()[1:]] == ["204", "406"]


def test_an_import_by_a_request_is_published_at_its_end(
    shop: Shop, agent: str, published: str
) -> None:
    items = [
        {"itemId": f"single-{number}", "name": f"Single {number}", "priceCents": 99}
        for number in range(3)
    ]
    started = shop.request("POST", "catalog", "/imports", agent, {"items": items})
    ended = imported(shop, published)
    assert ended == {"importId": started["importId"], "loaded": 3, "rejected": 0}
