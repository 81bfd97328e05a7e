"""Search access: the one role that an OpenSearch domain knows, and what it may ask of the domain.

Fine-grained access control maps a role to permissions inside of OpenSearch, and takes only one by
the domain's configuration: functions keep their own roles, and assume this one.
"""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import policy
from components.defaults import Defaults
from components.roles import role_for

# All that a client of indexes sends: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html
METHODS = ("Delete", "Get", "Head", "Post", "Put")
# The tag of roles that says which service each is of.
SERVICE = "service"


def access_role(
    name: str,
    account: pulumi.Input[str],
    defaults: Defaults,
    child: pulumi.ResourceOptions,
) -> aws.iam.Role:
    """A role that roles of the account may assume that are allowed to; of the service in the tags
    only, if there is one.
    """
    trust: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": {"AWS": account},
        "Action": "sts:AssumeRole",
    }
    if (service := defaults.tags.get(SERVICE)) is not None:
        trust["Condition"] = {"StringEquals": {f"aws:PrincipalTag/{SERVICE}": service}}
    return role_for(f"{name}-access", policy(trust), defaults, child)


def allow_role(role: aws.iam.Role, domain_arn: pulumi.Output[str]) -> dict[str, Any]:
    """The statement of a domain's policy: this role may send requests, and no other may."""
    return {
        "Effect": "Allow",
        "Principal": {"AWS": role.arn},
        "Action": [f"es:ESHttp{method}" for method in METHODS],
        "Resource": pulumi.Output.concat(domain_arn, "/*"),
    }
