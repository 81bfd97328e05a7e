"""The policy pack: all rules, served to the engine."""

from __future__ import annotations

import sys
from pathlib import Path

# The engine runs the pack from its own folder; the rules are modules of the repository.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pulumi_policy import EnforcementLevel, PolicyPack

from policies import RULES
from policies.engine import policies

PolicyPack("platform", policies(RULES), enforcement_level=EnforcementLevel.MANDATORY)
