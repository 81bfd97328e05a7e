import pytest

from tests.simulator.failures import Failed, Unsupported
from tests.simulator.paths import is_present, read, write

DATA = {"a": {"b-c": [1, {"d": None}]}, "x y": 3, "list": [{"n": 1}, {"n": 2}]}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$", DATA),
        ("$.a.b-c[0]", 1),
        ("$.a.b-c[1].d", None),
        ("$['x y']", 3),
        ("$.list[*].n", [1, 2]),
        ("$.list[*]", DATA["list"]),
        ("$$.Execution.Id", "run"),
        ("$$", {"Execution": {"Id": "run"}}),
    ],
)
def test_a_path_is_read(path, value):
    assert read(path, DATA, {"Execution": {"Id": "run"}}) == value


@pytest.mark.parametrize(
    "path", ["$.z", "$.a.b-c[2]", "$.a[0]", "$.list.n", "$.a[*]", "$.a.b-c[0].d"]
)
def test_a_path_without_a_value_fails_the_execution(path):
    with pytest.raises(Failed) as failed:
        read(path, DATA)
    assert failed.value.error == "States.Runtime"
    assert not is_present(path, DATA)


def test_null_is_present():
    assert is_present("$.a.b-c[1].d", DATA)


@pytest.mark.parametrize("path", ["a", "$..a", "$.list[?(@.n==1)]", "$.list[0:1]", "$.list[-1]"])
def test_a_path_of_another_form_is_unsupported(path):
    with pytest.raises(Unsupported):
        read(path, DATA)


def test_a_result_is_written_to_a_copy_of_the_data():
    data = {"a": {"b": 1}}
    assert write("$.a.c", data, 2) == {"a": {"b": 1, "c": 2}}
    assert write("$.new.deep", data, 2) == {"a": {"b": 1}, "new": {"deep": 2}}
    assert write("$", data, 2) == 2
    assert write(None, data, 2) == data == {"a": {"b": 1}}


@pytest.mark.parametrize(("path", "data"), [("$.a", [1]), ("$.a.b", {"a": 1})])
def test_a_result_cannot_be_written_into_a_list_or_a_number(path, data):
    with pytest.raises(Failed) as failed:
        write(path, data, 2)
    assert failed.value.error == "States.ResultPathMatchFailure"


def test_a_result_path_with_an_index_is_unsupported():
    with pytest.raises(Unsupported):
        write("$.a[0].b", {"a": [{}]}, 2)
