from __future__ import annotations

import pytest

from runtime.batches import batches


@pytest.mark.parametrize(
    ("items", "found"),
    [
        ([], []),
        (["a", "b", "c"], [["a", "b"], ["c"]]),
        (["aaa", "bb", "c"], [["aaa", "bb"], ["c"]]),
        (["aaa", "bbb"], [["aaa"], ["bbb"]]),
        (["a", "bbbbbbb", "c"], [["a"], ["bbbbbbb"], ["c"]]),
    ],
    ids=["nothing", "by number", "as many bytes as fit", "by bytes", "one too large is alone"],
)
def test_a_batch_has_as_many_items_and_bytes_as_a_call_takes(items, found):
    assert list(batches(items, len, most=2, most_bytes=5)) == found


def test_a_batch_is_given_before_more_items_are_read():
    read = []
    items = (read.append(each) or each for each in "abcd")
    assert next(batches(items, len, most=2, most_bytes=5)) == ["a", "b"]
    assert read == ["a", "b", "c"]
