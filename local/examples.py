"""Examples: the programs in ``examples/``, each a Pulumi project of its own, and their stacks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

import yaml

from local import files, stacks
from local.checkout import LOCAL, ROOT, LocalError
from local.stacks import SALT

EXAMPLES = ROOT / "examples"
BLOCK = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
AWS_ONLY = re.compile(r"^On AWS only: ([^.]+)\.", re.MULTILINE)

# Every AWS service that an example's resources belong to, by the provider's names.
SERVICES = (
    *("apigateway", "apigatewayv2", "cloudfront", "cloudwatch", "cognitoidp", "dynamodb"),
    *("events", "firehose", "iam", "kinesis"),
    *("kms", "lambda", "logs", "s3", "scheduler", "schemas", "sesv2", "sfn", "sns", "sqs"),
    *("ssm", "sts"),
)


@dataclass(frozen=True)
class Example:
    """One example; its stack on a local stage has the stage's name."""

    name: str

    @property
    def folder(self) -> Path:
        return EXAMPLES / self.name

    @property
    def description(self) -> str:
        """What it shows, in a line: the description in its Pulumi.yaml."""
        return str(self._project()["description"])

    @property
    def on_aws_only(self) -> str | None:
        """Why no local stage can have it, as its README says; None if one can."""
        found = AWS_ONLY.search((self.folder / "README.md").read_text("utf-8"))
        return found[1] if found else None

    def stack(self, stage: str) -> str:
        """The full name of its stack: the project is the example's own."""
        return f"organization/{self.name}/{stage}"

    def config(self, stage: str, region: str, endpoint: str) -> Path:
        """The file to run the stack with: the AWS provider calls the emulator only."""
        file = LOCAL / "examples" / f"{self.name}.{stage}.yaml"
        files.write(file, stack_settings(region, endpoint))
        return file

    def commands(self, outputs: Mapping[str, Any]) -> list[str]:
        """What its README says to try, with the stack's outputs in place of their names, and with
        the example's files as they are found from the top of the repository.
        """
        [block] = BLOCK.findall((self.folder / "README.md").read_text("utf-8"))
        found = block.replace(" app/", f" {self.folder.relative_to(ROOT)}/app/")
        return Template(found).safe_substitute(outputs).splitlines()

    def _project(self) -> dict[str, Any]:
        return dict(yaml.safe_load((self.folder / "Pulumi.yaml").read_text("utf-8")))


def stack_settings(region: str, endpoint: str) -> str:
    """The settings file of a stack whose AWS provider calls an emulator."""
    config = {
        "aws:region": region,
        "aws:accessKey": "test",
        "aws:secretKey": "test",
        "aws:skipCredentialsValidation": "true",
        "aws:skipRequestingAccountId": "true",
        "aws:endpoints": [dict.fromkeys(SERVICES, endpoint)],
    }
    return str(yaml.safe_dump({"config": config, "encryptionsalt": SALT}))


def every() -> list[Example]:
    """All examples of the catalogue, by name; those of the component package run by hand."""
    found = sorted(file.parent.name for file in EXAMPLES.glob("*/Pulumi.yaml"))
    return [Example(name) for name in found if not name.startswith("package-")]


def find(name: str) -> Example:
    """The example of a name; raises ``LocalError`` with the names that there are."""
    known = every()
    if Example(name) not in known:
        raise LocalError(
            f"there is no example {name}; there are {', '.join(each.name for each in known)}"
        )
    return Example(name)


def deployed(stage: str) -> list[Example]:
    """The examples that have a stack on a local stage."""
    return [each for each in every() if stacks.exists(each.stack(stage))]
