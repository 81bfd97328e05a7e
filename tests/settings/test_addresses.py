from __future__ import annotations

import json

import pytest

from settings import KEY, Settings, SettingsError
from settings.addresses import READERS_BYTES, reserved
from tests.settings.test_stage import REQUIRED, line, refusal
from tests.stage import SENDER, deployed

LAMBDA_BYTES = 4096


def readers(*addresses: str) -> dict[str, object]:
    return {**REQUIRED, "report_sender": SENDER, "report_emails": list(addresses)}


@pytest.mark.parametrize("key", ["alarm_emails", "report_emails"])
def test_an_address_is_given_once_however_it_is_written(key):
    given = ["a@shop.example", "b@shop.example", "A@Shop.example"]
    said = refusal({**readers(), key: given})
    assert said == line(key, f"names a@shop.example more than once; given {given!r}")


@pytest.mark.parametrize(
    "address",
    ["", "reports", "a@b", "a b@shop.example", "a,b@shop.example", '"a"@shop.example', "a@@b.c",
     "a@shop.example\n", "ä@shop.example", f"a@{'b' * 250}.example"],
)  # fmt: skip
@pytest.mark.parametrize("key", ["alarm_emails", "report_emails"])
def test_what_is_no_address_of_mail_is_refused(key, address):
    said = refusal({**readers(), key: [address]})
    assert said.startswith(line(f"{key}.0", "must be an address of mail, as team@example.com, of"))
    assert said.endswith(f"; given {address!r}")


def test_readers_of_the_report_fit_into_the_variables_of_a_function():
    many = [f"{'reader' * 5}-{n:02}@shop.example" for n in range(50)]
    assert len(json.dumps(many)) > READERS_BYTES
    said = refusal(readers(*many))
    assert said.startswith(line("report_emails", "must have 2048 bytes at most"))
    short = [f"r{n:02}@shop.example" for n in range(50)]
    assert Settings.parse("dev", readers(*short)).report_emails == tuple(short)


def test_more_readers_than_ses_takes_at_once_are_refused():
    said = refusal(readers(*[f"r{n}@shop.example" for n in range(51)]))
    assert said.startswith(line("report_emails", "tuple should have at most 50 items"))


def test_the_function_that_mails_has_room_for_them():
    [mails] = [
        function.inputs["environment"]["variables"]
        for function in deployed("local").resources
        if function.type == "aws:lambda/function:Function" and "mail-report" in function.name
    ]
    others = sum(len(key) + len(value) for key, value in mails.items() if key != "REPORT_EMAILS")
    assert others + len("REPORT_EMAILS") + READERS_BYTES < LAMBDA_BYTES - 500


def test_domains_for_examples_are_known():
    given = ["a@example.com", "b@mail.EXAMPLE.org", "https://shop.example.com", "c@shop.test",
             "http://localhost:3000", "https://x.example/hook"]  # fmt: skip
    assert reserved([*given, "a@myexample.com", "https://example.com.shop.de", "*"]) == given


def test_wrong_addresses_name_the_file():
    with pytest.raises(SettingsError, match=rf"^Pulumi\.dev\.yaml: {KEY}\.alarm_emails\.0: "):
        Settings.parse("dev", {**REQUIRED, "alarm_emails": ["alarms"]})
