"""Athena: workgroups and saved queries."""

from __future__ import annotations

from local.provider import shapes, tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.resource_types.glue import chosen, seen_as
from local.provider.wire import Props

WORKGROUP_WORDS = ("configuration", "description", "name")
QUERY_WORDS = ("database", "description", "name", "query", "workgroup")
QUERY_RENAMES = {"query": "QueryString"}

CONFIGURATION = {
    "configuration": frozenset(
        {
            "bytesScannedCutoffPerQuery",
            "enforceWorkgroupConfiguration",
            "publishCloudwatchMetricsEnabled",
            "resultConfiguration",
        }
    ),
    "configuration.resultConfiguration": frozenset({"encryptionConfiguration", "outputLocation"}),
    "configuration.resultConfiguration.encryptionConfiguration": frozenset(
        {"encryptionOption", "kmsKeyArn"}
    ),
}
# Athena's words for these in pulumi-aws's; shapes ignores case.
RENAMES = {
    "configuration.resultConfiguration.encryptionConfiguration.kmsKeyArn": "KmsKey",
}
OURS = {
    "EnforceWorkGroupConfiguration": "enforceWorkgroupConfiguration",
    "PublishCloudWatchMetricsEnabled": "publishCloudwatchMetricsEnabled",
    "KmsKey": "kmsKeyArn",
}


def create_workgroup(cloud: Cloud, props: Props) -> str:
    pairs = tags.as_pairs(tags.tags_of(props))
    asked = {**chosen(WORKGROUP_WORDS, props), "tags": pairs}
    shapes.call(cloud.client("athena"), "CreateWorkGroup", asked, RENAMES)
    return str(props["name"])


def read_workgroup(cloud: Cloud, name: str, props: Props) -> Props:
    seen = cloud.client("athena").get_work_group(WorkGroup=name)["WorkGroup"]
    found = shapes.to_properties(seen, OURS)
    kept = {word: found[word] for word in WORKGROUP_WORDS if found.get(word)}
    return {**kept, "arn": cloud.arn("athena", f"workgroup/{name}")}


def update_workgroup(cloud: Cloud, name: str, change: Change) -> None:
    """UpdateWorkGroup knows the result configuration by another name."""
    new = change.new.get("configuration") or {}
    updates = {**new, "resultConfigurationUpdates": new.get("resultConfiguration") or {}}
    updates.pop("resultConfiguration", None)
    asked = {"workGroup": name, "configurationUpdates": updates}
    if change.touches("description"):
        asked["description"] = change.new.get("description", "")
    shapes.call(cloud.client("athena"), "UpdateWorkGroup", asked)
    tags.retag(
        cloud.client("athena"), cloud.arn("athena", f"workgroup/{name}"), change, by="ResourceARN"
    )


def delete_workgroup(cloud: Cloud, name: str, props: Props) -> None:
    recursive = bool(props.get("forceDestroy"))
    cloud.client("athena").delete_work_group(WorkGroup=name, RecursiveDeleteOption=recursive)


def create_query(cloud: Cloud, props: Props) -> str:
    asked = chosen(QUERY_WORDS, props)
    made = shapes.call(cloud.client("athena"), "CreateNamedQuery", asked, QUERY_RENAMES)
    return str(made["NamedQueryId"])


def find_query(cloud: Cloud, identity: Props) -> str | None:
    """An interrupted create left a query with this name in its workgroup, or none."""
    client = cloud.client("athena")
    for id_ in client.list_named_queries(WorkGroup=identity["workgroup"])["NamedQueryIds"]:
        if client.get_named_query(NamedQueryId=id_)["NamedQuery"]["Name"] == identity["name"]:
            return str(id_)
    return None


def read_query(cloud: Cloud, id_: str, props: Props) -> Props:
    seen = cloud.client("athena").get_named_query(NamedQueryId=id_)["NamedQuery"]
    found = seen_as(("database", "description", "name", "queryString", "workGroup"), seen)
    found["query"] = found.pop("queryString")
    found["workgroup"] = found.pop("workGroup")
    return found


TYPES = (
    ResourceType(
        token="aws:athena/workgroup:Workgroup",
        inputs=frozenset({*WORKGROUP_WORDS, "forceDestroy"}),
        outputs=frozenset({"arn"}),
        replace_on=frozenset({"name"}),
        naming=Naming(limit=128),
        blocks=CONFIGURATION,
        unread=frozenset({"forceDestroy"}),
        taggable=True,
        create=create_workgroup,
        read=read_workgroup,
        update=update_workgroup,
        delete=delete_workgroup,
    ),
    ResourceType(
        token="aws:athena/namedQuery:NamedQuery",
        inputs=frozenset(QUERY_WORDS),
        required=frozenset({"database", "query"}),
        replace_on=frozenset(QUERY_WORDS),
        naming=Naming(limit=128),
        create=create_query,
        find=find_query,
        read=read_query,
        delete=lambda cloud, id_, props: cloud.client("athena").delete_named_query(
            NamedQueryId=id_
        ),
    ),
)
