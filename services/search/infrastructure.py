"""Search: an index of the catalog's items, kept by its events, and an API that asks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from components.access import Access
from components.api.route import Route
from components.data.table import TableArgs
from components.stores.search_domain import SearchDomain, SearchDomainArgs
from components.workflow.workflow import WorkflowArgs
from contracts.catalog import ItemChanged, ItemCreated, ItemRemoved
from microservice.functions import changed
from microservice.microservice import Microservice
from services.search.workflow import rebuild


@dataclass(frozen=True, kw_only=True)
class IndexUse:
    """What functions need of the index: to find, to write, and to write it again."""

    variables: Mapping[str, str]
    finds: tuple[Access, ...]
    writes: tuple[Access, ...]
    cleans: tuple[Access, ...]


def define(service: Microservice) -> None:
    """A consumer of the catalog's events, a route for queries, and a workflow that writes the index
    again from the catalog.
    """
    chosen = service.settings.search.engine
    use = in_table(service) if chosen == "table" else in_domain(service)
    step = changed(
        service.functions.task("rebuild_index"),
        [*use.cleans, service.call("catalog")],
        preset="io",
        variables=use.variables,
    )
    workflow = service.workflow("rebuild", WorkflowArgs(definition=rebuild(service.task(step))))
    starts = [workflow.start("REBUILD_WORKFLOW")]

    search = service.function("search_items", uses=use.finds, variables=use.variables)
    service.http_api(
        Route.get("/search", search, public=True),
        Route.post("/rebuilds", service.function("start_rebuild", uses=starts)),
    )
    service.on.events(
        "index_change",
        [ItemCreated, ItemChanged, ItemRemoved],
        uses=use.writes,
        variables=use.variables,
    )


def in_table(service: Microservice) -> IndexUse:
    """The index in a table of this service."""
    index = service.table("index", TableArgs(key="pk", sort="sk", ttl="ttl"))
    reads = index.read("INDEX_TABLE")
    changes = (reads, index.create(), index.update())
    removed = index.delete().when("the catalog lacks an item of the index")
    return IndexUse(
        variables={"SEARCH_ENGINE": "table"},
        finds=(reads,),
        writes=(*changes, index.delete()),
        cleans=(*changes, removed, index.scan()),
    )


def in_domain(service: Microservice) -> IndexUse:
    """The index in an OpenSearch domain of this service."""
    given = service.settings.search
    args = SearchDomainArgs(
        account=service.account,
        instance_type=given.instance_type,
        instances=given.instances,
        volume_gb=given.volume_gb,
        defaults=service.defaults,
    )
    domain = SearchDomain(service.named("index"), args, opts=service.child)
    access = (domain.access("SEARCH"),)
    return IndexUse(
        variables={"SEARCH_ENGINE": "opensearch"}, finds=access, writes=access, cleans=access
    )
