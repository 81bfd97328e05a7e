"""CloudFormation: what CloudFront's types are called there, and how their parts are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Props = dict[str, Any]

TYPES = {
    "aws:cloudfront/cachePolicy:CachePolicy": "AWS::CloudFront::CachePolicy",
    "aws:cloudfront/distribution:Distribution": "AWS::CloudFront::Distribution",
    "aws:cloudfront/function:Function": "AWS::CloudFront::Function",
    "aws:cloudfront/originAccessControl:OriginAccessControl": (
        "AWS::CloudFront::OriginAccessControl"
    ),
    "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": (
        "AWS::CloudFront::OriginRequestPolicy"
    ),
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": (
        "AWS::CloudFront::ResponseHeadersPolicy"
    ),
    "aws:cloudwatch/logDelivery:LogDelivery": "AWS::Logs::Delivery",
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": (
        "AWS::Logs::DeliveryDestination"
    ),
    "aws:cloudwatch/logDeliverySource:LogDeliverySource": "AWS::Logs::DeliverySource",
    "aws:route53/record:Record": "AWS::Route53::RecordSet",
    "aws:wafv2/ipSet:IpSet": "AWS::WAFv2::IPSet",
    "aws:wafv2/webAcl:WebAcl": "AWS::WAFv2::WebACL",
    "aws:wafv2/webAclAssociation:WebAclAssociation": "AWS::WAFv2::WebACLAssociation",
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": (
        "AWS::WAFv2::LoggingConfiguration"
    ),
}

# Objects of S3 are no resources of CloudFormation.
OF_NO_TYPE = {"aws:s3/bucketObjectv2:BucketObjectv2"}

ASSOCIATED = "functionAssociations.functionArn"
AT_THE_EDGE = "lambdaFunctionAssociations.lambdaArn"
MEASURED = "visibilityConfig.cloudwatchMetricsEnabled"
ORIGIN = "origins.customOriginConfig"
NAMES: Mapping[str, Mapping[str, str]] = {
    "aws:cloudfront/cachePolicy:CachePolicy": {
        "defaultTtl": "DefaultTTL",
        "maxTtl": "MaxTTL",
        "minTtl": "MinTTL",
    },
    "aws:cloudfront/distribution:Distribution": {
        "isIpv6Enabled": "IPV6Enabled",
        "webAclId": "WebACLId",
        "orderedCacheBehaviors": "CacheBehaviors",
        f"defaultCacheBehavior.{ASSOCIATED}": "FunctionARN",
        f"orderedCacheBehaviors.{ASSOCIATED}": "FunctionARN",
        f"defaultCacheBehavior.{AT_THE_EDGE}": "LambdaFunctionARN",
        f"orderedCacheBehaviors.{AT_THE_EDGE}": "LambdaFunctionARN",
        "origins.originId": "Id",
        f"{ORIGIN}.httpPort": "HTTPPort",
        f"{ORIGIN}.httpsPort": "HTTPSPort",
        f"{ORIGIN}.originSslProtocols": "OriginSSLProtocols",
        "viewerCertificate.cloudfrontDefaultCertificate": "CloudFrontDefaultCertificate",
    },
    "aws:route53/record:Record": {
        "aliases": "AliasTarget",
        "aliases.name": "DNSName",
        "aliases.zoneId": "HostedZoneId",
        "zoneId": "HostedZoneId",
    },
    "aws:wafv2/ipSet:IpSet": {"ipAddressVersion": "IPAddressVersion"},
    "aws:wafv2/webAcl:WebAcl": {
        MEASURED: "CloudWatchMetricsEnabled",
        f"rules.{MEASURED}": "CloudWatchMetricsEnabled",
        "rules.statement.ipSetReferenceStatement": "IPSetReferenceStatement",
    },
    "aws:wafv2/webAclAssociation:WebAclAssociation": {"webAclArn": "WebACLArn"},
}


def _of(name: str) -> Callable[[Props], Props]:
    """Properties that are one configuration there, with plain lists."""

    def shaped(props: Props) -> Props:
        return {name: _plain(props)}

    return shaped


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"Items"}:
            return value["Items"]
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def _distribution(props: Props) -> Props:
    for origin in props["Origins"]:
        if "CustomOriginConfig" not in origin:
            origin["S3OriginConfig"] = {"OriginAccessIdentity": ""}
    return {"DistributionConfig": _plain(props)}


def _function(props: Props) -> Props:
    config = {"Comment": props.pop("Comment", ""), "Runtime": props.pop("Runtime")}
    published, code = props.pop("Publish"), props.pop("Code")
    return {**props, "AutoPublish": published, "FunctionCode": code, "FunctionConfig": config}


def _destination(props: Props) -> Props:
    inside = props.pop("DeliveryDestinationConfiguration")
    return {**props, **inside}


def _record(props: Props) -> Props:
    """The one alias of a record is no list there."""
    [target] = props.pop("AliasTarget")
    return {**props, "AliasTarget": target}


def _domain(props: Props) -> Props:
    return {**props, "DomainNameConfigurations": [props["DomainNameConfigurations"]]}


SHAPES: Mapping[str, Callable[[Props], Props]] = {
    "aws:apigatewayv2/domainName:DomainName": _domain,
    "aws:route53/record:Record": _record,
    "aws:cloudfront/cachePolicy:CachePolicy": _of("CachePolicyConfig"),
    "aws:cloudfront/distribution:Distribution": _distribution,
    "aws:cloudfront/function:Function": _function,
    "aws:cloudfront/originAccessControl:OriginAccessControl": _of("OriginAccessControlConfig"),
    "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": _of("OriginRequestPolicyConfig"),
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": _of(
        "ResponseHeadersPolicyConfig"
    ),
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": _destination,
}
