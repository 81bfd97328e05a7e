"""Pipelines: GitHub's and GitLab's identity providers, and which of their tokens a role takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cli.bootstrap.pieces import Piece, Thing
from cli.bootstrap.target import Target
from cli.stage.account import Account
from settings import PROJECT


@dataclass(frozen=True)
class Pipeline:
    """A repository whose pipelines get tokens of ``issuer`` for ``audience``.

    ``deploys`` and ``previews`` are the subjects (the claim ``sub``) of the jobs that may deploy a
    stage, and of those that may look at it; in those of ``previews`` an asterisk is any text.
    """

    issuer: str
    audience: str
    deploys: str
    previews: tuple[str, ...]

    @classmethod
    def on_github(cls, repository: str, branch: str, stage: str) -> Pipeline:
        """Jobs of the environment of the stage deploy; pull requests, and the main branch, which
        schedules run on, look. A fork gets no token.
        """
        of = f"repo:{repository}"
        return cls(
            issuer="token.actions.githubusercontent.com",
            audience="sts.amazonaws.com",
            deploys=f"{of}:environment:{stage}",
            previews=(f"{of}:pull_request", f"{of}:ref:refs/heads/{branch}"),
        )

    @classmethod
    def on_gitlab(cls, project: str, branch: str) -> Pipeline:
        """Jobs of the main branch deploy, those of any branch look: a subject of GitLab's names no
        environment.
        """
        of = f"project_path:{project}:ref_type:branch:ref"
        return cls(
            issuer="gitlab.com",
            audience="https://gitlab.com",
            deploys=f"{of}:{branch}",
            previews=(f"{of}:*",),
        )

    def provider_arn(self, target: Target) -> str:
        """The ARN of the identity provider in an account."""
        return target.iam(f"oidc-provider/{self.issuer}")

    def trust(self, target: Target, subjects: tuple[str, ...]) -> dict[str, Any]:
        """The trust policy of a role that jobs with one of some subjects may assume."""
        named: object = subjects[0] if len(subjects) == 1 else list(subjects)
        compared = "StringLike" if any("*" in each for each in subjects) else "StringEquals"
        condition: dict[str, dict[str, object]] = {
            "StringEquals": {f"{self.issuer}:aud": self.audience}
        }
        condition.setdefault(compared, {})[f"{self.issuer}:sub"] = named
        statement = {
            "Effect": "Allow",
            "Principal": {"Federated": self.provider_arn(target)},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": condition,
        }
        return {"Version": "2012-10-17", "Statement": [statement]}


def provider(account: Account, target: Target, pipeline: Pipeline) -> Thing:
    """The identity provider, of which an account has one: another project may have made it."""
    iam, arn = account.client("iam"), pipeline.provider_arn(target)

    def difference() -> str:
        answer = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
        taken = answer["ClientIDList"]
        if pipeline.audience in taken:
            return ""
        return (
            f"takes tokens for {', '.join(taken) or 'none'}, not {pipeline.audience}: aws iam "
            f"add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn {arn} "
            f"--client-id {pipeline.audience}"
        )

    return (
        Piece(
            f"identity provider {pipeline.issuer}",
            difference,
            lambda: iam.create_open_id_connect_provider(
                Url=f"https://{pipeline.issuer}",
                ClientIDList=[pipeline.audience],
                Tags=[{"Key": "project", "Value": PROJECT}],
            ),
            ("NoSuchEntity",),
        ),
    )
