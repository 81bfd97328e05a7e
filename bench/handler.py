"""Handler: what our code adds to a function's start, and to each request once it is warm."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pulumi
import pulumi_aws as aws

from bench.clock import CHILDREN, Comparison, compare
from bench.ground import BenchError
from bench.report import Result, difference
from local.checkout import EMULATOR_VENV
from local.emulator_install import install
from tests.cloud import Cloud
from tests.stage import deployed

STAGE = "dev"
ENTRIES = ("services.catalog.app.get_item", "services.orders.app.place_order")
RUNS = 9
WARM = Path(__file__).with_name("warm.py")
WARM_ENTRY = ENTRIES[0]
# The layer that every function has, by its name in the program.
LAYER = "platform-layer"
ITEM = {"itemId": "thing-1", "name": "A thing", "priceCents": 1295}
EVENT = {
    "version": "2.0",
    "routeKey": "GET /items/{itemId}",
    "headers": {"host": "items.example"},
    "pathParameters": {"itemId": "thing-1"},
    "isBase64Encoded": False,
    "requestContext": {"http": {"method": "GET"}},
}

GOAL_IMPORT_SECONDS = 0.1
GOAL_REQUEST_SECONDS = 70e-6


@dataclass(frozen=True)
class FunctionEnvironment:
    """Archive and layer as they are deployed, unpacked; the variables of the function; and a
    Python that has boto3, as Lambda's has, and none of our packages.
    """

    code: Path
    layer: Path
    variables: Mapping[str, str]

    def run(self, *arguments: str, compiled: bool = True) -> str:
        """Run Python there; what it writes to standard output. Where nothing can be written, as
        in Lambda's own folders, each process compiles what it imports.
        """
        done = subprocess.run(
            [str(EMULATOR_VENV / "bin" / "python"), "-P", *arguments],
            cwd=self.code,
            env={
                "PATH": os.defpath,
                "PYTHONPATH": f"{self.code}{os.pathsep}{self.layer / 'python'}",
                "PYTHONDONTWRITEBYTECODE": "" if compiled else "1",
                **self.variables,
            },
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise BenchError(f"python {' '.join(arguments[:2])} failed:\n{done.stderr[-2000:]}")
        return done.stdout


def measure() -> Iterator[Result]:
    """Starts in processes of their own, requests in one; both in seconds of the processor."""
    install()
    cloud = deployed(STAGE)
    for entry in ENTRIES:
        with environment_of(cloud, entry) as around:
            # In this order, since the second leaves compiled files to be found.
            yield start(around, entry, "from source", compiled=False)
            yield start(around, entry, "compiled before", compiled=True)
    with environment_of(cloud, WARM_ENTRY) as around:
        pairs = around.run(str(WARM), WARM_ENTRY, json.dumps(EVENT), json.dumps(ITEM))
    found = Comparison(tuple((ours, other) for ours, other in json.loads(pairs)))
    what = f"a warm request to {_short(WARM_ENTRY)} over an empty handler"
    yield difference(what, found, GOAL_REQUEST_SECONDS)


def start(around: FunctionEnvironment, entry: str, how: str, *, compiled: bool) -> Result:
    """A process that imports the entry point, over one that imports nothing."""
    found = compare(
        lambda: around.run("-c", f"import {entry}", compiled=compiled),
        lambda: around.run("-c", "", compiled=compiled),
        runs=RUNS,
        clock=CHILDREN,
    )
    what = f"cold start of {_short(entry)} over an empty Python, {how}"
    return difference(what, found, GOAL_IMPORT_SECONDS)


@contextmanager
def environment_of(cloud: Cloud, entry: str) -> Iterator[FunctionEnvironment]:
    """Those of the function with this entry point, unpacked for as long as they are needed."""
    [function] = [
        each for each in cloud.all(aws.lambda_.Function) if each.inputs["handler"].startswith(entry)
    ]
    with TemporaryDirectory(prefix="platform-bench-") as folder:
        around = FunctionEnvironment(
            code=Path(folder) / "code",
            layer=Path(folder) / "layer",
            variables=function.inputs["environment"]["variables"],
        )
        unpack(function.inputs["code"], around.code)
        unpack(cloud.one(aws.lambda_.LayerVersion, LAYER).inputs["code"], around.layer)
        yield around


def unpack(archive: pulumi.AssetArchive, folder: Path) -> None:
    """Lay an archive's files out as Lambda does."""
    for name, asset in archive.assets.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        assert isinstance(asset, pulumi.FileAsset)
        shutil.copyfile(asset.path, target)


def _short(entry: str) -> str:
    return entry.rpartition(".")[2]
