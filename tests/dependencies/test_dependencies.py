"""Tests of the scan of dependencies, and of what reaches a database: bound, not joined."""

from __future__ import annotations

import ast
import json
from datetime import date

import pytest

from local.checkout import ROOT
from tests.dependencies.__main__ import main
from tests.dependencies.advisories import IGNORED, ignored, scan
from tests.dependencies.pins import files, pins
from tests.dependencies.sbom import bill

# A version of July 2021's list: requests leaked credentials after a redirect.
BAD = "requests==2.19.1"


@pytest.fixture
def planted(tmp_path):
    path = tmp_path / "requirements.txt"
    path.write_text(f"# ours\n{BAD}\nboto3==1.44.5\n")
    return path


def test_a_known_bad_version_is_found(planted, tmp_path, capsys):
    assert main([planted], tmp_path / "sbom.json") == 1
    assert "requirements.txt: requests 2.19.1, pyup.io-" in capsys.readouterr().out


def test_a_bad_version_may_be_ignored_with_a_reason_and_until_a_day(planted, tmp_path):
    ids = [finding.id for finding in scan(pins([planted]))]
    assert ids
    listed = tmp_path / "ignored.json"
    entry = {"reason": "no request of ours follows redirects", "until": "2999-01-01"}
    listed.write_text(json.dumps([{"id": each, **entry} for each in ids]))
    assert main([planted], tmp_path / "sbom.json", listed) == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"until": "2020-01-01"}, "was ignored until 2020-01-01"),
        ({"reason": "later"}, "a whole reason"),
        ({"by": "me"}, "must have id"),
    ],
)
def test_what_is_ignored_has_a_reason_and_ends(tmp_path, change, said):
    listed = tmp_path / "ignored.json"
    entry = {"id": "pyup.io-1", "reason": "not reachable from outside", "until": "2999-01-01"}
    listed.write_text(json.dumps([{**entry, **change}]))
    with pytest.raises(ValueError, match=said):
        ignored(listed, date(2026, 11, 29))


def test_no_dependency_is_known_to_be_vulnerable():
    found = pins(files())
    assert len(found) > 100
    assert {pin.file for pin in found} == {path.name for path in files()}
    assert scan(found, ignored(IGNORED, date.min)) == []


def test_the_bill_of_materials_has_every_package_once():
    found = pins(files())
    made = bill(found)
    urls = [component["purl"] for component in made["components"]]
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    assert len(urls) == len({*urls}) == len({(pin.name, pin.version) for pin in found})
    assert any(url.startswith("pkg:pypi/boto3@") for url in urls)


def test_make_test_scans():
    assert "python -m tests.dependencies" in (ROOT / "Makefile").read_text("utf-8")


# Calls whose first argument is a statement of a database.
EXECUTE = ("execute", "executemany")


def joined(source):
    """The names that are put into statements at run time, of every call that is not bound."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    statements = [
        call.args[0]
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr in EXECUTE and call.args
    ]
    return {
        part.id
        for statement in statements
        if not isinstance(statement, ast.Constant | ast.Name | ast.Attribute)
        for part in ast.walk(statement)
        if isinstance(part, ast.Name)
    }


# DuckDB's COPY takes no parameters; put in are columns of contracts and temporary files.
COPIES = {"runtime/lake/parquet.py": {"query", "parts", "by_part", "target", "OPTIONS"}}


def test_statements_are_bound_and_not_joined():
    sources = {
        str(path.relative_to(ROOT)): path.read_text("utf-8")
        for part in ("services", "runtime", "examples")
        for path in (ROOT / part).rglob("*.py")
    }
    assert {file: names for file, source in sources.items() if (names := joined(source))} == COPIES


@pytest.mark.parametrize(
    "call",
    [
        'c.execute(f"SELECT {x}")',
        'c.execute("SELECT " + x)',
        'c.execute("SELECT %s" % x)',
        'c.execute("SELECT {}".format(x))',
    ],
)
def test_a_joined_statement_is_seen(call):
    assert joined(call) == {"x"}
    assert joined('c.execute("SELECT %s", (x,))') == set()
