"""IoT policy: what a client of a channel may do, by a variable that stands for its id."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, TypeAlias

import pulumi

from components.access import policy
from components.arn import Arn

Kind: TypeAlias = Literal["identity", "thing"]

# https://docs.aws.amazon.com/iot/latest/developerguide/iot-policy-variables.html
# https://docs.aws.amazon.com/iot/latest/developerguide/cog-iot-policies.html
VARIABLES: dict[Kind, str] = {
    "identity": "${cognito-identity.amazonaws.com:sub}",
    "thing": "${iot:Connection.Thing.ThingName}",
}
# Without it a certificate could connect by the name of any thing.
ATTACHED = {"Bool": {"iot:Connection.Thing.IsAttached": ["true"]}}


@dataclass(frozen=True)
class Topics:
    """The topics of a channel below its prefix."""

    prefix: str

    def sent_by(self, client: str) -> str:
        """What a client publishes, and the rule consumes."""
        return f"{self.prefix}/from/{client}"

    def sent_to(self, client: str) -> str:
        """What functions publish for one client."""
        return f"{self.prefix}/to/{client}"

    @property
    def sent_to_all(self) -> str:
        """What functions publish for every client."""
        return f"{self.prefix}/all"


def client_policy(topics: Topics, kind: Kind, near: pulumi.Input[str]) -> pulumi.Input[str]:
    """The policy of every client: it connects by its own id, publishes to its own topic, and
    receives from its own and that of all. ``near`` is the ARN of something in the same account.
    """
    client = VARIABLES[kind]
    condition = {"Condition": ATTACHED} if kind == "thing" else {}

    def allow(action: str, *resources: str) -> dict[str, Any]:
        arns = [beside(near, resource) for resource in resources]
        return {"Effect": "Allow", "Action": action, "Resource": arns, **condition}

    read = (topics.sent_to(client), topics.sent_to_all)
    return policy(
        allow("iot:Connect", f"client/{client}"),
        allow("iot:Publish", f"topic/{topics.sent_by(client)}"),
        allow("iot:Subscribe", *(f"topicfilter/{topic}" for topic in read)),
        allow("iot:Receive", *(f"topic/{topic}" for topic in read)),
    )


def beside(near: pulumi.Input[str], resource: str) -> pulumi.Output[str]:
    """The ARN of a resource of AWS IoT Core in the account and Region of another ARN."""
    return pulumi.Output.from_input(near).apply(partial(iot_arn, resource))


def iot_arn(resource: str, near: str) -> str:
    """The ARN of a resource of AWS IoT Core, with the partition, Region and account of ``near``."""
    at = Arn.parse(near)
    return f"arn:{at.partition}:iot:{at.region}:{at.account}:{resource}"
