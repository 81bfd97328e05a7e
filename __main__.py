"""The program: settings, provider, platform, services, exports."""

from __future__ import annotations

import pulumi

from services.build import build
from services.settings import Settings, stage_and_service

settings = Settings.load()
_, only = stage_and_service(pulumi.get_stack())

for name, value in build(settings, only).items():
    pulumi.export(name, value)
