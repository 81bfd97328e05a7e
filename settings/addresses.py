"""Addresses: of mail, of runbooks, and those that only stand for real ones."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

# The characters that need no quotes (RFC 5322, 3.2.3), and the longest address (RFC 5321).
ADDRESS = re.compile(
    r"[\w!#$%&'*+/=?^`{|}~.-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+", re.ASCII | re.IGNORECASE
)
LONGEST = 254
# The readers of the report are a variable of a function, whose variables are 4,096 bytes in all:
# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
READERS_BYTES = 2048

# Names for examples and tests, which belong to no one: RFC 2606.
RESERVED = re.compile(
    r"(.*\.)?(example\.(com|net|org)|example|test|invalid|localhost)", re.IGNORECASE
)


def _address(given: str) -> str:
    if not ADDRESS.fullmatch(given) or len(given) > LONGEST:
        raise ValueError(
            f"must be an address of mail, as team@example.com, of {LONGEST} characters at most"
        )
    return given


def _different(addresses: tuple[str, ...]) -> tuple[str, ...]:
    lower = [address.lower() for address in addresses]
    if twice := sorted({address for address in lower if lower.count(address) > 1}):
        raise ValueError(f"names {', '.join(twice)} more than once")
    return addresses


def _few(addresses: tuple[str, ...]) -> tuple[str, ...]:
    if (size := len(json.dumps(addresses).encode())) > READERS_BYTES:
        raise ValueError(
            f"must have {READERS_BYTES} bytes at most, since a function has them in a variable; "
            f"these are {size}: give the address of a mailing list"
        )
    return addresses


Email = Annotated[str, AfterValidator(_address)]
Emails = Annotated[tuple[Email, ...], AfterValidator(_different)]
# SES takes so many at once: https://docs.aws.amazon.com/ses/latest/dg/quotas.html
Readers = Annotated[
    tuple[Email, ...], Field(max_length=50), AfterValidator(_different), AfterValidator(_few)
]

# A pattern that counts 200 characters itself takes 67 ms to compile, in each process of a stage.
Runbooks = Annotated[str, Field(pattern=r"^[\w./:#?=&%~+-]+$", max_length=200)]


def reserved(given: Sequence[str]) -> list[str]:
    """The addresses and URLs of domains that are reserved for examples and tests."""
    return [each for each in given if RESERVED.fullmatch(_domain(each))]


def _domain(address: str) -> str:
    return urlsplit(address).hostname or address.rpartition("@")[2]
