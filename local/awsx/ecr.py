"""ECR: repositories and their images, as ``awsx.ecr`` makes them.

Names, parents and the form of the lifecycle policy are AWSX's own
(https://github.com/pulumi/pulumi-awsx/tree/master/awsx/ecr).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import pulumi
import pulumi_aws as aws

from local.awsx.component import Component, supported

REPOSITORY = frozenset(
    {
        "encryptionConfigurations",
        "forceDelete",
        "imageScanningConfiguration",
        "imageTagMutability",
        "lifecyclePolicy",
        "tags",
    }
)
IMAGE = frozenset({"context", "dockerfile", "platform", "repositoryUrl"})
UNTAGGED = {
    "description": "remove untagged images",
    "tagStatus": "untagged",
    "maximumNumberOfImages": 1,
}


class Repository(Component):
    """A repository, and below the component beside it the policy on what it keeps."""

    def __init__(
        self, name: str, inputs: Mapping[str, Any], opts: pulumi.ResourceOptions | None
    ) -> None:
        pulumi.ComponentResource.__init__(self, "awsx:ecr:Repository", name, None, opts)
        supported("awsx:ecr:Repository", inputs, REPOSITORY)
        below, lower = pulumi.ResourceOptions(parent=self), name.lower()
        self.repository = aws.ecr.Repository(
            lower,
            encryption_configurations=inputs.get("encryptionConfigurations"),
            force_delete=inputs.get("forceDelete"),
            image_scanning_configuration=inputs.get("imageScanningConfiguration"),
            image_tag_mutability=inputs.get("imageTagMutability"),
            tags=inputs.get("tags"),
            opts=below,
        )
        self.state = {"repository": self.repository, "url": self.repository.repository_url}
        kept = inputs.get("lifecyclePolicy") or {}
        if not kept.get("skip"):
            self.state["lifecyclePolicy"] = aws.ecr.LifecyclePolicy(
                lower,
                repository=self.repository.name,
                policy=policy_of(kept.get("rules") or [UNTAGGED]),
                opts=below,
            )
        self.register_outputs(self.state)


class Image(Component):
    """An image that Docker builds at deployment. Before its repository has an address AWSX plans
    nothing below the component, and only that is planned here.
    """

    def __init__(
        self, name: str, inputs: Mapping[str, Any], opts: pulumi.ResourceOptions | None
    ) -> None:
        pulumi.ComponentResource.__init__(self, "awsx:ecr:Image", name, inputs, opts)
        supported("awsx:ecr:Image", inputs, IMAGE)
        url = pulumi.Output.from_input(inputs["repositoryUrl"])
        self.state = {"imageUri": url.apply(_build)}
        self.register_outputs(self.state)


def policy_of(rules: Sequence[Mapping[str, Any]]) -> str:
    """The lifecycle policy as ECR takes it; a rule on all images has the last priority.

    Raises ``RunError`` for a rule that says neither a number nor an age.
    """
    ordered = sorted(rules, key=lambda rule: rule["tagStatus"] == "any")
    found = [_rule(place, rule) for place, rule in enumerate(ordered, start=1)]
    return json.dumps({"rules": found})


def _rule(priority: int, rule: Mapping[str, Any]) -> dict[str, Any]:
    selection: dict[str, Any] = {"tagStatus": rule["tagStatus"]}
    if rule["tagStatus"] == "tagged":
        selection["tagPrefixList"] = rule["tagPrefixList"]
    if (number := rule.get("maximumNumberOfImages")) is not None:
        selection |= {"countType": "imageCountMoreThan", "countNumber": int(number)}
    elif (days := rule.get("maximumAgeLimit")) is not None:
        counted = {"countType": "sinceImagePushed", "countNumber": int(days), "countUnit": "days"}
        selection |= counted
    else:
        raise pulumi.RunError(
            "awsx:ecr:Repository: a rule needs maximumNumberOfImages or maximumAgeLimit"
        )
    return {
        "rulePriority": priority,
        "description": rule.get("description"),
        "selection": selection,
        "action": {"type": "expire"},
    }


def _build(url: str) -> NoReturn:
    raise pulumi.RunError(
        f"awsx:ecr:Image: an image for {url}, which exists, is built by Docker; preview and deploy "
        "it with the official plugin (pulumi plugin install resource awsx)"
    )
