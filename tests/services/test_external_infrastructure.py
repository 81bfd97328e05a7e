"""Tests of what functions get to call the payment processor and the carrier of their stage."""

from __future__ import annotations

import pulumi_aws as aws
import pytest

from tests.cloud import ACCOUNT
from tests.grants import may
from tests.stage import BANK, CARRIER, OPTIONAL, deployed

USERS = {
    "payments-take-payment": ("PAYMENT_PROCESSOR", BANK),
    "payments-refund-payment": ("PAYMENT_PROCESSOR", BANK),
    "shipping-book-shipment": ("CARRIER", CARRIER),
    "shipping-cancel-shipment": ("CARRIER", CARRIER),
}


def variables(cloud, function):
    return cloud.one(aws.lambda_.Function, f"{function}-function").inputs["environment"][
        "variables"
    ]


@pytest.mark.parametrize("function", USERS)
def test_a_function_gets_the_adapter_of_its_stage(function):
    variable, given = USERS[function]
    cloud = deployed("dev", **OPTIONAL)
    found = variables(cloud, function)
    assert found[variable] == "http"
    assert found[f"{variable}_ENDPOINT"] == given["endpoint"]
    assert found[f"{variable}_SECRET"] == given["secret"]
    simulated = variables(deployed("dev"), function)
    assert simulated[variable] == "simulated"
    assert [name for name in simulated if name.startswith(f"{variable}_")] == []


def test_each_of_them_may_read_its_own_secret_and_no_other_function_may_read_one():
    cloud = deployed("dev", **OPTIONAL)
    root = f"arn:aws:ssm:eu-west-1:{ACCOUNT}:parameter"
    secrets = {f"{root}{given['secret']}" for given in (BANK, CARRIER)}
    found = {
        grant.part: grant.resource
        for grant in may(cloud, "ssm:GetParameter")
        if grant.resource in secrets
    }
    assert found == {
        f"{function}-permissions": f"{root}{given['secret']}"
        for function, (_, given) in USERS.items()
    }
