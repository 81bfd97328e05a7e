from __future__ import annotations

from itertools import product

import pytest

from components.blueprints.patterns import (
    FAN_OUT,
    MICROSERVICES,
    PATTERNS,
    SIMPLE_REST,
    WEB_SOCKET,
    WORKFLOW,
)
from guide.advice import AnswersError, advice, answers_of, text
from guide.fits import FITS, Situation, judge
from guide.matrix import MATRIX, row_of
from guide.tree import QUESTIONS, Answers, names, walk
from local.examples import find

ALL = [
    Answers(**dict(zip(names(), given, strict=True))) for given in product([False, True], repeat=5)
]


def expected(answers: Answers):
    """The tree as the documents draw it, and the questions on the way."""
    if answers.real_time:
        return WEB_SOCKET, ["real_time"]
    way = ["real_time", "multi_step"]
    if answers.multi_step:
        way.append("approval_or_long")
        if answers.approval_or_long:
            return WORKFLOW, way
    way.append("one_event_many")
    if answers.one_event_many:
        return FAN_OUT, way
    way.append("many_domains")
    return (MICROSERVICES if answers.many_domains else SIMPLE_REST), way


def test_there_are_32_sets_of_answers():
    assert len(set(ALL)) == 32


@pytest.mark.parametrize("answers", ALL, ids=lambda a: "".join("01"[v] for v in vars(a).values()))
def test_each_set_of_answers_leads_to_its_blueprint_by_its_questions(answers):
    way = walk(answers)
    assert (way.blueprint, [name for name, _ in way.steps]) == expected(answers)
    assert all(getattr(answers, name) is answer for name, answer in way.steps)


def test_every_blueprint_is_reached_and_every_question_has_a_text():
    assert {walk(each).blueprint.name for each in ALL} == {each.name for each in PATTERNS}
    assert list(QUESTIONS) == names()


def test_every_blueprint_has_a_row_with_an_example():
    assert [row.blueprint for row in MATRIX] == list(PATTERNS)
    assert [row.cost for row in MATRIX] == ["$", "$$", "$$", "$$$", "$$$$"]
    assert all(find(row.example) for row in MATRIX)
    assert row_of(FAN_OUT).team == "2-3"


def test_every_situation_of_the_lists_has_a_verdict_and_what_does_not_fit_an_alternative():
    assert len(FITS) == 28
    assert {fit.blueprint.name for fit in FITS} == {each.name for each in PATTERNS}
    assert all(bool(fit.instead) == (fit.verdict != "fits") for fit in FITS)


@pytest.mark.parametrize(
    ("blueprint", "given", "against"),
    [
        (SIMPLE_REST, Situation(), []),
        (SIMPLE_REST, Situation(asynchronous=True), ["work is really asynchronous"]),
        (WEB_SOCKET, Situation(connections=100_000), []),
        (WEB_SOCKET, Situation(connections=100_001), ["very many connections"]),
        (FAN_OUT, Situation(ordered=True), ["order and control of the flow matter"]),
        (WORKFLOW, Situation(steps=4, executions_per_second=2000), []),
        (WORKFLOW, Situation(steps=1), ["one simple step"]),
        (
            WORKFLOW,
            Situation(steps=4, executions_per_second=2001),
            ["more than 2,000 executions a second"],
        ),
        (MICROSERVICES, Situation(business_functions=11, team=5), []),
        (
            MICROSERVICES,
            Situation(business_functions=10, team=4),
            ["a small application", "a team of less than 5"],
        ),
    ],
)
def test_what_speaks_against_a_blueprint_is_said(blueprint, given, against):
    assert [fit.situation for fit in judge(blueprint, given)] == against


def test_advice_has_the_way_the_parts_and_what_to_leave_out():
    found = advice({"one_event_many": True})
    assert [step["answer"] for step in found["path"]] == [False, False, True]
    assert (found["blueprint"], found["cost"]) == ("fan-out", "$$")
    assert "Dead-letter queue" in found["services"]["required"]
    assert "Step Functions" in found["notThese"]
    assert found["against"] == []
    printed = text(found, "a program\n")
    assert printed.endswith("a program")
    assert "blueprint: fan-out (cost $$, complexity medium, a team of 2-3)" in printed


def test_advice_says_what_speaks_against_its_own_blueprint():
    found = advice({"many_domains": True, "team": 2, "business_functions": 12})
    assert found["against"] == ["a team of less than 5: fewer services than teams"]
    assert "think again:\n  a team of less than 5" in text(found, "")


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: row.example)
def test_what_is_not_known_speaks_against_nothing(row):
    assert judge(row.blueprint, Situation()) == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], r"answers are names with values, got \[\]"),
        ({"realtime": True}, "knows no realtime; there are real_time, multi_step"),
        ({"team": "five"}, "team must be a number, 0 or more, got 'five'"),
        ({"steps": -1}, "steps must be a number, 0 or more, got -1"),
        ({"connections": True}, "connections must be a number, 0 or more, got True"),
        ({"ordered": "maybe"}, "ordered must be true or false, got 'maybe'"),
        ({"real_time": "yes"}, "real_time must be true or false, got 'yes'"),
    ],
)
def test_answers_that_are_none_are_refused(given, said):
    with pytest.raises(AnswersError, match=said):
        answers_of(given)
