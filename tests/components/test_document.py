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


def test_outputs_take_their_places_however_deep_they_stand():
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


def test_who_gets_the_document_depends_on_all_that_is_in_it():
    def program():
        text = document({"from": queue("bills").arn, "to": [queue("mail").arn]})
        provider = aws.Provider("aws", region="eu-west-1")
        opts = pulumi.ResourceOptions(provider=provider)
        aws.sqs.Queue("last", policy=text, opts=opts)

    [needed] = deploy(program).one(aws.sqs.Queue, "last").property_dependencies.values()
    assert [urn.rpartition("::")[2] for urn in needed] == ["bills", "mail"]


def test_an_output_that_is_not_known_yet_leaves_the_document_unknown():
    async def known(output):
        return await output.is_known()

    def program():
        unknown = pulumi.Output.from_input("x").apply(lambda _: pulumi.UNKNOWN)
        return known(document({"a": unknown}))

    assert deploy(program).result is False


def test_values_fill_the_places_of_outputs_in_their_order():
    place = object.__new__(pulumi.Output)
    assert dumped({"a": [place, "b"], "c": place}, [1, "two"]) == '{"a": [1, "b"], "c": "two"}'


def test_what_json_cannot_say_is_refused():
    with pytest.raises(TypeError, match="not JSON serializable"):
        document({"a": {1, 2}})
