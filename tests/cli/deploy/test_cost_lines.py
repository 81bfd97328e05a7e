from __future__ import annotations

import pytest

from cli.deploy.cost_lines import Asked, Cost, Unknown, cost_of
from cli.stage.services import Chosen
from cli.terminal.arguments import WrongArgument
from cost import kinds
from cost.planned import Planned
from cost.stack import Plain
from settings import Settings

ASKED = Asked.of(None)
PROVISIONED = {"billingMode": "PROVISIONED", "readCapacity": 1000, "writeCapacity": 0}
# By the hour in Ireland, 1,000 units of it.
MONTH = 730 * 0.000147 * 1000


def table(name, stack="prod", **inputs):
    kind = kinds.TABLE
    return Plain(
        type=kind,
        name=name,
        urn=f"urn:pulumi:{stack}::platform::{kind}::{name}",
        inputs=inputs or PROVISIONED,
        property_dependencies={},
    )


def cost(after, before=None, some=None, **settings):
    of_stage = Settings.of_stage("prod").model_copy(update=settings)
    return cost_of(of_stage, Planned(after=tuple(after), before=before), ASKED, some)


def test_a_line_says_what_is_always_on_what_is_used_and_of_when_the_prices_are():
    first, *_ = cost([table("orders-table")]).lines()
    assert first.startswith(
        "cost: 107.31 US dollars a month: 107.31 always on, 0.00 for 10 × million requests "
        "(cost/usage/api-requests.yaml); the free tier takes off 0.00; prices of 2025-06-01 in "
        "eu-west-1"
    )


@pytest.mark.parametrize(
    ("budget", "said", "exceeds"),
    [
        (100, "WARNING: more than the stage's monthly budget of 100.00", True),
        (500, "within the stage's monthly budget of 500.00", False),
        (None, None, False),
    ],
)
def test_the_budget_of_the_stage_is_said_and_whether_it_is_exceeded(budget, said, exceeds):
    found = cost([table("orders-table")], monthly_budget_usd=budget)
    lines = [each for each in found.lines() if "budget" in each]
    assert lines == ([said] if said else [])
    assert found.exceeds is found.as_json()["exceedsBudget"] is exceeds


def test_the_difference_is_by_service_the_largest_first():
    after = [table("orders-table"), table("users-a"), table("users-b"), table("platform-prod-c")]
    found = cost(after, before=(table("catalog-table"), table("platform-prod-c")))
    assert list(found.lines())[1] == (
        "compared with what is deployed: +214.62: users +214.62, catalog -107.31, orders +107.31"
    )
    same = cost(after, before=tuple(after))
    assert "compared with what is deployed: no difference" in same.text()
    assert "compared" not in cost(after).text()


def test_a_dashboard_belongs_to_the_service_that_its_name_has_after_project_and_stage():
    after = [table("platform-prod-orders-x"), table("bus"), table("x", stack="prod-orders")]
    found = cost(after, before=())
    assert found.as_json()["change"] == {
        "orders": pytest.approx(2 * MONTH),
        "platform": pytest.approx(MONTH),
    }


def test_one_service_is_not_within_the_budget_of_its_stage():
    found = cost([table("orders-table"), table("users-table")], some=Chosen(("orders",)))
    assert found.as_json()["total"] == pytest.approx(MONTH)
    lines = list(found.lines())
    assert "the stage's monthly budget of 500.00" in lines
    assert "not counted, not in this preview: requests: catalog-api" in lines


def test_types_without_a_price_are_named():
    found = cost([other("aws:redshift/cluster:Cluster")])
    assert found.as_json()["unpriced"] == ("aws:redshift/cluster:Cluster",)
    assert "not counted, without a price: aws:redshift/cluster:Cluster" in list(found.lines())


def other(kind):
    return Plain(
        type=kind, name="orders-lake", urn=f"u::{kind}", inputs={}, property_dependencies={}
    )


def test_what_is_known_once_it_is_deployed_is_estimated():
    rule = other(kinds.RULE)
    hidden = Plain(**{**vars(rule), "inputs": {"eventPattern": "[secret]"}})
    [*_, last] = cost([hidden]).lines()
    assert last == "estimated in part (docs/cost.md): documents known after deployment only: 1"


def test_a_review_has_the_line_in_bold_and_the_others_as_a_list():
    empty, first, gap, *others = cost([table("orders-table")]).markdown().splitlines()
    # What is appended is no part of the last item.
    assert cost([table("orders-table")]).markdown().endswith("requests: catalog-api\n")
    assert empty == gap == ""
    assert first.startswith("**cost: 107.31 US dollars")
    assert first.endswith("**")
    assert others[0] == "- within the stage's monthly budget of 500.00"


def test_a_region_without_prices_is_said():
    found = cost([table("orders-table")], region="sa-east-1")
    assert isinstance(found, Unknown)
    assert found.text().startswith("cost: no prices of sa-east-1: there are those of ")
    assert found.markdown() == f"\n**{found.text()}**\n"
    assert found.as_json()["unknown"].startswith("no prices of sa-east-1")


@pytest.mark.parametrize(
    ("content", "said"), [("text: x", "unit, volumes must be given"), (None, "No such file")]
)
def test_a_file_that_is_no_usage_is_refused(tmp_path, content, said):
    file = tmp_path / "usage.yaml"
    if content:
        file.write_text(content)
    with pytest.raises(WrongArgument, match=said):
        Asked.of(str(file))


def test_another_usage_is_named_as_it_was_given():
    found = cost_of(
        Settings.of_stage("prod"),
        Planned(after=(table("orders-table"),)),
        Asked.of("cost/usage/shop-1997.yaml"),
        None,
    )
    assert isinstance(found, Cost)
    assert "927,840 × order (cost/usage/shop-1997.yaml)" in found.text()
