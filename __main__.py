"""The program: settings, provider, platform, services, exports."""

from __future__ import annotations

import gc

import pulumi

from program.build import build
from settings import Settings, stage_and_service

# A program makes many objects and keeps them all: looking for garbage took half of its time.
gc.set_threshold(50_000, 20, 100)

settings = Settings.load()
_, only = stage_and_service(pulumi.get_stack())

outputs = build(settings, only)

for name, value in outputs.items():
    pulumi.export(name, value)
