"""The program: settings, provider, platform, services, exports."""

from __future__ import annotations

import gc

import pulumi

from program.build import build
from settings import Settings, stage_and_service

# A program keeps what it makes until it ends: looking for garbage would take a third of its time.
gc.disable()

settings = Settings.load()
_, only = stage_and_service(pulumi.get_stack())

outputs = build(settings, only)

for name, value in outputs.items():
    pulumi.export(name, value)
