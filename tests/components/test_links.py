import pytest

from components.compute.function import Function
from components.data.table import Table, TableArgs
from components.links import link, variable_of
from components.messaging.topic import Topic
from components.references import TableRef
from runtime import environment
from runtime.environment import linked
from tests.cloud import deploy
from tests.components.sample import arn, function, grants


def test_two_functions_that_are_linked_to_a_table_may_use_it_and_find_its_name():
    def program() -> None:
        orders = Table("shop-orders", TableArgs(key="id"))
        Function("list", function(uses=(link(orders.read),)))
        Function("create", function(uses=(link(orders.create), link(orders.read))))

    cloud = deploy(program)
    for name, actions in (("list", ["dynamodb:GetItem"]), ("create", ["dynamodb:PutItem"])):
        made = next(each for each in cloud.resources if each.name == f"{name}-function")
        variables = made.inputs["environment"]["variables"]
        assert variables["LINK_SHOP_ORDERS"] == "shop-orders-table"
        [first, *_] = grants(cloud, name)
        assert first["Action"][:1] == actions
        assert arn("dynamodb", "shop-orders-table") in first["Resource"]


def test_a_link_may_have_a_name_of_its_own():
    found = deploy(lambda: link(Topic("reports-news").publish, name="news").environment).result
    assert list(found) == ["LINK_NEWS"]


def test_an_existing_resource_is_linked_by_a_name():
    theirs = TableRef.of("arn:aws:dynamodb:eu-west-1:123456789012:table/theirs")
    assert link(theirs.read, name="orders").environment == {"LINK_ORDERS": "theirs"}
    with pytest.raises(ValueError) as refused:
        link(theirs.read)
    assert str(refused.value) == "an existing resource has no logical name: link it by a name"


@pytest.mark.parametrize("name", ["orders", "shop-orders", "orders/2.b"])
def test_a_function_finds_a_resource_where_the_link_has_put_it(name, monkeypatch):
    monkeypatch.setenv(variable_of(name), "orders-1a2b3c")
    assert linked(name) == "orders-1a2b3c"


def test_a_name_that_is_not_linked_is_an_error_with_those_that_are(monkeypatch):
    monkeypatch.setattr(environment.os, "environ", {"LINK_NEWS": "a", "LINK_ORDERS": "b"})
    with pytest.raises(LookupError) as failed:
        linked("order")
    assert str(failed.value) == (
        "order is not linked to this function; it has LINK_NEWS, LINK_ORDERS"
    )
