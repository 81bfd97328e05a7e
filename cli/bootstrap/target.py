"""Target: the stage that an account is made ready for, and the ARNs of what is in it."""

from __future__ import annotations

from dataclasses import dataclass

from settings import PROJECT, Settings

# The roles of pipelines have a path of their own, by which they are kept from changing themselves.
PATH = f"/{PROJECT}-pipelines/"

# Where what belongs to no Region is asked for: CloudFront, budgets.
GLOBAL_REGIONS = {"aws": "us-east-1", "aws-cn": "cn-northwest-1", "aws-us-gov": "us-gov-west-1"}


@dataclass(frozen=True)
class Target:
    """A stage, the id of its account, and the bucket of its states."""

    settings: Settings
    owner: str
    bucket: str

    @property
    def regions(self) -> list[str]:
        """The Region of the stage, and that of what belongs to none."""
        return sorted({self.settings.region, GLOBAL_REGIONS[self.settings.partition]})

    @property
    def keys(self) -> str:
        """Every KMS key of the account."""
        return f"arn:{self.settings.partition}:kms:*:{self.owner}:key/*"

    @property
    def parameters(self) -> str:
        """The parameters by which the services of the stage find each other."""
        name = f"{PROJECT}/{self.settings.stage}/*"
        return f"arn:{self.settings.partition}:ssm:*:{self.owner}:parameter/{name}"

    def iam(self, resource: str) -> str:
        """Something of IAM in the account: ``role/*``."""
        return f"arn:{self.settings.partition}:iam::{self.owner}:{resource}"

    def s3(self, name: str) -> str:
        """A bucket, or objects: ``name/*``."""
        return f"arn:{self.settings.partition}:s3:::{name}"

    def states(self, below: str = "") -> str:
        """The bucket of the states, or what is below it."""
        return self.s3(f"{self.bucket}{below}")

    def role_name(self, task: str) -> str:
        """The name of the role of a task, deploy or preview: ``platform-dev-deploy``."""
        return f"{PROJECT}-{self.settings.stage}-{task}"

    def role(self, task: str) -> str:
        """Its ARN."""
        return self.iam(f"role{PATH}{self.role_name(task)}")
