from __future__ import annotations

import json
import urllib.request
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from cli.shop.client import HttpError, Shop
from tests.flows import shopping
from tests.flows.shopping import ordered, stocked, until

# The emulator looks at its schedules every ten seconds, and counts a minute from their creation.
TWO_RUNS_SECONDS = 150
CENTS = 123_457


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shopping, "WITHIN_SECONDS", TWO_RUNS_SECONDS)


@pytest.fixture(scope="module")
def today(shop: Shop, agent: str) -> str:
    """The day, in UTC, on which an order of this price was confirmed."""
    order = ordered(shop, agent, stocked(shop, agent, 1, cents=CENTS), 1)
    assert order["status"] == "CONFIRMED"
    return order["timeline"]["confirmed"][:10]


@pytest.fixture
def news(shop: Shop):
    """The messages of the service's topic about a day to a subscriber, from now on."""
    topics = shop.client("sns").list_topics()["Topics"]
    [topic] = [t["TopicArn"] for t in topics if "reports-news-topic" in t["TopicArn"]]
    queues = shop.client("sqs")
    url = queues.create_queue(QueueName=f"reader-{uuid.uuid4().hex[:8]}")["QueueUrl"]
    asked = queues.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    queue = asked["Attributes"]["QueueArn"]
    allowed = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue,
        "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    queues.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    read = shop.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)
    yield lambda day: [message for message in read_all(queues, url) if message["day"] == day]
    shop.client("sns").unsubscribe(SubscriptionArn=read["SubscriptionArn"])
    queues.delete_queue(QueueUrl=url)


def read_all(queues, url: str) -> list[dict]:
    """Every message of a queue that has come by now; they stay in it."""
    asked = {"QueueUrl": url, "MaxNumberOfMessages": 10, "VisibilityTimeout": 0}
    return [
        json.loads(json.loads(message["Body"])["Message"])
        for message in queues.receive_message(**asked).get("Messages", [])
    ]


def file(shop: Shop, key: str) -> str:
    """The text of a file in the service's bucket."""
    s3 = shop.client("s3")
    [bucket] = [b["Name"] for b in s3.list_buckets()["Buckets"] if "reports-files" in b["Name"]]
    return s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode()


def mails(shop: Shop, day: str) -> list[dict]:
    """The mails that were sent about a day."""
    with urllib.request.urlopen(f"{shop.endpoint}/_ministack/ses/messages") as answer:
        accounts = json.load(answer)["messages"].values()
    return [mail for sent in accounts for mail in sent if day in mail["Subject"]]


def target_of_the_schedule(shop: Shop) -> dict:
    """What the schedule of the daily report starts, with its input."""
    scheduler = shop.client("scheduler")
    schedules = scheduler.list_schedules()["Schedules"]
    [known] = [found for found in schedules if found["Name"].startswith("reports-daily")]
    return scheduler.get_schedule(Name=known["Name"], GroupName=known["GroupName"])["Target"]


def run_daily(shop: Shop, **asked: str) -> None:
    """Have the scheduler start the daily report at once, by the target of its own schedule."""
    target = target_of_the_schedule(shop)
    shop.client("scheduler").create_schedule(
        Name=f"now-{uuid.uuid4().hex[:8]}",
        ScheduleExpression=f"at({datetime.now(UTC):%Y-%m-%dT%H:%M:%S})",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={**target, "Input": json.dumps(asked)},
        ActionAfterCompletion="DELETE",
    )


def run_again(shop: Shop, **asked: str) -> str:
    """Start a daily report without the scheduler, and follow it to its end; returns its status."""
    states = shop.client("stepfunctions")
    machines = states.list_state_machines()["stateMachines"]
    [machine] = [m["stateMachineArn"] for m in machines if "reports-daily" in m["name"]]
    started = states.start_execution(stateMachineArn=machine, input=json.dumps(asked))
    run = started["executionArn"]
    status = until(lambda: states.describe_execution(executionArn=run)["status"], "RUNNING".__ne__)
    return str(status)


def report(shop: Shop, agent: str, day: str):
    """The report of a day, or nothing while there is none."""
    try:
        return shop.request("GET", "reports", f"/reports/{day}", agent)
    except HttpError as error:
        if error.status == 404:
            return None
        raise


def test_the_hourly_job_counts_an_order_and_publishes_the_dashboard(shop, agent, today):
    counted = until(
        lambda: shop.request("GET", "reports", "/figures", agent)["total"],
        lambda total: total["cents"] >= CENTS and total["handled"],
    )
    assert counted["confirmed"] >= 1
    dashboard = json.loads(file(shop, "dashboard/dashboard.json"))
    assert dashboard["total"]["cents"] >= CENTS
    assert "<svg" in file(shop, "dashboard/dashboard.html")


def test_a_daily_report_is_written_filed_mailed_and_published_once(shop, agent, today, news):
    run_daily(shop, day=today)
    filed = until(lambda: report(shop, agent, today), lambda found: found)
    assert filed["report"]["total"]["cents"] >= CENTS
    assert filed["report"] == json.loads(file(shop, filed["key"]))
    assert filed["size"] == len(file(shop, filed["key"]))
    [message] = until(lambda: news(today), lambda messages: messages)
    assert message["key"] == filed["key"]
    [mail] = until(lambda: mails(shop, today), lambda found: found)
    assert (mail["Source"], mail["To"]) == ("reports@example.com", ["finance@example.com"])
    assert mail["BodyText"].startswith(f"Orders of {today} (UTC)")
    assert run_again(shop, day=today) == "SUCCEEDED"
    assert (len(news(today)), len(mails(shop, today))) == (1, 1)


def test_the_input_of_the_schedule_reports_the_day_before(shop, agent):
    yesterday = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%d}"
    assert run_again(shop, **json.loads(target_of_the_schedule(shop)["Input"])) == "SUCCEEDED"
    hours = report(shop, agent, yesterday)["report"]["hours"]
    assert [hour["hour"][:10] for hour in hours] == [yesterday] * 24


def test_only_agents_read_figures_and_reports(shop):
    customer = shop.sign_in("customer")
    for path in ("/figures", "/reports/2026-11-20"):
        for token, status in ((customer, 403), (None, 401)):
            with pytest.raises(HttpError) as error:
                shop.request("GET", "reports", path, token)
            assert error.value.status == status
