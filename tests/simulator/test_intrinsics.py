import pytest

from tests.simulator.failures import Failed, Unsupported
from tests.simulator.intrinsics import evaluate
from tests.simulator.templates import fill

DATA = {"id": "o1", "n": 3, "list": [1, 2, 2], "json": '{"a":1}', "object": {"b": 2}}
CONTEXT = {"Execution": {"Name": "run"}}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("States.Format('{}', $.n)", "3"),
        ("States.Format('{}/{} of {}', $.id, $$.Execution.Name, 'it\\'s')", "o1/run of it's"),
        ("States.Format('\\{{}\\}', $.object)", '{{"b":2}}'),
        ("States.Format('none')", "none"),
        ("States.Array($.id, 1, 2.5, true, null)", ["o1", 1, 2.5, True, None]),
        ("States.Array()", []),
        ("States.ArrayLength($.list)", 3),
        ("States.ArrayLength(States.Array(1, States.Array(2)))", 2),
        ("States.ArrayGetItem($.list, 1)", 2),
        ("States.ArrayContains($.list, 2)", True),
        ("States.ArrayPartition($.list, 2)", [[1, 2], [2]]),
        ("States.ArrayRange(1, 9, 4)", [1, 5, 9]),
        ("States.ArrayUnique($.list)", [1, 2]),
        ("States.Base64Encode('shop')", "c2hvcA=="),
        ("States.Base64Decode('c2hvcA==')", "shop"),
        ("States.Hash('', 'SHA-1')", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        ("States.JsonMerge($.object, States.StringToJson($.json), false)", {"a": 1, "b": 2}),
        ("States.JsonToString($.object)", '{"b":2}'),
        ("States.StringSplit('a-b,c', '-,')", ["a", "b", "c"]),
        ("States.MathAdd($.n, -1)", 2),
    ],
)
def test_a_function_returns_a_value(expression, value):
    assert evaluate(expression, DATA, CONTEXT) == value


def test_every_uuid_is_another():
    assert evaluate("States.UUID()", DATA, CONTEXT) != evaluate("States.UUID()", DATA, CONTEXT)


@pytest.mark.parametrize(
    "expression",
    [
        "States.Format('{}')",
        "States.StringToJson('no json')",
        "States.ArrayGetItem($.list, 9)",
        "States.ArrayLength(1)",
        "States.JsonMerge($.object, $.object, true)",
    ],
)
def test_a_function_fails_for_arguments_that_it_does_not_take(expression):
    with pytest.raises(Failed) as failed:
        evaluate(expression, DATA, CONTEXT)
    assert failed.value.error == "States.IntrinsicFailure"


@pytest.mark.parametrize(
    "expression",
    ["States.Missing($.id)", "States.Array(1", "States.Array(1 2)", "States.Array(x)",
     "States.Array(1) 2"],
)  # fmt: skip
def test_an_expression_that_cannot_be_parsed_is_unsupported(expression):
    with pytest.raises(Unsupported):
        evaluate(expression, DATA, CONTEXT)


def test_a_template_takes_values_from_the_input_the_context_and_functions():
    template = {
        "plain": "$.id",
        "id.$": "$.id",
        "inner": [{"run.$": "$$.Execution.Name"}, 1],
        "text.$": "States.Format('{}', $.n)",
    }
    assert fill(template, DATA, CONTEXT) == {
        "plain": "$.id",
        "id": "o1",
        "inner": [{"run": "run"}, 1],
        "text": "3",
    }
