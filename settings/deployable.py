"""Deployable: what a stage on AWS must have before it is deployed, and a preview need not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pulumi
import yaml

from settings.addresses import reserved
from settings.errors import SettingsError
from settings.production import is_production
from settings.project import KEY, file_of

if TYPE_CHECKING:
    from settings.stage import Settings

EXTERNAL = ("payment_processor", "carrier", "scanner")
# Settings that are addresses or URLs, beside the endpoints of external services.
ADDRESSES = ("cors_origins", "report_sender", "report_emails", "alarm_emails", "partner_webhook")
PASSPHRASE = "passphrase"


def check(settings: Settings) -> None:
    """Raise ``SettingsError`` in an update that must not be made; in a preview, warn of it."""
    if settings.endpoint is not None:
        return
    file = file_of(settings.stage)
    content = yaml.safe_load(file.read_text("utf-8")) if file.is_file() else None
    found = [
        *placeholders(settings),
        *simulations(settings),
        *unsafe_secrets(settings, content or {}),
    ]
    if not found:
        return
    lines = "\n".join(f"{file.name}: {each}" for each in found)
    if not pulumi.runtime.is_dry_run():
        raise SettingsError(lines)
    pulumi.log.warn(f"pulumi up will refuse this:\n{lines}")


def placeholders(settings: Settings) -> Iterator[str]:
    """Addresses of production that belong to no one: alarms and reports would reach no reader."""
    if not is_production(settings.stage):
        return
    values = {key: getattr(settings, key) for key in ADDRESSES}
    values |= {f"{key}.endpoint": getattr(settings, key).endpoint for key in EXTERNAL}
    values["user_mail"] = settings.user_mail.address if settings.user_mail else None
    values["site_domain"] = settings.site_domain.page if settings.site_domain else None
    values["sign_in_page"] = settings.sign_in_page.urls if settings.sign_in_page else ()
    for key, value in values.items():
        given = [value] if isinstance(value, str) else [*(value or ())]
        if found := reserved(given):
            yield (
                f"{KEY}.{key}: must be your own in production: {', '.join(found)} is reserved for "
                f"examples; given {value!r}"
            )


def simulations(settings: Settings) -> Iterator[str]:
    """External services of production that move no money and no parcel, and find no malware."""
    for key in EXTERNAL:
        if is_production(settings.stage) and getattr(settings, key).is_simulated:
            yield (
                f"{KEY}.{key}: must be a real one in production: {{adapter: http, endpoint: "
                "https://..., secret: <name of a SecureString parameter>}; given 'simulated'"
            )


def unsafe_secrets(settings: Settings, content: dict[str, Any]) -> Iterator[str]:
    """Secrets that are encrypted with a passphrase, which all who have the file can guess at.

    ``content`` is the stage's file. The engine writes ``encryptionsalt`` into it where a passphrase
    is used, before a program runs; a file with neither key is that of a stack in Pulumi Cloud,
    which has a key of its own.
    """
    provider = content.get("secretsprovider")
    if provider == PASSPHRASE or (not provider and "encryptionsalt" in content):
        example = f"awskms://alias/<your key>?region={settings.region}"
        yield (
            "encryptionsalt: secrets would be encrypted with a passphrase, which is empty in the "
            "file as it came: all who have it could read them. Put this line in its place, to "
            f'which Pulumi adds the key: secretsprovider: "{example}" (or azurekeyvault://, '
            "gcpkms://, hashivault://). A stack that has secrets already: pulumi stack "
            f'change-secrets-provider "{example}"'
        )
