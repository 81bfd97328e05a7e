"""Cost lines: what a previewed stage would cost, for a terminal, a review and programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cli.deploy.stack_changes import PLATFORM, service_of
from cli.stage.services import Chosen
from cli.terminal.arguments import WrongArgument
from cost.estimate import Estimate, estimate
from cost.planned import Planned
from cost.prices import PriceError, load
from cost.stack import Plain
from cost.usage import Usage, UsageError
from cost.usage import load as load_usage
from local.checkout import ROOT
from settings import PROJECT, Settings

USAGE = "cost/usage/api-requests.yaml"


@dataclass(frozen=True)
class Asked:
    """How the stage is used, and the file that says so as it was given."""

    file: str
    usage: Usage

    @classmethod
    def of(cls, file: str | None) -> Asked:
        """Raises ``WrongArgument`` for a file that is no usage."""
        try:
            return cls(file or USAGE, load_usage(Path(file) if file else ROOT / USAGE))
        except (UsageError, OSError) as wrong:
            raise WrongArgument(str(wrong)) from None


@dataclass(frozen=True)
class Cost:
    """An estimate beside the budget of its stage; ``whole`` is that of all of its services."""

    asked: Asked
    found: Estimate
    budget: float | None
    whole: bool

    @property
    def exceeds(self) -> bool:
        """Whether it is more than the budget, before what the free tier takes off."""
        return self.budget is not None and self.found.bill.total > self.budget

    def lines(self) -> Iterator[str]:
        """The cost in a line, and what there is to say of it in lines of their own."""
        found, bill, unit = self.found, self.found.bill, self.asked.usage.unit
        yield (
            f"cost: {bill.total:,.2f} US dollars a month: {bill.always:,.2f} always on, "
            f"{bill.used:,.2f} for {found.units:,.0f} × {unit} ({self.asked.file}); the free tier "
            f"takes off {bill.free:,.2f}; {bill.prices.age(datetime.now(UTC).date())}"
        )
        if found.change is not None:
            parts = ", ".join(f"{name} {more:+,.2f}" for name, more in found.change.items())
            more = f"{sum(found.change.values()):+,.2f}: {parts}" if parts else "no difference"
            yield f"compared with what is deployed: {more}"
        if self.exceeds:
            yield f"WARNING: more than the stage's monthly budget of {self.budget:,.2f}"
        elif self.budget is not None:
            within = "within the" if self.whole else "the"
            yield f"{within} stage's monthly budget of {self.budget:,.2f}"
        if found.unpriced:
            yield f"not counted, without a price: {', '.join(found.unpriced)}"
        if found.absent:
            yield f"not counted, not in this preview: {', '.join(found.absent)}"
        if found.hidden:
            yield (
                "estimated in part (docs/cost.md): documents known after deployment only: "
                f"{found.hidden}"
            )

    def text(self) -> str:
        """For a terminal."""
        return "\n  ".join(self.lines())

    def markdown(self) -> str:
        """For the comment of a pull request, which may go on after it."""
        first, *others = self.lines()
        return "\n".join(["", f"**{first}**", "", *(f"- {each}" for each in others), ""])

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        found, bill = self.found, self.found.bill
        return {
            "region": bill.prices.region,
            "pricesOf": bill.prices.day.isoformat(),
            "usage": self.asked.file,
            "unit": self.asked.usage.unit,
            "volume": found.volume,
            "units": found.units,
            "always": bill.always,
            "used": bill.used,
            "total": bill.total,
            "free": bill.free,
            "change": found.change,
            "monthlyBudget": self.budget,
            "exceedsBudget": self.exceeds,
            "unpriced": found.unpriced,
            "absent": found.absent,
            "estimated": found.hidden,
        }


@dataclass(frozen=True)
class Unknown:
    """Why there is no cost, as in a region without prices."""

    why: str

    def text(self) -> str:
        return f"cost: {self.why}"

    def markdown(self) -> str:
        return f"\n**{self.text()}**\n"

    def as_json(self) -> dict[str, Any]:
        return {"unknown": self.why}


def cost_of(
    settings: Settings, planned: Planned, asked: Asked, some: Chosen | None
) -> Cost | Unknown:
    """Of a stage, or of some of its services."""

    def service(resource: Plain) -> str:
        stack = resource.urn.partition("::")[0].rpartition(":")[2]
        own = stack.removeprefix(f"{settings.stage}-")
        if own in (PLATFORM, *settings.deployed):
            return own
        # A dashboard has the name that CloudWatch shows, of the project and the stage first.
        name = resource.name.removeprefix(f"{PROJECT}-{settings.stage}-")
        return service_of(name, settings.deployed)

    try:
        found = estimate(
            planned,
            asked.usage,
            load(settings.region),
            service=service,
            services=None if some is None else some.all,
        )
    except PriceError as wrong:
        return Unknown(str(wrong))
    return Cost(asked, found, settings.monthly_budget_usd, whole=some is None)
