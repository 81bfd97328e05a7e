"""Reference: the three workloads whose cost the documents state, computed with stated assumptions.

The documents say neither memory, nor architecture, nor day, nor free tier.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cost.prices import Prices

REQUESTS, UPLOADS, RUNS = 10_000_000, 1_000_000, 24 * 730 / 24
MEMORY_GB = 0.5


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A part of a workload: as stated, as computed, in US dollars a month, and why they differ."""

    workload: str
    part: str
    stated: float
    computed: float
    assumed: str

    @property
    def difference(self) -> float:
        """Computed less stated."""
        return self.computed - self.stated


def references(prices: Prices) -> Iterator[Reference]:
    """Every part of the three workloads, in their order; prices before any free tier."""
    compute = MEMORY_GB * prices.of("lambda-gb-seconds-arm64")
    yield from _requests(prices, compute)
    yield from _uploads(prices, compute)
    yield Reference(
        workload="24 tasks of 1 s a day",
        part="Lambda and scheduler",
        stated=0.01,
        computed=RUNS * (prices.of("lambda-requests") + compute + prices.of("scheduler-runs")),
        assumed="512 MB, arm64; stated as 0.01 for Lambda and less than that in all",
    )


def _requests(prices: Prices, compute: float) -> Iterator[Reference]:
    api = "10 million requests of 200 ms"
    yield Reference(
        workload=api,
        part="Lambda",
        stated=2.40,
        computed=REQUESTS * (prices.of("lambda-requests") + 0.2 * compute),
        assumed="512 MB, arm64; the stated 2.40 leaves 0.40 for 2 million seconds, which no memory "
        "size of Lambda costs: it takes about 220 MB and the free tier",
    )
    yield Reference(
        workload=api,
        part="API Gateway",
        stated=35,
        computed=REQUESTS * prices.of("rest-api-requests"),
        assumed="a REST API",
    )
    yield Reference(
        workload=api,
        part="DynamoDB",
        stated=5,
        computed=REQUESTS * 2 * prices.of("dynamodb-reads"),
        assumed="on demand, two read units a request; the price was halved in November 2024",
    )


def _uploads(prices: Prices, compute: float) -> Iterator[Reference]:
    uploads = "a million uploads of 5 s"
    yield Reference(
        workload=uploads,
        part="Lambda",
        stated=30,
        computed=UPLOADS * (prices.of("lambda-requests") + 5 * compute),
        assumed="512 MB, arm64; with the free tier it would be 28.00",
    )
    yield Reference(
        workload=uploads,
        part="S3",
        stated=23,
        computed=UPLOADS / 1000 * prices.of("s3-storage-gb"),
        assumed="1 MB an upload, kept for the month; PUT requests, 5.00, are not in the figure",
    )


def totals(prices: Prices) -> dict[str, tuple[float, float]]:
    """Stated and computed by workload."""
    found: dict[str, tuple[float, float]] = {}
    for each in references(prices):
        stated, computed = found.get(each.workload, (0.0, 0.0))
        found[each.workload] = (stated + each.stated, computed + each.computed)
    return found
