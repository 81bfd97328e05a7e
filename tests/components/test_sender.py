import pytest
from pulumi_aws import lambda_, sesv2

from components.compute.function import Function
from components.email.sender import Sender, SenderArgs
from tests.cloud import Cloud, deploy
from tests.components.sample import TAGS, arn, defaults, function, grants

REPORTS = "reports@example.com"


def mailing() -> Cloud:
    def program() -> None:
        sender = Sender("mail", SenderArgs(address=REPORTS, defaults=defaults()))
        Function("sell", function(uses=(sender.send("MAIL_FROM"),)))

    return deploy(program)


def test_the_address_is_an_identity_of_ses():
    identity = mailing().one(sesv2.EmailIdentity)
    assert identity.inputs == {"emailIdentity": REPORTS, "tags": TAGS}


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
