"""Reports: counts how orders end, every hour, and writes and sends a report every day."""

from __future__ import annotations

import json
from dataclasses import replace

import pulumi
import pulumi_aws as aws

from components.access import Access
from components.api.route import Route
from components.compute.function import FunctionArgs
from components.data.table import Index, TableArgs
from components.email.sender import Sender, SenderArgs
from components.links import link
from components.messaging.topic import Topic, TopicArgs
from components.workflow.workflow import Workflow, WorkflowArgs
from contracts.orders import OrderCancelled, OrderConfirmed
from microservice.functions import Uses
from microservice.microservice import Microservice
from services.reports.workflow import STEP_TIMEOUT, report_day

REPORTS, DASHBOARD = "reports/", "dashboard/"

# Seconds to read three hours of a long log. A failed run blocks the next for five times as long.
AGGREGATION_TIMEOUT = 60


def define(service: Microservice) -> None:
    """Tables of ends and figures; a bucket in which a new report starts the functions that file
    and mail it.
    """
    ended = Index(name="byHourShard", key="hourShard", sort="orderId")
    ends = service.table("ends", TableArgs(key="orderId", indexes=(ended,)))
    figures = service.table("figures", TableArgs(key="period"))
    idempotency = service.table("idempotency", TableArgs(key="pk", ttl="ttl"))
    files = service.bucket("files")

    reads, keeps = figures.read("FIGURES_TABLE"), figures.create("FIGURES_TABLE")
    once = idempotency.read_write("IDEMPOTENCY_TABLE")

    stored = service.on.events(
        "note_end", [OrderConfirmed, OrderCancelled], uses=[ends.create("ENDS_TABLE")]
    )
    counts = [
        ends.read("ENDS_TABLE"),
        reads,
        keeps,
        stored.function.read_logs("NOTE_END_LOGS"),
    ]
    dashboard = files.write("FILES_BUCKET", DASHBOARD)
    service.on.schedule(
        "aggregate_hour",
        "aggregation",
        uses=[*counts, once, dashboard],
        timeout=AGGREGATION_TIMEOUT,
    )
    write = [reads, once, files.write("FILES_BUCKET", REPORTS)]
    service.on.schedule_starts("daily", "report", daily(service, reads, counts, write))
    read = files.read("FILES_BUCKET", REPORTS)
    branches = {"file_report": [read, keeps], "mail_report": [read, once, *_send(service)]}
    service.on.objects("written", files, branches, prefix=REPORTS, suffix=".json")

    service.http_api(
        Route.get("/reports/{day}", service.function("get_report", uses=[reads])),
        Route.get("/figures", service.function("list_figures", uses=[reads])),
    )


def daily(service: Microservice, reads: Access, counts: Uses, write: Uses) -> Workflow:
    """The workflow of a day's report; its steps read the logs of an hour, or of a whole day."""

    def in_zone(entry: str) -> FunctionArgs:
        args, timezone = service.functions.task(entry), service.settings.schedules.timezone
        return replace(args, environment={**args.environment, "TIMEZONE": timezone})

    definition = report_day(
        find_hours=service.task(in_zone("find_hours"), uses=[reads]),
        count_hour=service.task("count_hour", uses=counts, preset="io", timeout=STEP_TIMEOUT),
        write_report=service.task(
            in_zone("write_report"), uses=write, preset="io", timeout=STEP_TIMEOUT
        ),
    )
    return service.workflow("daily", WorkflowArgs(definition=definition))


def _send(service: Microservice) -> list[Access]:
    """Publish to the topic of reports, and send mail to the readers if the stage has a sender."""
    settings = service.settings
    topic = Topic(service.named("news"), TopicArgs(defaults=service.defaults), opts=service.child)
    publish = link(topic.publish, name="news")
    if settings.report_sender is None:
        return [publish]
    owned = settings.owns_report_sender
    args = SenderArgs(
        address=settings.report_sender,
        identity=None if owned else _identity(service, settings.report_sender),
        keep=owned and settings.shares_account,
        defaults=service.defaults,
    )
    sender = Sender(service.named("sender"), args, opts=service.child)
    send = sender.send("REPORT_SENDER")
    readers = {"REPORT_EMAILS": json.dumps(settings.report_emails)}
    return [publish, replace(send, environment={**send.environment, **readers})]


def _identity(service: Microservice, address: str) -> pulumi.Output[str]:
    """The ARN of the identity of an address, which another stage of the account owns."""
    account = aws.get_caller_identity_output(
        opts=pulumi.InvokeOptions(parent=service.child.parent)
    ).account_id
    settings = service.settings
    owner = f"arn:{settings.partition}:ses:{settings.region}"
    return pulumi.Output.concat(owner, ":", account, f":identity/{address}")
