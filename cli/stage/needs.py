"""Needs: what this machine, and the account of a stage on AWS, must have; what to do if not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import yaml
from botocore.exceptions import BotoCoreError, ClientError

from cli.stage.account import Account
from local.checkout import ENGINE, ROOT
from settings import Settings, file_of
from settings.deployable import placeholders, unsafe_secrets

PYTHON = (3, 11)
# Engine, emulator, environments and the states of a stage.
DISK_BYTES = 4_000_000_000
# What functions may share besides those with a reserve of their own:
# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
CONCURRENCY = 1_000
SECONDS = 30
AWSKMS = "awskms://"


@dataclass(frozen=True, kw_only=True)
class Need:
    """One check: ``found`` in words, and ``todo`` where that is not enough."""

    name: str
    found: str
    todo: str | None = None


def of_machine() -> Iterator[Need]:
    """What every stage needs of this machine."""
    version = ".".join(map(str, sys.version_info[:3]))
    old = sys.version_info < PYTHON
    yield Need(name="python", found=version, todo="install Python 3.11 or newer" if old else None)
    for program, why in (("git", "to compare revisions"), ("make", "to run the Makefile")):
        yield _program(program, f"install it, {why}")
    engine = ENGINE.exists() or shutil.which("pulumi") or shutil.which("go")
    yield Need(
        name="engine",
        found="there, or can be built" if engine else "none",
        todo=None if engine else "install Pulumi, or Go to build it: platform setup",
    )
    free = shutil.disk_usage(ROOT).free
    few = free < DISK_BYTES
    todo = f"{DISK_BYTES // 10**9} GB are needed: make room" if few else None
    yield Need(name="disk", found=f"{free / 10**9:.1f} GB free", todo=todo)


def of_account(settings: Settings) -> Iterator[Need]:
    """What a stage on AWS needs besides: a Pulumi of your own, its backend, an account."""
    pulumi = _program("pulumi", "install it: https://www.pulumi.com/docs/install/")
    yield pulumi
    if pulumi.todo is None:
        yield _backend(settings.stage)
    content = yaml.safe_load(file_of(settings.stage).read_text("utf-8")) or {}
    faults = [*unsafe_secrets(settings, content), *placeholders(settings)]
    found = f"{len(faults)} to be changed" if faults else "in order"
    if "secretsprovider" not in content and "encryptionsalt" in content:
        faults.append(f"platform bootstrap {settings.stage} makes the key, and prints the line")
    yield Need(name="settings", found=found, todo="; ".join(faults) or None)
    account = Account(settings.stage, settings.region)
    for name, check in CHECKS.items():
        try:
            found, todo = check(account)
        except (BotoCoreError, ClientError) as error:
            found, todo = "not known", f"have credentials that may ask: {error}"
        yield Need(name=name, found=found, todo=todo)
        if name == "credentials" and todo:
            return
    provider = str(content.get("secretsprovider") or "")
    if provider.startswith(AWSKMS):
        yield _key(account, provider)
    if settings.permissions_boundary is not None:
        yield _boundary(account, settings.permissions_boundary)


def _credentials(account: Account) -> tuple[str, str | None]:
    return str(account.client("sts").get_caller_identity()["Arn"]), None


def _concurrency(account: Account) -> tuple[str, str | None]:
    limits = account.client("lambda").get_account_settings()["AccountLimit"]
    limit = int(limits["ConcurrentExecutions"])
    todo = f"ask Service Quotas for {CONCURRENCY} concurrent executions of Lambda"
    return f"{limit} concurrent executions", todo if limit < CONCURRENCY else None


def _mail(account: Account) -> tuple[str, str | None]:
    if account.client("sesv2").get_account().get("ProductionAccessEnabled"):
        return "sends to any address", None
    todo = "ask for production access in the console of SES, or confirm every reader's address"
    return "in the sandbox", todo


CHECKS: dict[str, Callable[[Account], tuple[str, str | None]]] = {
    "credentials": _credentials,
    "lambda": _concurrency,
    "mail": _mail,
}


def _key(account: Account, provider: str) -> Need:
    """The key that the stage's file names, if it is one of KMS."""
    try:
        found = account.client("kms").describe_key(KeyId=_alias(provider))["KeyMetadata"]
    except (BotoCoreError, ClientError) as error:
        todo = f"make it: platform bootstrap {account.stage} ({error})"
        return Need(name="key", found=f"{provider} not found", todo=todo)
    usable = found["KeyState"] == "Enabled"
    todo = "enable it: aws kms enable-key, or cancel-key-deletion"
    return Need(name="key", found=f"{provider}: {found['KeyState']}", todo=None if usable else todo)


def _boundary(account: Account, arn: str) -> Need:
    """The boundary of the roles of the stage, which must be there before the first of them."""
    try:
        account.client("iam").get_policy(PolicyArn=arn)
    except (BotoCoreError, ClientError) as error:
        todo = (
            f"make it with the roles of the pipelines: platform bootstrap {account.stage} ({error})"
        )
        return Need(name="boundary", found=f"{arn} not found", todo=todo)
    return Need(name="boundary", found=arn)


def _alias(provider: str) -> str:
    """What KMS knows a key by: ``awskms://alias/platform-dev?region=eu-west-1``, an ARN with three
    slashes, an id.
    """
    return provider.removeprefix(AWSKMS).partition("?")[0].lstrip("/")


def _backend(stage: str) -> Need:
    command = ["pulumi", "whoami", "--verbose", "--non-interactive"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    if done.returncode == 0:
        lines = [each for each in done.stdout.splitlines() if each.startswith("Backend URL")]
        return Need(name="backend", found=lines[0] if lines else "logged in")
    todo = f"log in: pulumi login, or to the bucket that platform bootstrap {stage} makes"
    return Need(name="backend", found="not logged in", todo=todo)


def _program(name: str, todo: str) -> Need:
    found = shutil.which(name)
    return Need(name=name, found=found or "not on PATH", todo=None if found else todo)
