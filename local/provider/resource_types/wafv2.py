"""WAF: web ACLs and what they protect, which the emulator keeps; it blocks no request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from local.provider import tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, Naming, ResourceType
from local.provider.resource_types.gateway import chosen
from local.provider.shapes import to_properties, to_request
from local.provider.wire import Props

ACL = frozenset({"defaultAction", "name", "rules", "scope", "visibilityConfig"})
SEEN = ("defaultAction", "rules", "visibilityConfig")
ASSOCIATION = frozenset({"resourceArn", "webAclArn"})
LOGGING = frozenset({"logDestinationConfigs", "loggingFilter", "redactedFields", "resourceArn"})

# https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html
RATE = (10, 2_000_000_000)
WINDOWS = (60, 120, 300, 600)
NAME = r"[0-9A-Za-z_-]{1,128}"
# https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html
PROTECTED = re.compile(
    r"arn:aws[a-z-]*:("
    r"apigateway:[a-z0-9-]*::/restapis/[^/]+/stages/[^/]+"
    r"|appsync:[^:]*:[0-9]*:apis/[^/]+"
    r"|cognito-idp:[^:]*:[0-9]*:userpool/[^/]+"
    r"|elasticloadbalancing:[^:]*:[0-9]*:loadbalancer/app/.+"
    r"|apprunner:[^:]*:[0-9]*:service/.+"
    r"|ec2:[^:]*:[0-9]*:verified-access-instance/.+)"
)
# https://docs.aws.amazon.com/waf/latest/developerguide/logging-destinations.html
LOG_NAME = "aws-waf-logs-"


def config(cloud: Cloud, props: Props, operation: str = "CreateWebACL") -> dict[str, Any]:
    """A web ACL in WAF's words."""
    shape = cloud.client("wafv2").meta.service_model.operation_model(operation).input_shape
    plain = {"rules": [], **chosen(props, ACL)}
    return dict(to_request(shape, plain, {}))


def create(cloud: Cloud, props: Props) -> str:
    given = tags.as_pairs(tags.tags_of(props))
    tagged = {"Tags": given} if given else {}
    made = cloud.client("wafv2").create_web_acl(**config(cloud, props), **tagged)
    return str(made["Summary"]["Id"])


def read(cloud: Cloud, id_: str, props: Props) -> Props:
    answer = _found(cloud, id_, props)
    found, wanted = answer["WebACL"], config(cloud, props)
    as_asked = {
        name: given
        if found.get(word := name[:1].upper() + name[1:]) == wanted[word]
        else to_properties(found.get(word))
        for name, given in chosen(props, SEEN).items()
    }
    return {
        **as_asked,
        "name": found["Name"],
        "scope": props["scope"],
        "arn": found["ARN"],
        "capacity": found.get("Capacity", 0),
        "lockToken": answer["LockToken"],
        "applicationIntegrationUrl": answer.get("ApplicationIntegrationURL", ""),
    }


def update(cloud: Cloud, id_: str, change: Change) -> None:
    client, answer = cloud.client("wafv2"), _found(cloud, id_, change.new)
    if change.touches(*SEEN):
        wanted = config(cloud, change.new, "UpdateWebACL")
        client.update_web_acl(Id=id_, LockToken=answer["LockToken"], **wanted)
    tags.retag(client, answer["WebACL"]["ARN"], change, by="ResourceARN")


def delete(cloud: Cloud, id_: str, props: Props) -> None:
    lock = _found(cloud, id_, props)["LockToken"]
    cloud.client("wafv2").delete_web_acl(Id=id_, LockToken=lock, **_known(props))


def _found(cloud: Cloud, id_: str, props: Props) -> Any:
    return cloud.client("wafv2").get_web_acl(Id=id_, **_known(props))


def _known(props: Props) -> dict[str, str]:
    return {"Name": props["name"], "Scope": props["scope"]}


