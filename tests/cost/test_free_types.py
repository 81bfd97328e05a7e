from __future__ import annotations

import re

import pulumi_aws as aws

from cost.free_types import FREE
from settings import ROOT

MADE = re.compile(r"\baws\.(\w+)\.([A-Z]\w+)\(")
# Billed for in a way that has no price here: by the vCPU of a cluster, the minute of a film or of
# a crawl. An estimate names them.
WITHOUT_A_PRICE = {
    "aws:appsync/apiCache:ApiCache",
    "aws:glue/crawler:Crawler",
    "aws:mediaconvert/queue:Queue",
    "aws:neptune/cluster:Cluster",
    "aws:neptune/clusterInstance:ClusterInstance",
}


def made() -> set[str]:
    """The types of all resources that a component makes by itself."""
    files = (ROOT / "components").rglob("*.py")
    found = {each for file in files for each in MADE.findall(file.read_text("utf-8"))}
    classes = [getattr(getattr(aws, module), name) for module, name in found]
    return {each.pulumi_type for each in classes if hasattr(each, "pulumi_type")}


def test_whatever_a_component_makes_has_a_price_or_is_known_to_be_free_or_to_have_none():
    sources = "".join(file.read_text("utf-8") for file in (ROOT / "cost").glob("*.py"))
    unknown = {each for each in made() - FREE if each not in sources}
    assert unknown == WITHOUT_A_PRICE
