"""Tests of the transform function of a delivery stream."""

from __future__ import annotations

import base64
import json

from runtime.streams import transform
from runtime.streams.transform import Delivered, delivery_transform
from tests.fakes.invocations import CONTEXT


class Unsold(ValueError):
    """A click on nothing."""


@delivery_transform
def handle(click):
    if click.get("item") == "":
        raise Unsold("a click needs an item")
    if click.get("bot"):
        return None
    return Delivered({"item": click["item"]}, {"year": click["at"][:4]})


def sent(*texts):
    records = [
        {"recordId": f"r-{place}", "data": base64.b64encode(text.encode()).decode()}
        for place, text in enumerate(texts)
    ]
    answer = handle({"records": records}, CONTEXT)
    assert [each["recordId"] for each in answer["records"]] == [r["recordId"] for r in records]
    return answer["records"]


CLICK = json.dumps({"item": "cd-1", "at": "1997-01-02"})


def test_each_record_has_its_row_and_the_keys_of_its_folder():
    [answer] = sent(CLICK)
    assert answer["result"] == "Ok"
    assert json.loads(base64.b64decode(answer["data"])) == {"item": "cd-1"}
    assert answer["metadata"] == {"partitionKeys": {"year": "1997"}}


def test_a_bad_record_is_marked_as_it_was_and_the_others_are_delivered(log, capsys):
    answers = sent(CLICK, "{", json.dumps({"item": "", "at": ""}), CLICK)
    results = [each["result"] for each in answers]
    assert results == ["Ok", "ProcessingFailed", "ProcessingFailed", "Ok"]
    assert base64.b64decode(answers[1]["data"]) == b"{"
    lines = [line for line in log() if line["message"] == "record failed"]
    assert [line["error_type"] for line in lines] == ["JSONDecodeError", "Unsold"]
    assert capsys.readouterr().out.count('"AnsweredFailures":[1.0]') == 1


def test_a_record_may_be_dropped(capsys):
    [answer] = sent(json.dumps({"bot": True}))
    assert answer == {"recordId": "r-0", "result": "Dropped"}
    assert "AnsweredFailures" not in capsys.readouterr().out


def test_what_does_not_fit_into_the_answer_is_marked(monkeypatch):
    monkeypatch.setattr(transform, "LONGEST_ANSWER", 700)
    assert [each["result"] for each in sent(CLICK, CLICK)] == ["Ok", "Ok"]
    results = [each["result"] for each in sent(CLICK, CLICK, CLICK)]
    assert results == ["Ok", "Ok", "ProcessingFailed"]
