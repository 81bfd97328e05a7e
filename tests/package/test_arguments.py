from __future__ import annotations

import pulumi
import pytest

from package.arguments import camel_case, given, named_as_written, whole_numbers
from package.queue_worker import QueueWorkerArgs
from package.table import TableArgs
from tests.package.sample import FUNCTION, made


def test_a_whole_number_is_one_although_it_was_sent_as_a_float():
    size = given(QueueWorkerArgs, {"batch_size": 5.0})["batch_size"]
    assert (size, type(size)) == (5, int)


def test_a_fraction_is_refused_where_a_whole_number_is_asked_for():
    with pytest.raises(Exception, match=r"^batchSize must be a whole number, got 2.5"):
        made("QueueWorker", batchSize=2.5)


def test_an_output_is_refused_where_a_plain_value_is_asked_for():
    with pytest.raises(Exception, match="handler must be a plain value, got an output"):
        made("Function", handler=pulumi.Output.from_input("app.handle"))


def test_lists_become_tuples_and_some_arguments_are_left_out():
    args = {"key": "id", "indexes": [1, 2], "sort": "line"}
    assert given(TableArgs, args, "sort") == {"key": "id", "indexes": (1, 2)}


def test_documents_have_whole_numbers_and_keep_fractions_and_outputs():
    output = pulumi.Output.from_input("x")
    assert str(whole_numbers({"a": [1.0, 2.5, {"b": True}]})) == "{'a': [1, 2.5, {'b': True}]}"
    assert whole_numbers([output])[0] is output


def test_only_names_of_arguments_are_written_in_camel_case():
    with pytest.raises(ValueError) as refused, named_as_written(QueueWorkerArgs):
        raise ValueError("batch_size and code_path are wrong, my_queue and maxReceives are not")
    written = "batchSize and codePath are wrong, my_queue and maxReceives are not"
    assert str(refused.value) == written


def test_names_are_those_of_the_schema():
    assert camel_case("latency_p99_ms") == "latencyP99Ms"
    assert camel_case("key") == "key"
    assert "codePath" in FUNCTION
