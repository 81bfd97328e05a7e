"""Messages, events and streams between the services of examples, as a user tries them."""

from __future__ import annotations

import json
from typing import Any

from tests.checkout import Checkout
from tests.local.examples.tried import Tried

INVITED = 25


def test_an_order_reaches_every_branch_and_another_event_none(checkout: Checkout) -> None:
    example = Tried(checkout, "order-publisher")
    assert example.run(0).startswith("HTTP/1.1 202")
    example.run(1)
    seen = example.until(2, lambda answer: answer["Count"] >= 4)["Items"]
    assert sorted((item["branch"]["S"], item["orderId"]["S"]) for item in seen) == [
        ("analytics", "1"),
        ("email", "1"),
        ("inventory", "1"),
        ("payment", "1"),
    ]


def test_services_follow_the_events_of_another(checkout: Checkout) -> None:
    example = Tried(checkout, "service-integration")
    example.run(0)
    example.run(1)
    seen: set[str] = set()

    def has_all(answer: Any) -> bool:
        seen.update(message["Body"] for message in answer.get("Messages", []))
        return len(seen) == 3

    example.until(2, has_all)
    assert sorted((json.loads(body)["what"], json.loads(body)["id"]) for body in seen) == [
        ("EntityRemoved", "1"),
        ("Step1Completed", "1"),
        ("seen by C", "1"),
    ]


def test_each_address_of_a_request_is_a_job_of_the_other_service(checkout: Checkout) -> None:
    example = Tried(checkout, "producer-consumer")
    addresses = [f"guest-{number}@example.com" for number in range(INVITED)]
    body = json.dumps({"addresses": [*addresses, "no address"]})
    url = f"{example.outputs['url']}/invitations"
    answer = example.type(f"curl -i {url} -H 'Content-Type: application/json' -d '{body}'")
    assert answer.startswith("HTTP/1.1 202")
    assert json.loads(answer.splitlines()[-1]) == {"accepted": INVITED + 1, "failed": []}
    sent = example.until(1, lambda answer: answer["Count"] >= INVITED)["Items"]
    assert sorted(item["to"]["S"] for item in sent) == sorted(addresses)


def test_clicks_are_kept_and_a_function_sees_the_orders(checkout: Checkout) -> None:
    example = Tried(checkout, "clickstream")
    example.run(0)
    example.run(1)
    logged = example.until(3, lambda answer: answer["events"])["events"]
    assert [event["message"].strip() for event in logged] == ["ordered by ann"]
    actions: list[str] = []

    def all_are_kept(answer: Any) -> bool:
        keys = [each["Key"] for each in answer.get("Contents", [])]
        copy = f"platform aws s3 cp s3://{example.outputs['bucketName']}"
        kept = [example.type(f"{copy}/{key} clicks; cat clicks") for key in keys]
        lines = [line for text in kept for line in text.splitlines() if line.startswith("{")]
        actions[:] = sorted(json.loads(line)["action"] for line in lines)
        return len(actions) == 2

    example.until(2, all_are_kept)
    assert actions == ["ordered", "viewed"]


def test_what_a_device_measures_reaches_the_consumer_of_a_stream(checkout: Checkout) -> None:
    example = Tried(checkout, "iot-stream")
    example.run(1)
    example.run(0)
    [item] = example.until(2, lambda answer: answer["Items"])["Items"]
    # Who publishes by HTTP has no client id.
    assert item == {"clientId": {"S": "n/a"}, "celsius": {"N": "35"}}


def test_each_consumer_of_a_stream_gets_what_is_for_it(checkout: Checkout) -> None:
    example = Tried(checkout, "stream-consumers")
    for number in (0, 0, 1):
        example.run(number)
    assert counted(example, 2) == {"machine": "press-1", "events": "3"}
    assert counted(example, 3) == {"minute": "no window", "events": "3"}
    [alert] = example.until(4, lambda answer: answer["Items"])["Items"]
    assert alert["machine"] == {"S": "press-1"}
    assert alert["number"]["S"].isdigit()


def counted(example: Tried, number: int) -> dict[str, str]:
    """The one row of a table when three events are in it, without its checkpoint."""

    def has_three(answer: Any) -> bool:
        return [item["events"]["N"] for item in answer["Items"]] == ["3"]

    [item] = example.until(number, has_three)["Items"]
    item.pop("checkpoint", None)
    return {name: str(*value.values()) for name, value in item.items()}


def test_records_are_cleaned_on_their_way_into_the_lake(checkout: Checkout) -> None:
    example = Tried(checkout, "event-lake")
    example.run(0)
    example.run(1)
    [kept] = example.until(2, has_objects)["Contents"]
    assert kept["Key"].startswith("readings/year="), kept
    example.type(f"platform aws s3 cp s3://{example.outputs['bucketName']}/{kept['Key']} rows")
    assert (checkout.root / "rows").read_bytes().startswith(b"PAR1")
    assert json.loads(example.run(3))["NamedQueryIds"]


def has_objects(answer: Any) -> bool:
    return "Contents" in answer
