from typing import Any

import pytest
from pulumi_aws import lambda_, sesv2

from components.compute.function import Function
from components.email.sender import Sender, SenderArgs
from tests.cloud import Cloud, deploy
from tests.components.sample import TAGS, arn, defaults, function, grants

REPORTS = "reports@example.com"


IDENTITY = "arn:aws:ses:eu-west-1:123456789012:identity/reports@example.com"


def mailing(**changes: Any) -> Cloud:
    def program() -> None:
        sender = Sender("mail", SenderArgs(address=REPORTS, defaults=defaults(), **changes))
        Function("sell", function(uses=(sender.send("MAIL_FROM"),)))

    return deploy(program)


def test_the_address_is_an_identity_of_ses():
    identity = mailing().one(sesv2.EmailIdentity)
    assert identity.inputs == {"emailIdentity": REPORTS, "tags": TAGS}


@pytest.mark.parametrize("keep", [True, False])
def test_an_identity_that_others_use_too_stays_when_the_stack_is_destroyed(keep):
    assert mailing(keep=keep).one(sesv2.EmailIdentity).retained is keep


def test_an_existing_identity_is_used_and_not_made():
    cloud = mailing(identity=IDENTITY)
    assert cloud.all(sesv2.EmailIdentity) == []
    assert [grant["Resource"] for grant in grants(cloud, "sell")] == [[IDENTITY]]


def test_an_existing_identity_is_kept_by_its_owner():
    with pytest.raises(ValueError, match="keep is for an identity made here"):
        SenderArgs(address=REPORTS, identity=IDENTITY, keep=True)


def test_send_allows_this_address_only_and_its_variable_holds_it():
    cloud = mailing()
    assert grants(cloud, "sell") == [
        {
            "Effect": "Allow",
            "Action": ["ses:SendEmail"],
            "Resource": [arn("sesv2", "mail-identity")],
        }
    ]
    variables = cloud.one(lambda_.Function).inputs["environment"]["variables"]
    assert variables == {"MAIL_FROM": REPORTS}


@pytest.mark.parametrize("address", ["example.com", "reports@", "a b@example.com", "x@localhost"])
def test_a_text_that_is_no_address_is_refused(address):
    with pytest.raises(ValueError) as refused:
        SenderArgs(address=address)
    assert str(refused.value) == f"address must be one as reports@example.com, got {address}"
