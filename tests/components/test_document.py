import json

import pulumi
import pulumi_aws as aws
import pytest

from components.document import document, dumped
from tests.cloud import deploy


def queue(name: str) -> aws.sqs.Queue:
    provider = aws.Provider(f"{name}-provider", region="eu-west-1")
    return aws.sqs.Queue(name, opts=pulumi.ResourceOptions(provider=provider))


def test_a_document_without_outputs_is_plain_text():
    content = {"Version": "2012-10-17", "Statement": [{"Action": ("a", "b"), "Sid": None}]}
    assert document(content) == json.dumps(content)


def test_outputs_are_filled_in_at_any_depth():
    def program():
        bills, mail = queue("bills"), queue("mail")
        shape = {"a": mail.name, "b": [1, {"c": bills.name}], "d": (mail.name, "x"), "e": True}
        return document(shape)

    assert json.loads(deploy(program).result) == {
        "a": "mail",
        "b": [1, {"c": "bills"}],
        "d": ["mail", "x"],
        "e": True,
    }


def test_a_document_depends_on_every_output_in_it():
    def program():
        text = document({"from": queue("bills").arn, "to": [queue("mail").arn]})
        provider = aws.Provider("aws", region="eu-west-1")
        opts = pulumi.ResourceOptions(provider=provider)
        aws.sqs.Queue("last", policy=text, opts=opts)

    [needed] = deploy(program).one(aws.sqs.Queue, "last").property_dependencies.values()
    assert [urn.rpartition("::")[2] for urn in needed] == ["bills", "mail"]


def test_an_unknown_output_makes_the_document_unknown():
    async def known(output):
        return await output.is_known()

    def program():
        unknown = pulumi.Output.from_input("x").apply(lambda _: pulumi.UNKNOWN)
        return known(document({"a": unknown}))

    assert deploy(program).result is False


def test_values_are_filled_in_in_the_order_of_the_outputs():
    place = object.__new__(pulumi.Output)
    assert dumped({"a": [place, "b"], "c": place}, [1, "two"]) == '{"a": [1, "b"], "c": "two"}'


def test_a_value_that_is_no_json_is_refused():
    with pytest.raises(TypeError, match="not JSON serializable"):
        document({"a": {1, 2}})
