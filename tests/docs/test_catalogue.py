from __future__ import annotations

import ast
import re
from dataclasses import replace

import pulumi
import pytest

from components.api.api_domain import ApiDomain, ApiDomainArgs
from components.api.queue_api import QueueApi, QueueApiArgs
from components.blueprints.blueprint import Blueprint, BlueprintArgs
from components.blueprints.pattern import Pattern, required
from components.containers.fargate_service import FargateService, FargateServiceArgs
from components.containers.image_repository import ImageRepository, ImageRepositoryArgs
from components.containers.task import ContainerTask
from components.edge.distribution import Distribution, DistributionArgs
from components.edge.edge_function import EdgeFunction
from components.edge.edge_functions import authorisation_args
from components.edge.origins import Api, Cached, Site
from components.edge.site_files import SiteFiles, SiteFilesArgs
from components.edge.viewer_function import ViewerFunction, single_page_args
from components.edge.web_acl import WebAcl, WebAclArgs
from components.graphql.graphql_api import GraphqlApi
from components.identity.identity_pool import IdentityPool, IdentityPoolArgs, UserFolder
from components.lake.data_lake import DataLake, DataLakeArgs
from components.lake.lake_table import LakeTable, LakeTableArgs
from components.messaging.event_rule import EventRule, EventRuleArgs
from components.messaging.queue import Queue
from components.network.network import Network, NetworkArgs
from components.objects.bucket import Bucket, BucketArgs
from components.objects.object_batch import ObjectBatch, ObjectBatchArgs
from components.objects.object_notifications import ObjectNotifications, ObjectNotificationsArgs
from components.objects.object_route import ObjectRoute
from components.objects.transcoder import Rendition, Transcoder, TranscoderArgs
from components.realtime.iot_channel import IotChannel, IotChannelArgs
from components.references import FunctionRef
from components.stores.graph import Graph, GraphArgs
from components.stores.postgres import Postgres, PostgresArgs
from components.stores.redis import Redis, RedisArgs
from components.stores.search_domain import SearchDomain, SearchDomainArgs
from components.streams.delivery_stream import DeliveryStream, DeliveryStreamArgs
from components.streams.stream import Stream
from settings import ROOT
from tests.cloud import deploy
from tests.components.graphql_notes import args
from tests.docs import seen_in
from tests.docs.made import short
from tests.docs.parts import text_of
from tests.source import components, modules
from tests.stage import OPTIONAL, deployed

CATALOGUE = text_of("docs/catalogue.md")
IOT_CONSUMER = "arn:aws:lambda:eu-west-1:123456789012:function:chat"
ROWS = {
    cells[0].strip("` "): [cell.strip() for cell in cells]
    for cells in (line.strip("|").split(" | ") for line in CATALOGUE.splitlines())
    if cells[0].startswith(" `")
}

SITE_PAGES = ROOT / "services" / "storefront" / "pages"


@pytest.fixture(params=sorted(components()))
def name(request):
    return request.param


@pytest.fixture(scope="module")
def resources():
    """A stage with everything, and what no service uses, by URN."""
    full = deployed("prod", **OPTIONAL)
    alone = deploy(unused)
    return {resource.urn: resource for resource in (*full.resources, *alone.resources)}


