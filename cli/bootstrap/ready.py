"""Ready: all that an account must have for a stage, and the lines that make use of it."""

from __future__ import annotations

from cli.bootstrap import boundary, rights
from cli.bootstrap.bucket import bucket
from cli.bootstrap.keys import key, secrets_alias, state_alias
from cli.bootstrap.pieces import Thing
from cli.bootstrap.pipelines import Pipeline, provider
from cli.bootstrap.roles import role
from cli.bootstrap.target import Target
from cli.stage.account import Account

DEPLOY, PREVIEW = "AWS_DEPLOY_ROLE", "AWS_PREVIEW_ROLE"


def things(account: Account, target: Target, pipeline: Pipeline | None) -> list[Thing]:
    """What is looked for, and made, in this order; the roles only with a pipeline."""
    stage = target.settings.stage
    found = [
        key(account, state_alias(), "the states of all stages"),
        bucket(account, target),
        key(account, secrets_alias(stage), f"the secrets of {stage}"),
    ]
    if pipeline is None:
        return found
    deploys = pipeline.trust(target, (pipeline.deploys,))
    previews = pipeline.trust(target, pipeline.previews)
    return [
        *found,
        provider(account, target, pipeline),
        boundary.piece(account, target),
        role(account, target, "deploy", deploys, rights.deploy(target)),
        role(account, target, "preview", previews, rights.preview(target)),
    ]


def backend(target: Target) -> str:
    """The URL for ``pulumi login``."""
    return f"s3://{target.bucket}?region={target.settings.region}"


def secrets_provider(target: Target) -> str:
    """The key of the stage, as its file names it."""
    alias = secrets_alias(target.settings.stage)
    return f"awskms://{alias}?region={target.settings.region}"


def variables(target: Target, pipeline: Pipeline | None) -> dict[str, str]:
    """The variables of the project that its pipelines need; none without a pipeline."""
    if pipeline is None:
        return {}
    return {
        "AWS_REGION": target.settings.region,
        "PULUMI_BACKEND_URL": backend(target),
        PREVIEW: target.role("preview"),
        DEPLOY: target.role("deploy"),
    }


def text(target: Target, pipeline: Pipeline | None) -> str:
    """What is left to do by hand, in lines to copy."""
    stage = target.settings.stage
    lines = [
        f"In Pulumi.{stage}.yaml, in place of encryptionsalt:",
        f'  secretsprovider: "{secrets_provider(target)}"',
        "In a shell:",
        f"  pulumi login '{backend(target)}'",
    ]
    if pipeline:
        lines[2:2] = [
            "  and among its settings, so that the pipeline may make the roles of the stage:",
            f"    permissions_boundary: {boundary.arn(target)}",
        ]
        lines += [f"Variables of the pipelines; {DEPLOY} in the environment {stage} alone:"]
        lines += [f"  {name}={value}" for name, value in variables(target, pipeline).items()]
    lines += [
        f"{_once(target)}",
        f"Then: platform doctor {stage}, which knows what only you can ask for: quotas, mail",
    ]
    return "\n".join(lines)


def _once(target: Target) -> str:
    """What of an account's only ones the program makes, so that this does not."""
    names = ("owns_api_logs_role", "owns_report_sender")
    owned = [name for name in names if getattr(target.settings, name)]
    if not owned:
        return "What the account has once is another stage's: docs/decisions/once-in-an-account.md"
    return (
        f"What the account has once, {target.settings.stage} makes ({', '.join(owned)}): no other "
        "stage of the account may, docs/decisions/once-in-an-account.md"
    )
