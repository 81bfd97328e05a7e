"""AppSync: data sources, functions and resolvers, which differ in their noun and their words."""

from __future__ import annotations

from typing import Any

from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.resource_types.appsync import seen_of
from local.provider.resource_types.gateway import chosen
from local.provider.shapes import call
from local.provider.wire import Props

SOURCE = frozenset(
    {
        "description",
        "dynamodbConfig",
        "elasticsearchConfig",
        "eventBridgeConfig",
        "httpConfig",
        "lambdaConfig",
        "name",
        "opensearchserviceConfig",
        "relationalDatabaseConfig",
        "serviceRoleArn",
        "type",
    }
)
CODE = frozenset({"code", "dataSource", "maxBatchSize", "runtime", "syncConfig"})
FUNCTION = CODE | {
    *("description", "functionVersion", "name"),
    *("requestMappingTemplate", "responseMappingTemplate"),
}
RESOLVER = CODE | {
    *("cachingConfig", "field", "kind", "pipelineConfig"),
    *("requestTemplate", "responseTemplate", "type"),
}

# Where AWS's word differs from the property's.
WORDS = {
    "dataSource": "dataSourceName",
    "dynamodbConfig.region": "awsRegion",
    "elasticsearchConfig.region": "awsRegion",
    "opensearchserviceConfig.region": "awsRegion",
    "lambdaConfig.functionArn": "lambdaFunctionArn",
}
OF_RESOLVER = WORDS | {
    "field": "fieldName",
    "requestTemplate": "requestMappingTemplate",
    "responseTemplate": "responseMappingTemplate",
    "type": "typeName",
}
REGIONAL = ("dynamodbConfig", "elasticsearchConfig", "opensearchserviceConfig")


def source_request(cloud: Cloud, props: Props) -> Props:
    """What AWS gets of a data source: tables have a Region, which a program may leave out."""
    said = chosen(props, SOURCE | {"apiId"})
    for name in REGIONAL:
        if name in said:
            said[name] = {"region": cloud.region, **said[name]}
    return said


def source_of(id_: str) -> dict[str, str]:
    api, _, name = id_.rpartition("-")
    return {"apiId": api, "name": name}


def create_source(cloud: Cloud, props: Props) -> str:
    call(cloud.client("appsync"), "CreateDataSource", source_request(cloud, props), WORDS)
    return f"{props['apiId']}-{props['name']}"


def read_source(cloud: Cloud, id_: str, props: Props) -> Props:
    found = cloud.client("appsync").get_data_source(**source_of(id_))["dataSource"]
    renames = {
        "awsRegion": "region",
        "lambdaFunctionArn": "functionArn",
        "openSearchServiceConfig": "opensearchserviceConfig",
    }
    return seen_of(found, SOURCE, renames, props) | {
        "apiId": source_of(id_)["apiId"],
        "arn": found["dataSourceArn"],
    }


def update_source(cloud: Cloud, id_: str, change: Change) -> None:
    call(cloud.client("appsync"), "UpdateDataSource", source_request(cloud, change.new), WORDS)


def function_of(id_: str) -> dict[str, str]:
    api, _, function = id_.rpartition("-")
    return {"apiId": api, "functionId": function}


def create_function(cloud: Cloud, props: Props) -> str:
    said = chosen(props, FUNCTION | {"apiId"})
    made = call(cloud.client("appsync"), "CreateFunction", said, WORDS)["functionConfiguration"]
    return f"{props['apiId']}-{made['functionId']}"


def find_function(cloud: Cloud, identity: Props) -> str | None:
    api = identity["apiId"]
    found = cloud.client("appsync").list_functions(apiId=api)["functions"]
    mine = (one["functionId"] for one in found if one["name"] == identity["name"])
    return next((f"{api}-{function}" for function in mine), None)


def read_function(cloud: Cloud, id_: str, props: Props) -> Props:
    found = cloud.client("appsync").get_function(**function_of(id_))["functionConfiguration"]
    return seen_of(found, FUNCTION, {"dataSourceName": "dataSource"}, props) | {
        **function_of(id_),
        "arn": found["functionArn"],
    }


def update_function(cloud: Cloud, id_: str, change: Change) -> None:
    said = {**chosen(change.new, FUNCTION), **function_of(id_)}
    call(cloud.client("appsync"), "UpdateFunction", said, WORDS)


def resolver_of(id_: str) -> dict[str, str]:
    api, type_name, field = id_.rsplit("-", 2)
    return {"apiId": api, "typeName": type_name, "fieldName": field}


def resolver_id(cloud: Cloud, props: Props) -> str:
    return f"{props['apiId']}-{props['type']}-{props['field']}"


def create_resolver(cloud: Cloud, props: Props) -> str:
    said = chosen(props, RESOLVER | {"apiId"})
    call(cloud.client("appsync"), "CreateResolver", said, OF_RESOLVER)
    return resolver_id(cloud, props)


def read_resolver(cloud: Cloud, id_: str, props: Props) -> Props:
    found = cloud.client("appsync").get_resolver(**resolver_of(id_))["resolver"]
    renames = {theirs: ours for ours, theirs in OF_RESOLVER.items() if "." not in ours}
    return seen_of(found, RESOLVER, renames, props) | {
        "apiId": resolver_of(id_)["apiId"],
        "arn": found["resolverArn"],
    }


def update_resolver(cloud: Cloud, id_: str, change: Change) -> None:
    said = chosen(change.new, RESOLVER | {"apiId"})
    call(cloud.client("appsync"), "UpdateResolver", said, OF_RESOLVER)


def deletes(operation: str, of: Any) -> Any:
    """What deletes one of a kind, by what its id says."""
    return lambda cloud, id_, props: getattr(cloud.client("appsync"), operation)(**of(id_))


TYPES = (
    ResourceType(
        token="aws:appsync/dataSource:DataSource",
        inputs=SOURCE | {"apiId"},
        required=frozenset({"apiId", "type"}),
        outputs=frozenset({"arn"}),
        replace_on=frozenset({"apiId", "name"}),
        naming=Naming(limit=255, separator="_"),
        create=create_source,
        find=lambda cloud, identity: f"{identity['apiId']}-{identity['name']}",
        read=read_source,
        update=update_source,
        delete=deletes("delete_data_source", source_of),
    ),
    ResourceType(
        token="aws:appsync/function:Function",
        inputs=FUNCTION | {"apiId"},
        required=frozenset({"apiId", "dataSource"}),
        outputs=frozenset({"arn", "functionId"}),
        replace_on=frozenset({"apiId"}),
        naming=Naming(limit=255, separator="_"),
        create=create_function,
        find=find_function,
        read=read_function,
        update=update_function,
        delete=deletes("delete_function", function_of),
    ),
    ResourceType(
        token="aws:appsync/resolver:Resolver",
        inputs=RESOLVER | {"apiId"},
        required=frozenset({"apiId", "field", "type"}),
        outputs=frozenset({"arn"}),
        defaults={"kind": "UNIT"},
        replace_on=frozenset({"apiId", "field", "type"}),
        create=create_resolver,
        find=resolver_id,
        read=read_resolver,
        update=update_resolver,
        delete=deletes("delete_resolver", resolver_of),
    ),
)
