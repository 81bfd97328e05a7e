"""CloudWatch Logs: deliveries, by which a service of AWS writes to a log group."""

from __future__ import annotations

from local.provider import tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.resource_types.gateway import chosen, retag
from local.provider.shapes import call
from local.provider.wire import Props

DESTINATION = frozenset({"deliveryDestinationConfiguration", "name", "outputFormat"})
DELIVERY = frozenset({"deliveryDestinationArn", "deliverySourceName", "recordFields"})
SOURCE = frozenset({"logType", "name", "resourceArn"})


def tagged(props: Props) -> Props:
    """Tags of a new one; none are no map of tags here."""
    return {"tags": found} if (found := tags.tags_of(props)) else {}


def put_source(cloud: Cloud, props: Props) -> str:
    call(cloud.client("logs"), "PutDeliverySource", chosen(props, SOURCE) | tagged(props))
    return str(props["name"])


def read_source(cloud: Cloud, name: str, props: Props) -> Props:
    found = cloud.client("logs").get_delivery_source(name=name)["deliverySource"]
    return {
        "name": name,
        "logType": found["logType"],
        "resourceArn": found["resourceArns"][0],
        "arn": found["arn"],
        "service": found["service"],
    }


def put_destination(cloud: Cloud, props: Props) -> str:
    asked = chosen(props, DESTINATION) | tagged(props)
    call(cloud.client("logs"), "PutDeliveryDestination", asked)
    return str(props["name"])


def read_destination(cloud: Cloud, name: str, props: Props) -> Props:
    found = cloud.client("logs").get_delivery_destination(name=name)["deliveryDestination"]
    target = found["deliveryDestinationConfiguration"]["destinationResourceArn"]
    return {
        "name": name,
        "deliveryDestinationConfiguration": {"destinationResourceArn": target},
        "deliveryDestinationType": found["deliveryDestinationType"],
        **({"outputFormat": found["outputFormat"]} if found.get("outputFormat") else {}),
        "arn": found["arn"],
    }


def create_delivery(cloud: Cloud, props: Props) -> str:
    asked = chosen(props, DELIVERY) | tagged(props)
    return str(call(cloud.client("logs"), "CreateDelivery", asked)["delivery"]["id"])


def read_delivery(cloud: Cloud, id_: str, props: Props) -> Props:
    found = cloud.client("logs").get_delivery(id=id_)["delivery"]
    names = ("deliveryDestinationArn", "deliverySourceName", "recordFields", "arn")
    return chosen(found, names)


def retag_delivery(cloud: Cloud, id_: str, change: Change) -> None:
    client = cloud.client("logs")
    retag(client, client.get_delivery(id=id_)["delivery"]["arn"], change)


TYPES = (
    ResourceType(
        token="aws:cloudwatch/logDeliverySource:LogDeliverySource",
        inputs=SOURCE,
        required=frozenset({"logType", "resourceArn"}),
        outputs=frozenset({"arn", "service"}),
        replace_on=SOURCE,
        naming=Naming(limit=60),
        taggable=True,
        create=put_source,
        read=read_source,
        update=lambda cloud, name, change: put_source(cloud, change.new),
        delete=lambda cloud, name, props: cloud.client("logs").delete_delivery_source(name=name),
    ),
    ResourceType(
        token="aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
        inputs=DESTINATION,
        outputs=frozenset({"arn", "deliveryDestinationType"}),
        replace_on=frozenset({"name"}),
        naming=Naming(limit=60),
        taggable=True,
        create=put_destination,
        read=read_destination,
        update=lambda cloud, name, change: put_destination(cloud, change.new),
        delete=lambda cloud, name, props: cloud.client("logs").delete_delivery_destination(
            name=name
        ),
    ),
    ResourceType(
        token="aws:cloudwatch/logDelivery:LogDelivery",
        inputs=DELIVERY,
        required=frozenset({"deliveryDestinationArn", "deliverySourceName"}),
        outputs=frozenset({"arn"}),
        # The emulator changes no delivery but its tags.
        replace_on=DELIVERY,
        taggable=True,
        find=lambda cloud, identity: None,
        create=create_delivery,
        read=read_delivery,
        update=retag_delivery,
        delete=lambda cloud, id_, props: cloud.client("logs").delete_delivery(id=id_),
    ),
)