def unused() -> None:
    """The components that are there for other programs only."""
    network = Network("shop", NetworkArgs(zones=("eu-west-1a", "eu-west-1b")))
    Postgres("stock", PostgresArgs(network=network, database="stock"))
    Redis("prices", RedisArgs(network=network, user="prices-test"))
    Graph("friends", GraphArgs(network=network))
    built = ImageRepository("feed", ImageRepositoryArgs(context="app")).image()
    running = {"network": network, "task": ContainerTask(image=built)}
    FargateService("feed", FargateServiceArgs(workload="continuous", **running))
    bus = {"bus_name": "default", "pattern": {"source": ["orders"]}}
    EventRule("placed", EventRuleArgs(**bus, queue=Queue("jobs")))
    GraphqlApi("notes", args())
    folder = UserFolder(bucket="arn:aws:s3:::photos")
    IdentityPool(
        "photos", IdentityPoolArgs(issuer="https://i", client_ids=("web",), folders=(folder,))
    )
    IotChannel("chat", IotChannelArgs(prefix="chat", function=IOT_CONSUMER))
    route = ObjectRoute(queue="arn:aws:sqs:eu-west-1:123456789012:jobs", all_objects=True)
    routed = ObjectNotificationsArgs(bucket="arn:aws:s3:::in", account="1", routes={"new": route})
    ObjectNotifications("in", routed)
    job = FunctionRef.of("arn:aws:lambda:eu-west-1:123456789012:function:label")
    ObjectBatch("label", ObjectBatchArgs(function=job, account="1"))
    small = Rendition(suffix="-small", height=480, max_megabits=1)
    films = {"source": "arn:aws:s3:::films", "target": "arn:aws:s3:::shown"}
    Transcoder("films", TranscoderArgs(**films, renditions=(small,)))
    SearchDomain("items", SearchDomainArgs(account="1"))
    clicks = Stream("clicks")
    lake = DataLake("lake", DataLakeArgs(database="shop"))
    daily, columns = "cron(0 3 * * ? *)", {"order_id": "string"}
    LakeTable("sales", LakeTableArgs(lake=lake, table="sales", columns=columns, crawl=daily))
    DeliveryStream("raw", DeliveryStreamArgs(bucket="arn:aws:s3:::lake", source=clicks))
    posts = QueueApiArgs(queue=Queue("posted"), body={"type": "object"}, public=True)
    apis = {"jobs": QueueApi("jobs", posts).api}
    named = {"domain_name": "api.example.com", "certificate_arn": "arn:aws:acm:::certificate/1"}
    ApiDomain("jobs", ApiDomainArgs(**named, apis=apis, zone_id="Z1"))
    items = Api(url="https://api.example.com", cached=Cached(ttl=60))
    pages = Site(bucket=Bucket("pages", BucketArgs(distributed=True)))
    SiteFiles(
        "pages", SiteFilesArgs(bucket=pages.bucket, folder=ROOT / "services/storefront/pages")
    )
    paths = {"/items/*": items, "/*": replace(items, cached=None)}
    Distribution("shop", DistributionArgs(default=pages, paths=paths))
    ViewerFunction("page", single_page_args())
    EdgeFunction("members", authorisation_args(issuer="https://idp.example.com", client_id="shop"))
    needed = required("a test", "Dead-letter queue")
    with Blueprint("jobs", BlueprintArgs(pattern=Pattern(name="test", entries=(needed,)))) as app:
        Queue("bare", opts=pulumi.ResourceOptions(parent=app))
    WebAcl("wall", WebAclArgs(scope="REGIONAL", protects={"users": "arn:aws:cognito-idp:::"}))


def test_every_component_has_a_row_and_every_row_a_component():
    assert sorted(ROWS) == sorted(components())
    assert {len(row) for row in ROWS.values()} == {7}


def test_a_row_names_all_that_the_component_makes(name, resources):
    made = {
        resource.type
        for resource in resources.values()
        if resource.parent in resources and resources[resource.parent].type == seen_in.kind(name)
    }
    stated = {t.rpartition(":")[2] if t.startswith("platform:") else short(t) for t in made}
    assert stated
    assert stated - set(re.findall(r"`([\w.]+)`", ROWS[name][1])) == set()


def test_a_row_names_the_grants(name):
    _, node = components()[name]
    grants = [
        method.name
        for method in node.body
        if isinstance(method, ast.FunctionDef)
        and method.returns is not None
        and ast.unparse(method.returns) == "Access"
        and not method.name.startswith("_")
    ]
    assert [grant for grant in grants if f"`{grant}(" not in ROWS[name][4]] == []


def test_the_rows_say_which_services_have_the_component():
    page = text_of(seen_in.PAGE)
    assert seen_in.rewritten(page) == page, "python -m tests.docs.write"


def test_the_column_is_written_and_nothing_else():
    page = "| `Queue` | a | b | c | d | old | e |\nold\n"
    first = seen_in.rewritten(page)
    assert "old | e" not in first
    assert first.endswith("| e |\nold\n")
    assert seen_in.cell({"platform", "reports", "orders"}) == "the platform, orders, reports"
    assert seen_in.cell(set()) == "no service"
    assert seen_in.cell(set(seen_in.EVERY)) == "every service"


def test_a_row_leads_to_the_test_of_the_component(name):
    file = components()[name][0].rpartition("/")[2]
    assert f"(../tests/components/test_{file})" in ROWS[name][6]


def test_every_module_of_the_catalogue_is_on_the_page():
    rest = set(modules("components")) - {module for module, _ in components().values()}
    helpers = [module for module in rest if not module.endswith("__init__.py")]
    assert [module for module in helpers if f"(../{module})" not in CATALOGUE] == []


def test_what_no_service_uses_is_stated():
    said = CATALOGUE.partition("## What no service uses yet")[2]
    words = {word.partition("(")[0] for word in re.findall(r"`([a-z_]+)(?:\(\))?`", said)}
    used = {
        node.attr if isinstance(node, ast.Attribute) else node.arg
        for module in modules("services")
        if not re.match(r"services/(\w+/app|runtime)/", module)
        for node in ast.walk(ast.parse((ROOT / module).read_text(encoding="utf-8")))
        if isinstance(node, (ast.Attribute, ast.keyword))
    }
    assert words
    assert words & used == set()
