"""Glue: databases, tables and crawlers of the data catalog."""

from __future__ import annotations

from local.provider import shapes, tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.wire import Props

DATABASE_WORDS = ("description", "locationUri", "name", "parameters")
TABLE_WORDS = (
    "description",
    "name",
    "owner",
    "parameters",
    "partitionKeys",
    "retention",
    "storageDescriptor",
    "tableType",
)
CRAWLER_WORDS = (
    "configuration",
    "databaseName",
    "description",
    "name",
    "role",
    "schedule",
    "schemaChangePolicy",
    "tablePrefix",
)
RENAMES = {"tableInput.storageDescriptor.serDeInfo": "SerdeInfo"}
OURS = {"SerdeInfo": "serDeInfo"}

TABLE_BLOCKS = {
    "partitionKeys": frozenset({"comment", "name", "type"}),
    "storageDescriptor": frozenset(
        {"columns", "compressed", "inputFormat", "location", "outputFormat", "serDeInfo"}
    ),
    "storageDescriptor.columns": frozenset({"comment", "name", "type"}),
    "storageDescriptor.serDeInfo": frozenset({"name", "parameters", "serializationLibrary"}),
}
CRAWLER_BLOCKS = {
    "catalogTargets": frozenset({"databaseName", "tables"}),
    "s3Targets": frozenset({"exclusions", "path"}),
    "schemaChangePolicy": frozenset({"deleteBehavior", "updateBehavior"}),
}


def chosen(words: tuple[str, ...], props: Props) -> Props:
    return {word: props[word] for word in words if props.get(word) is not None}


def seen_as(words: tuple[str, ...], seen: Props) -> Props:
    found = shapes.to_properties(seen, OURS)
    if "Parameters" in seen:
        # A map of the program's own keys, which stay as they are: EXTERNAL.
        found["parameters"] = dict(seen["Parameters"])
    return {word: found[word] for word in words if found.get(word) not in (None, "", {}, [])}


def create_database(cloud: Cloud, props: Props) -> str:
    asked = {"databaseInput": chosen(DATABASE_WORDS, props), "tags": tags.tags_of(props)}
    shapes.call(cloud.client("glue"), "CreateDatabase", asked)
    return f"{cloud.account}:{props['name']}"


def read_database(cloud: Cloud, id_: str, props: Props) -> Props:
    name = id_.partition(":")[2]
    seen = cloud.client("glue").get_database(Name=name)["Database"]
    return {**seen_as(DATABASE_WORDS, seen), "arn": cloud.arn("glue", f"database/{name}")}


def update_database(cloud: Cloud, id_: str, change: Change) -> None:
    asked = {"name": change.new["name"], "databaseInput": chosen(DATABASE_WORDS, change.new)}
    shapes.call(cloud.client("glue"), "UpdateDatabase", asked)
    retag(cloud, cloud.arn("glue", f"database/{change.new['name']}"), change)


def retag(cloud: Cloud, arn: str, change: Change) -> None:
    """Tags go by ARN, as a map."""
    client = cloud.client("glue")
    if gone := tags.to_remove(change):
        client.untag_resource(ResourceArn=arn, TagsToRemove=gone)
    if fresh := tags.to_set(change):
        client.tag_resource(ResourceArn=arn, TagsToAdd=fresh)


def delete_database(cloud: Cloud, id_: str, props: Props) -> None:
    cloud.client("glue").delete_database(Name=id_.partition(":")[2])


def table_of(id_: str) -> Props:
    _, database, name = id_.split(":")
    return {"DatabaseName": database, "Name": name}


def table_id(cloud: Cloud, props: Props) -> str:
    return f"{cloud.account}:{props['databaseName']}:{props['name']}"


def put_table(cloud: Cloud, operation: str, props: Props) -> None:
    asked = {"databaseName": props["databaseName"], "tableInput": chosen(TABLE_WORDS, props)}
    shapes.call(cloud.client("glue"), operation, asked, RENAMES)


def create_table(cloud: Cloud, props: Props) -> str:
    put_table(cloud, "CreateTable", props)
    return table_id(cloud, props)


def read_table(cloud: Cloud, id_: str, props: Props) -> Props:
    seen = cloud.client("glue").get_table(**table_of(id_))["Table"]
    _, database, name = id_.split(":")
    return {
        **seen_as(TABLE_WORDS, seen),
        "arn": cloud.arn("glue", f"table/{database}/{name}"),
        "databaseName": database,
    }


def create_crawler(cloud: Cloud, props: Props) -> str:
    asked = {**crawler(props), "tags": tags.tags_of(props)}
    shapes.call(cloud.client("glue"), "CreateCrawler", asked)
    return str(props["name"])


def crawler(props: Props) -> Props:
    targets = chosen(("catalogTargets", "s3Targets"), props)
    return {**chosen(CRAWLER_WORDS, props), "targets": targets}


def read_crawler(cloud: Cloud, name: str, props: Props) -> Props:
    seen = cloud.client("glue").get_crawler(Name=name)["Crawler"]
    schedule = seen.pop("Schedule", None) or {}
    seen["Schedule"] = schedule.get("ScheduleExpression") if isinstance(schedule, dict) else ""
    targets = seen_as(("catalogTargets", "s3Targets"), seen.get("Targets", {}))
    arn = cloud.arn("glue", f"crawler/{name}")
    return {**seen_as(CRAWLER_WORDS, seen), **targets, "arn": arn}


def update_crawler(cloud: Cloud, name: str, change: Change) -> None:
    shapes.call(cloud.client("glue"), "UpdateCrawler", crawler(change.new))
    retag(cloud, cloud.arn("glue", f"crawler/{name}"), change)


TYPES = (
    ResourceType(
        token="aws:glue/catalogDatabase:CatalogDatabase",
        inputs=frozenset(DATABASE_WORDS),
        outputs=frozenset({"arn"}),
        replace_on=frozenset({"name"}),
        naming=Naming(limit=255),
        taggable=True,
        create=create_database,
        find=lambda cloud, identity: f"{cloud.account}:{identity['name']}",
        read=read_database,
        update=update_database,
        delete=delete_database,
    ),
    ResourceType(
        token="aws:glue/catalogTable:CatalogTable",
        inputs=frozenset({*TABLE_WORDS, "databaseName"}),
        required=frozenset({"databaseName"}),
        outputs=frozenset({"arn"}),
        replace_on=frozenset({"databaseName", "name"}),
        naming=Naming(limit=255),
        blocks=TABLE_BLOCKS,
        create=create_table,
        find=table_id,
        read=read_table,
        update=lambda cloud, id_, change: put_table(cloud, "UpdateTable", change.new),
        delete=lambda cloud, id_, props: cloud.client("glue").delete_table(**table_of(id_)),
    ),
    ResourceType(
        token="aws:glue/crawler:Crawler",
        inputs=frozenset({*CRAWLER_WORDS, "catalogTargets", "s3Targets"}),
        required=frozenset({"databaseName", "role"}),
        outputs=frozenset({"arn"}),
        replace_on=frozenset({"name"}),
        naming=Naming(limit=255),
        blocks=CRAWLER_BLOCKS,
        taggable=True,
        create=create_crawler,
        read=read_crawler,
        update=update_crawler,
        delete=lambda cloud, name, props: cloud.client("glue").delete_crawler(Name=name),
    ),
)
