from __future__ import annotations

import pytest

from cli.develop.scaffold.files import files_of, written
from cli.develop.scaffold.names import Names, check
from local.checkout import ROOT, LocalError


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Reviews", "lower-case letters and digits, .* got Reviews; reviews would do"),
        ("my-reviews", "got my-reviews; myreviews would do"),
        ("re", "one word of 3 to 16"),
        ("imports", "imports cannot be a service's name: .* the name import,"),
        ("stores", "the name store, which has another meaning"),
        ("lists", "the name list,"),
        ("platform", "the name platform,"),
        ("items", "catalog has a table of that name, .* ITEMS_TABLE"),
        ("orders", "there is a service orders already"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_the_reason(name, message, tmp_path):
    with pytest.raises(LocalError, match=message):
        check(name, ROOT)


def test_the_name_of_a_stage_s_stack_is_refused(tmp_path):
    (tmp_path / "Pulumi.dev-zebras.yaml").write_text("")
    (tmp_path / "services").symlink_to(ROOT / "services")
    with pytest.raises(LocalError, match=r"Pulumi.dev-zebras.yaml is a stage"):
        check("zebras", tmp_path)


@pytest.mark.parametrize(
    ("service", "noun"), [("reviews", "review"), ("replies", "reply"), ("address", "addressitem")]
)
def test_a_service_keeps_things_named_in_the_singular(service, noun):
    assert Names(service).noun == noun


def test_no_placeholder_is_left_in_the_files_of_a_service():
    files = files_of(Names("reviews"))
    assert "services/reviews/app/create_review.py" in files
    for path, text in files.items():
        assert not any(word in path + text for word in ("${", "$service", "SERVICE", "NOUN"))
        compile(text, path, "exec")


def _fail_after_writing(root, page):
    document = root / "docs/openapi/reviews.json"
    with written(root, {"services/reviews/a.py": "1", "docs/openapi/a.py": "1"}, [page]):
        page.write_text("after")
        document.write_text("{}")
        raise RuntimeError


def test_the_files_of_a_service_are_written_all_or_none(tmp_path):
    page = tmp_path / "README.md"
    page.write_text("before")
    with pytest.raises(RuntimeError):
        _fail_after_writing(tmp_path, page)
    assert page.read_text() == "before"
    assert [path.name for path in tmp_path.rglob("*")] == ["README.md"]


def test_a_file_that_exists_is_never_overwritten(tmp_path):
    (tmp_path / "a.py").write_text("mine")
    with (
        pytest.raises(LocalError, match=r"a.py exists already"),
        written(tmp_path, {"a.py": ""}, []),
    ):
        pass
    assert (tmp_path / "a.py").read_text() == "mine"
