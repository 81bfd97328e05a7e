from __future__ import annotations

import pytest

from settings import OPTIONAL_SERVICES, PROJECT, ROOT, SERVICES, file_of, stage_and_service
from settings.project import project_name


def test_the_project_has_the_name_in_pulumi_yaml(tmp_path):
    assert project_name(ROOT) == PROJECT == "platform"
    (tmp_path / "Pulumi.yaml").write_text("name: acme\nruntime: python\n")
    assert project_name(tmp_path) == "acme"


def test_a_folder_without_pulumi_yaml_is_called_as_itself(tmp_path):
    assert project_name(tmp_path) == tmp_path.name


def test_a_service_is_a_folder_with_an_infrastructure():
    assert sorted([*SERVICES, *OPTIONAL_SERVICES]) == sorted(
        path.name for path in (ROOT / "services").iterdir() if (path / "infrastructure.py").exists()
    )
    assert "orders" in SERVICES
    assert OPTIONAL_SERVICES == ("suppliers",)


@pytest.mark.parametrize(
    ("stack", "parsed"),
    [
        ("dev", ("dev", None)),
        ("dev-orders", ("dev", "orders")),
        ("dev-platform", ("dev", "platform")),
        ("dev-alice", ("dev-alice", None)),
        ("dev-alice-orders", ("dev-alice", "orders")),
        ("dev-orders-orders", ("dev-orders", "orders")),
        ("orders", ("orders", None)),
        ("-orders", ("-orders", None)),
        ("dev-order", ("dev-order", None)),
    ],
)
def test_a_stack_is_a_stage_or_one_service_of_it(stack, parsed):
    assert stage_and_service(stack) == parsed


def test_a_stage_has_a_file_of_its_own():
    assert file_of("dev-alice") == ROOT / "Pulumi.dev-alice.yaml"
