"""Look-ups: answered by the emulator, or by a plausible placeholder when there is only planning."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from local.provider.cloud import Cloud
from local.provider.errors import ProviderError, reported
from local.provider.wire import UNKNOWN, Props, contains_unknown

Lookup = Callable[[Cloud, Props], Props]


def caller_identity(cloud: Cloud, args: Props) -> Props:
    arn = f"arn:aws:iam::{cloud.account}:root"
    return {"accountId": cloud.account, "arn": arn, "id": cloud.account, "userId": cloud.account}


def region(cloud: Cloud, args: Props) -> Props:
    name = args.get("region") or args.get("name") or cloud.region
    return {
        "description": name,
        "endpoint": f"ec2.{name}.amazonaws.com",
        "id": name,
        "name": name,
        "region": name,
    }


def parameter(cloud: Cloud, args: Props) -> Props:
    common = {"id": args["name"], "name": args["name"], "region": cloud.region}
    common["withDecryption"] = args.get("withDecryption", True)
    if cloud.only_plans:
        arn = f"arn:aws:ssm:{cloud.region}:{cloud.account}:parameter{args['name']}"
        # In the form of an ARN, too: programs take the account from those that are one.
        text = {"value": arn, "insecureValue": arn, "type": "String", "arn": arn}
        return {**common, **text, "version": 1}
    seen = cloud.client("ssm").get_parameter(
        Name=args["name"], WithDecryption=common["withDecryption"]
    )["Parameter"]
    return {
        **common,
        "arn": seen["ARN"],
        "insecureValue": seen["Value"] if seen["Type"] != "SecureString" else "",
        "type": seen["Type"],
        "value": seen["Value"],
        "version": seen["Version"],
    }


LOOKUPS: Mapping[str, Lookup] = {
    "aws:index/getCallerIdentity:getCallerIdentity": caller_identity,
    "aws:index/getRegion:getRegion": region,
    "aws:ssm/getParameter:getParameter": parameter,
}


def invoked(cloud: Cloud, token: str, args: Props) -> Props:
    lookup = LOOKUPS.get(token)
    if lookup is None:
        supported = ", ".join(sorted(LOOKUPS))
        raise ProviderError(
            f"{token}: this look-up is not supported here; supported are {supported}"
        )
    if contains_unknown(args):
        return dict.fromkeys(("id", "name", "value", "arn"), UNKNOWN)
    with reported(token, str(args.get("name", "")), "cannot look up"):
        return lookup(cloud, args)