def wrong_acl(props: Props) -> Iterator[str]:
    """What WAF refuses, and the emulator takes."""
    name, rules = props.get("name"), props.get("rules") or []
    if isinstance(name, str) and not re.fullmatch(NAME, name):
        yield f"name must be 1 to 128 letters, digits, hyphens and underscores, got {name}"
    ranks = [rule.get("priority") for rule in rules if isinstance(rule, Mapping)]
    if len({*map(str, ranks)}) < len(ranks):
        yield f"rules must have different priorities, got {', '.join(map(str, ranks))}"
    for rule in rules:
        rate = rule.get("statement", {}).get("rateBasedStatement", {})
        limit, window = rate.get("limit", RATE[0]), rate.get("evaluationWindowSec", WINDOWS[0])
        if isinstance(limit, int | float) and not RATE[0] <= limit <= RATE[1]:
            yield f"expected limit to be in the range ({RATE[0]} - {RATE[1]}), got {limit}"
        if isinstance(window, int | float) and window not in WINDOWS:
            listed = ", ".join(map(str, WINDOWS))
            yield f"expected evaluationWindowSec to be one of {listed}, got {window}"


def associate(cloud: Cloud, props: Props) -> str:
    acl, resource = props["webAclArn"], props["resourceArn"]
    cloud.client("wafv2").associate_web_acl(WebACLArn=acl, ResourceArn=resource)
    return f"{acl},{resource}"


def read_association(cloud: Cloud, id_: str, props: Props) -> Props | None:
    acl, _, resource = id_.partition(",")
    found = cloud.client("wafv2").get_web_acl_for_resource(ResourceArn=resource)["WebACL"]
    return {"webAclArn": acl, "resourceArn": resource} if found["ARN"] == acl else None


def disassociate(cloud: Cloud, id_: str, props: Props) -> None:
    cloud.client("wafv2").disassociate_web_acl(ResourceArn=id_.partition(",")[2])


def wrong_association(props: Props) -> Iterator[str]:
    """What WAF refuses, and the emulator takes."""
    resource, acl = props.get("resourceArn"), props.get("webAclArn")
    if isinstance(resource, str) and not PROTECTED.fullmatch(resource):
        yield (
            "resourceArn must be that of a stage of a REST API, a GraphQL API, a user pool, an "
            "application load balancer, an App Runner service or a Verified Access instance, got "
            f"{resource}"
        )
    if isinstance(acl, str) and ":regional/webacl/" not in acl:
        yield f"webAclArn must be that of a web ACL of scope REGIONAL, got {acl}"


def wrong_logging(props: Props) -> Iterator[str]:
    """What WAF refuses, since nothing behind this type does."""
    for arn in props.get("logDestinationConfigs") or []:
        if isinstance(arn, str) and not re.split(r"[:/]", arn.removesuffix(":*"))[-1].startswith(
            LOG_NAME
        ):
            yield f"logDestinationConfigs must be named {LOG_NAME}..., got {arn}"


TYPES = (
    ResourceType(
        token="aws:wafv2/webAcl:WebAcl",
        inputs=ACL,
        required=frozenset({"defaultAction", "scope", "visibilityConfig"}),
        outputs=frozenset({"applicationIntegrationUrl", "arn", "capacity", "lockToken"}),
        replace_on=frozenset({"name", "scope"}),
        exact=frozenset({"defaultAction", "rules"}),
        naming=Naming(limit=128),
        volatile=frozenset({"capacity", "lockToken"}),
        taggable=True,
        check=wrong_acl,
        # An interrupted create leaves an orphan that nothing refers to.
        find=lambda cloud, identity: None,
        create=create,
        read=read,
        update=update,
        delete=delete,
    ),
    ResourceType(
        token="aws:wafv2/webAclAssociation:WebAclAssociation",
        inputs=ASSOCIATION,
        required=ASSOCIATION,
        check=wrong_association,
        find=lambda cloud, identity: None,
        create=associate,
        read=read_association,
        delete=disassociate,
    ),
    # The emulator has no log of a web ACL: what a program says of one lives in the state only.
    ResourceType(
        token="aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
        inputs=frozenset({"resourceArn"}),
        required=frozenset({"logDestinationConfigs", "resourceArn"}),
        replace_on=frozenset({"resourceArn"}),
        check=wrong_logging,
        find=lambda cloud, identity: None,
        create=lambda cloud, props: str(props["resourceArn"]),
        read=lambda cloud, id_, props: {"resourceArn": id_},
        update=lambda cloud, id_, change: None,
        delete=lambda cloud, id_, props: None,
    ),
)
