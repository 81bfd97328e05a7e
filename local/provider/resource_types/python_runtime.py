"""Python functions on the emulator: ours is the runtime, so that errors keep their names.

The emulator's own Python runtime calls every error ``Runtime.HandlerError``, ends its process after
one, and makes a silent handler wait 50 ms. So a Python function is uploaded as a custom runtime
with ``local/runtime`` in its archive; reading it back takes away what was added.
"""

from __future__ import annotations

import json
import os
import shlex
from functools import cache
from typing import Any, Final

from local.checkout import ROOT
from local.forks import client
from local.provider.cloud import Cloud
from local.provider.wire import Props
from local.runtime.lambda_environment import VARIABLE

WIRE_RUNTIME: Final = "provided.al2023"
INTERPRETER: Final = "PLATFORM_LAMBDA_PYTHON"
ENTRY: Final = "bootstrap"
EXECUTION: Final = "AWS_Lambda_"
SOURCES: Final = ROOT / "local" / "runtime"
MODULE: Final = "local.runtime.bootstrap"


def is_python(props: Props) -> bool:
    return str(props.get("runtime", "")).startswith("python")


@cache
def runtime_files() -> dict[str, bytes]:
    """What is added to a function's archive: the runtime, and the script that starts it."""
    python = os.environ.get(INTERPRETER)
    command = shlex.quote(python) if python else "/usr/bin/env python3"
    asked = shlex.quote(client.__file__)
    script = f"""\
#!/bin/sh
if [ -n "${client.VARIABLE}" ]; then
  exec {command} -I -S {asked} "$PWD" {MODULE}
fi
exec {command} -m {MODULE}
"""
    files = {f"local/runtime/{path.name}": path.read_bytes() for path in SOURCES.glob("*.py")}
    return {**files, ENTRY: script.encode()}


def as_custom(cloud: Cloud, props: Props) -> Props:
    """A Python function's configuration as the emulator gets it."""
    if not is_python(props):
        return props
    group = (props.get("loggingConfig") or {}).get("logGroup")
    settings = {
        "environment": {
            "AWS_ENDPOINT_URL": cloud.endpoint,
            "AWS_EXECUTION_ENV": EXECUTION + props["runtime"],
            "AWS_LAMBDA_LOG_GROUP_NAME": group or f"/aws/lambda/{props['name']}",
        },
        "layers": [_layer(cloud, arn) for arn in props.get("layers") or []],
    }
    variables = (props.get("environment") or {}).get("variables") or {}
    own = {VARIABLE: json.dumps(settings, sort_keys=True)}
    return {**props, "runtime": WIRE_RUNTIME, "environment": {"variables": {**variables, **own}}}


def as_declared(configuration: dict[str, Any]) -> dict[str, Any]:
    """The emulator's configuration, without what ``as_custom`` added."""
    variables = dict((configuration.get("Environment") or {}).get("Variables") or {})
    settings = json.loads(variables.pop(VARIABLE, "{}"))
    declared = {**configuration, "Environment": {"Variables": variables}}
    if settings:
        declared["Runtime"] = settings["environment"]["AWS_EXECUTION_ENV"].removeprefix(EXECUTION)
    return declared


def _layer(cloud: Cloud, arn: str) -> dict[str, str]:
    content = cloud.client("lambda").get_layer_version_by_arn(Arn=arn)["Content"]
    digest = content["CodeSha256"].translate(str.maketrans("+/", "-_", "="))
    return {"digest": digest, "url": content["Location"]}
