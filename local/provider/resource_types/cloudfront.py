"""CloudFront: distributions, which the emulator serves by the ``Host`` header."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from local.provider import tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, ResourceType
from local.provider.resource_types.cloudfront_shapes import asked, seen, shape
from local.provider.resource_types.gateway import chosen
from local.provider.wire import Props

CONFIG = frozenset(
    {
        "aliases",
        "comment",
        "customErrorResponses",
        "defaultCacheBehavior",
        "defaultRootObject",
        "enabled",
        "httpVersion",
        "isIpv6Enabled",
        "orderedCacheBehaviors",
        "origins",
        "priceClass",
        "restrictions",
        "viewerCertificate",
        "webAclId",
    }
)

# The zone of every distribution's domain name:
# https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html
ZONE = "Z2FDTNDATAQYW2"


def config(cloud: Cloud, props: Props) -> Any:
    """What CloudFront gets of a distribution."""
    plain = chosen(props, CONFIG)
    plain["defaultCacheBehavior"], default = _split(plain["defaultCacheBehavior"])
    ordered = [_split(each) for each in plain.get("orderedCacheBehaviors", [])]
    plain["orderedCacheBehaviors"] = [each for each, _ in ordered]
    said = asked(shape(cloud, "DistributionConfig"), plain)
    behaviors = [said["DefaultCacheBehavior"], *said["CacheBehaviors"].get("Items", [])]
    for each, cached in zip(behaviors, [default, *(cached for _, cached in ordered)], strict=True):
        # The emulator speaks plain HTTP, so that a redirect would lead nowhere.
        each["ViewerProtocolPolicy"] = "allow-all"
        methods = {"Quantity": len(cached), "Items": cached}
        each["AllowedMethods"]["CachedMethods"] = methods
    for origin in said["Origins"]["Items"]:
        if "CustomOriginConfig" not in origin:
            origin["S3OriginConfig"] = {"OriginAccessIdentity": ""}
    return {"Comment": "", **said}


def _split(behavior: Props) -> tuple[Props, list[str]]:
    """A behaviour without its cached methods, which are a part of the allowed ones in CloudFront's
    words, and they.
    """
    return {k: v for k, v in behavior.items() if k != "cachedMethods"}, behavior["cachedMethods"]


def create(cloud: Cloud, props: Props) -> str:
    made = cloud.client("cloudfront").create_distribution_with_tags(
        DistributionConfigWithTags={
            "DistributionConfig": {"CallerReference": str(uuid4()), **config(cloud, props)},
            "Tags": {"Items": tags.as_pairs(tags.tags_of(props))},
        }
    )
    return str(made["Distribution"]["Id"])


def read(cloud: Cloud, id_: str, props: Props) -> Props:
    answer = cloud.client("cloudfront").get_distribution(Id=id_)
    found = answer["Distribution"]
    of, given = shape(cloud, "DistributionConfig"), chosen(props, CONFIG)
    return {
        **seen(of, found["DistributionConfig"], config(cloud, props), given),
        "arn": found["ARN"],
        "callerReference": found["DistributionConfig"]["CallerReference"],
        "domainName": found["DomainName"],
        "etag": answer["ETag"],
        "hostedZoneId": ZONE,
        "inProgressValidationBatches": found.get("InProgressInvalidationBatches", 0),
        "lastModifiedTime": str(found["LastModifiedTime"]),
        "loggingV1Enabled": False,
        "status": found["Status"],
        "trustedKeyGroups": [{"enabled": False}],
        "trustedSigners": [{"enabled": False}],
    }


def put(cloud: Cloud, id_: str, props: Props) -> None:
    client = cloud.client("cloudfront")
    now = client.get_distribution_config(Id=id_)
    reference = {"CallerReference": now["DistributionConfig"]["CallerReference"]}
    wanted = {**reference, **config(cloud, props)}
    client.update_distribution(Id=id_, IfMatch=now["ETag"], DistributionConfig=wanted)


def update(cloud: Cloud, id_: str, change: Change) -> None:
    if change.touches(*CONFIG):
        put(cloud, id_, change.new)
    client = cloud.client("cloudfront")
    arn = client.get_distribution(Id=id_)["Distribution"]["ARN"]
    if gone := tags.to_remove(change):
        client.untag_resource(Resource=arn, TagKeys={"Items": gone})
    if fresh := tags.to_set(change):
        client.tag_resource(Resource=arn, Tags={"Items": tags.as_pairs(fresh)})


def delete(cloud: Cloud, id_: str, props: Props) -> None:
    """A distribution is disabled before it may be deleted."""
    client = cloud.client("cloudfront")
    now = client.get_distribution_config(Id=id_)
    off = {**now["DistributionConfig"], "Enabled": False}
    done = client.update_distribution(Id=id_, IfMatch=now["ETag"], DistributionConfig=off)
    client.delete_distribution(Id=id_, IfMatch=done["ETag"])


TYPES = (
    ResourceType(
        token="aws:cloudfront/distribution:Distribution",
        inputs=CONFIG,
        required=frozenset(
            {"defaultCacheBehavior", "enabled", "origins", "restrictions", "viewerCertificate"}
        ),
        outputs=frozenset(
            {
                *("arn", "callerReference", "domainName", "etag", "hostedZoneId"),
                *("inProgressValidationBatches", "lastModifiedTime", "loggingV1Enabled"),
                *("status", "trustedKeyGroups", "trustedSigners"),
            }
        ),
        unordered=frozenset({"aliases"}),
        volatile=frozenset({"etag", "lastModifiedTime"}),
        taggable=True,
        regional=False,
        # An interrupted create leaves no name to find it by; what is left answers to no known host.
        find=lambda cloud, identity: None,
        create=create,
        read=read,
        update=update,
        delete=delete,
    ),
)
