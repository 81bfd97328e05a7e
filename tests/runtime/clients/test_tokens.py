"""Signed requests to connect, in the place of passwords."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest

from runtime.clients.aws import cache_token, certificates, database_token


@pytest.fixture(autouse=True)
def role(monkeypatch) -> None:
    """The credentials that Lambda gives to a function."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_SESSION_TOKEN": "session",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_REGION": "eu-west-1",
    }.items():
        monkeypatch.setenv(name, value)


def signed(token: str) -> dict[str, str]:
    """The query of a token, but for when it was signed."""
    query = {key: values[0] for key, values in parse_qs(urlsplit(f"//{token}").query).items()}
    return {k: v for k, v in query.items() if k not in ("X-Amz-Date", "X-Amz-Signature")}


def test_the_token_of_a_database_is_that_of_boto3():
    ours = database_token("db.example.com", 5432, "owner")
    theirs = boto3.Session().client("rds").generate_db_auth_token("db.example.com", 5432, "owner")
    assert ours.startswith("db.example.com:5432/?Action=connect&DBUser=owner&")
    assert signed(ours) == signed(theirs)
    assert signed(ours)["X-Amz-Expires"] == "900"


def test_the_token_of_a_cache_names_cache_and_user():
    token = cache_token("prices", "shop-dev")
    assert token.startswith("prices/?Action=connect&User=shop-dev&ResourceType=ServerlessCache&")
    assert "/eu-west-1/elasticache/aws4_request" in signed(token)["X-Amz-Credential"]


def test_the_certificates_are_in_a_file():
    assert "BEGIN CERTIFICATE" in Path(certificates()).read_text("utf-8")
