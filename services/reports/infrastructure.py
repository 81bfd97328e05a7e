"""Reports: how orders end, counted every hour, and written, filed and told every day."""

from __future__ import annotations

import json
from dataclasses import replace

import pulumi

from components.access import Access
from components.api.route import Route
from components.data.table import Index
from components.defaults import Defaults
from components.email.sender import Sender, SenderArgs
from components.messaging.topic import Topic, TopicArgs
from contracts.orders import OrderCancelled, OrderConfirmed
from microservice.microservice import Microservice
from microservice.shared import Platform
from services.reports import CARD
from services.reports.daily import STEP_TIMEOUT, report_day
from settings import Settings

REPORTS, DASHBOARD = "reports/", "dashboard/"

# Time for three hours of a long log. A run that fails blocks the next for five of these at most.
AGGREGATION_TIMEOUT = 60


class Reports(pulumi.ComponentResource):
    """Counts what it noted itself; a file in its bucket is what the others are told of."""

    def __init__(
        self, settings: Settings, platform: Platform, opts: pulumi.ResourceOptions
    ) -> None:
        super().__init__("platform:services:Reports", CARD.name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        service = Microservice(CARD, settings, platform, child)

        ended = Index(name="byHour", key="hour", sort="orderId")
        ends = service.table("ends", key="orderId", indexes=[ended])
        figures = service.table("figures", key="period")
        claims = service.table("idempotency", key="pk", ttl="ttl")
        files = service.bucket("files")
        defaults = platform.defaults(settings, CARD.name)
        news = Topic(f"{CARD.name}-news", TopicArgs(defaults=defaults), opts=child)

        reads, keeps = figures.read("FIGURES_TABLE"), figures.read_write("FIGURES_TABLE")
        once = claims.read_write("IDEMPOTENCY_TABLE")
        read = files.read("FILES_BUCKET", REPORTS)
        write = files.write("FILES_BUCKET", REPORTS)
        dashboard = files.write("FILES_BUCKET", DASHBOARD)

        noted = service.on.events(
            "note_end", [OrderConfirmed, OrderCancelled], uses=[ends.write("ENDS_TABLE")]
        )
        counts = [ends.read("ENDS_TABLE"), keeps, noted.function.read_logs("NOTE_END_LOGS")]
        service.on.schedule(
            "aggregate_hour",
            "aggregation",
            uses=[*counts, once, dashboard],
            timeout=AGGREGATION_TIMEOUT,
        )
        daily = report_day(
            find_hours=service.task("find_hours", uses=[reads]),
            count_hour=service.task("count_hour", uses=counts, timeout=STEP_TIMEOUT),
            write_report=service.task(
                "write_report", uses=[reads, once, write], timeout=STEP_TIMEOUT
            ),
        )
        service.on.schedule_starts("daily", "report", service.workflow("daily", daily))
        tells = [read, once, news.publish("REPORTS_TOPIC"), *_mail(settings, defaults, child)]
        branches = {"file_report": [read, keeps], "mail_report": tells}
        service.on.objects("written", files, branches, prefix=REPORTS, suffix=".json")

        service.http_api(
            Route.get("/reports/{day}", service.function("get_report", uses=[reads])),
            Route.get("/figures", service.function("list_figures", uses=[reads])),
        )
        self.links = service.open()
        self.register_outputs(self.links)


def _mail(settings: Settings, defaults: Defaults, opts: pulumi.ResourceOptions) -> list[Access]:
    """To mail from the stage's sender to its readers, if it has a sender."""
    if settings.report_sender is None:
        return []
    args = SenderArgs(address=settings.report_sender, defaults=defaults)
    send = Sender(f"{CARD.name}-sender", args, opts=opts).send("REPORT_SENDER")
    readers = {"REPORT_EMAILS": json.dumps(settings.report_emails)}
    return [replace(send, environment={**send.environment, **readers})]
