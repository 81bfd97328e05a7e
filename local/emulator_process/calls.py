"""Emulator calls: what each role calls, and whether IAM allowed it, in a file of the stage."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

ASSUMED_ROLE = "AssumedRole"


def correct(evaluator: Any, file: Path) -> None:
    """Change the emulator's IAM, a module, to write a line for each new kind of call by a role: the
    role's name, the action, the ARN it is on, and whether it was allowed.
    """
    evaluate, enforce = evaluator.evaluate, evaluator.enforce
    asked, writing, seen = threading.local(), threading.Lock(), set[tuple[Any, ...]]()

    def remembering(context: Any, *policies: Any) -> Any:
        asked.context = context
        return evaluate(context, *policies)

    def recording(*args: Any, **more: Any) -> Any:
        asked.context = None
        denied = enforce(*args, **more)
        context = asked.context
        if context is None or context.principal_type != ASSUMED_ROLE:
            return denied
        # arn:aws:sts::<account>:assumed-role/<role>/<session>
        role = context.principal_arn.split("/")[1]
        call = (role, context.action, context.resource_arn, denied is None)
        with writing:
            if call not in seen:
                seen.add(call)
                with file.open("a", encoding="utf-8") as lines:
                    lines.write(json.dumps(call) + "\n")
        return denied

    evaluator.evaluate, evaluator.enforce = remembering, recording
