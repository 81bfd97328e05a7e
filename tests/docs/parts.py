"""The parts of the documents that are made from the program: what each says, and where."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from settings import ROOT
from tests.alarms import table
from tests.docs import event_docs, http_api, made, policy_rules, reference
from tests.docs.component_source import areas
from tests.docs.guide import page as guide_page
from tests.docs.practices import page as practices_page
from tests.docs.systems import page as systems_page


@dataclass(frozen=True)
class Part:
    """Stands in its page between two comments that the reader does not see."""

    page: str
    name: str
    make: Callable[[], str]

    @property
    def opening(self) -> str:
        return f"<!-- made: {self.name}, by python -m tests.docs.write -->\n"

    def written(self, text: str) -> str:
        """What the page says now; raises ``ValueError`` where the comments are not."""
        return self._split(text)[1]

    def rewritten(self, text: str) -> str:
        """The page with this part as it is to be, and all else as it was."""
        before, _, after = self._split(text)
        return before + self.make() + after

    def _split(self, text: str) -> tuple[str, str, str]:
        pieces = text.split(self.opening)
        before, after = pieces if len(pieces) == 2 else ("", "")
        found = re.search(r"^<!-- end -->$", after, re.MULTILINE)
        if found is None:
            raise ValueError(
                f"{self.page} must hold, once, {self.opening.strip()} and then <!-- end -->"
            )
        return before + self.opening, after[: found.start()], after[found.start() :]


PARTS = (
    Part("CONTRIBUTING.md", "imports", made.imports),
    Part("README.md", "a request", http_api.request),
    Part("README.md", "services", made.services),
    Part("docs/alarms.md", "situations", table.written),
    Part("docs/catalogue.md", "a whole service", made.a_whole_service),
    Part("docs/examples.md", "examples", made.examples),
    Part("docs/edge-functions.md", "edge functions", made.edge_functions),
    Part("docs/events.md", "graph", event_docs.graph),
    Part("docs/events.md", "events", event_docs.events),
    Part("docs/events.md", "commands", event_docs.asked),
    Part("docs/events.md", "each event", event_docs.each_event),
    Part("docs/events.md", "parts of events", event_docs.parts),
    Part("docs/events.md", "field types", event_docs.types),
    Part("docs/guide.md", "tree", guide_page.tree),
    Part("docs/guide.md", "matrix", guide_page.matrix),
    Part("docs/guide.md", "fits", guide_page.fits),
    Part("docs/guide.md", "choices", guide_page.choices),
    Part("docs/guide.md", "needed", guide_page.needed),
    Part("docs/guide.md", "avoid", guide_page.avoid),
    Part("docs/guide.md", "services of the guide", guide_page.services),
    Part("docs/guide.md", "concepts", guide_page.concepts),
    Part("docs/http-api.md", "routes", http_api.routes),
    Part("docs/http-api.md", "test switches", http_api.switches),
    Part("docs/local-stage.md", "commands", made.commands),
    Part("docs/local-stage.md", "kept", made.kept),
    Part("docs/local-stage.md", "inert", made.inert),
    Part("docs/local-stage.md", "absent", made.absent),
    *(Part(f"docs/reference/{area}.md", area, partial(reference.area, area)) for area in areas()),
    Part("docs/reference/shared.md", "shared", reference.shared),
    Part("docs/reference/component-package.md", "component package", reference.package),
    Part("docs/policies.md", "rules", policy_rules.rules),
    Part("docs/policies.md", "each rule", policy_rules.each_rule),
    Part("docs/policies.md", "limits", policy_rules.limits),
    Part("docs/policies.md", "requirements", policy_rules.requirements),
    Part("docs/practices.md", "practices", practices_page.advice),
    Part("docs/practices.md", "figures", practices_page.register),
    Part("docs/systems.md", "summary of systems", systems_page.summary),
    Part("docs/systems.md", "systems", systems_page.written),
)


def text_of(page: str) -> str:
    """A page as it is."""
    return (ROOT / page).read_text(encoding="utf-8")
