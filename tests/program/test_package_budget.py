"""Budgets of packages: what a function's copy loads when it starts is small."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws

from tests.stage import OPTIONAL, deployed

# No document names a limit; these are ours. Lambda's own are 50 MB zipped and 250 MB unzipped.
CODE_BYTES = 5_000_000
LAYER_BYTES = 50_000_000


def size(archive: Any, budget: int) -> int:
    """The bytes of an archive as Lambda gets it; not zipped where it is within a budget anyway."""
    if isinstance(archive, pulumi.FileArchive):
        return Path(archive.path).stat().st_size
    files = [Path(each.path) for each in archive.assets.values()]
    raw = sum(each.stat().st_size for each in files)
    if raw <= budget:
        return raw
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped:
        for each in files:
            zipped.write(each)
    return len(buffer.getvalue())


def over(kind: type[pulumi.Resource], budget: int) -> dict[str, int]:
    """The packages of the stage in production that are larger than a budget."""
    found = {each.name: size(each.inputs["code"], budget) for each in deployed("prod").all(kind)}
    assert found
    return {name: bytes_ for name, bytes_ in found.items() if bytes_ > budget}


def test_the_code_of_a_function_is_at_most_five_megabytes():
    assert over(aws.lambda_.Function, CODE_BYTES) == {}
    found = deployed("dev", **OPTIONAL).all(aws.lambda_.Function)
    assert all(size(each.inputs["code"], CODE_BYTES) <= CODE_BYTES for each in found)


def test_a_layer_is_at_most_fifty_megabytes():
    assert over(aws.lambda_.LayerVersion, LAYER_BYTES) == {}


def test_a_package_that_is_too_large_is_measured(tmp_path):
    (tmp_path / "big.bin").write_bytes(bytes(range(256)) * 40_000)
    asset = pulumi.FileAsset(str(tmp_path / "big.bin"))
    assert 0 < size(pulumi.AssetArchive({"big.bin": asset}), CODE_BYTES) < 10_240_000
