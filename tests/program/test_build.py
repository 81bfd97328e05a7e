from __future__ import annotations

import pytest
from pulumi_aws import lambda_

from program import build as module
from program.build import build, definition_of
from program.cards import CARDS
from program.check import ContractError
from settings import SERVICES, Settings, SettingsError
from tests.cloud import deploy
from tests.stage import parameter


def outputs(only: str) -> set[str]:
    """The names of the outputs of one service's stack."""
    found: set[str] = set()
    deploy(
        lambda: found.update(build(Settings.of_stage("dev"), only)),
        stack=f"dev-{only}",
        lookups={"aws:ssm/getParameter:getParameter": parameter},
    )
    return found


@pytest.mark.parametrize("service", SERVICES)
def test_the_definition_of_a_service_is_in_its_folder(service):
    define = definition_of(service)
    assert (define.__module__, define.__name__) == (f"services.{service}.infrastructure", "define")


def test_a_service_without_an_api_has_no_url(monkeypatch):
    assert outputs("analytics") == {"analyticsUrl"}
    monkeypatch.setattr(module, "definition_of", lambda _: lambda service: None)
    assert outputs("analytics") == set()


def test_nothing_is_made_while_the_cards_do_not_fit(monkeypatch):
    monkeypatch.setattr("program.check.CARDS", (*CARDS, CARDS[0]))
    with pytest.raises(ContractError, match="analytics: 2 cards have this name"):
        build(Settings.of_stage("dev"), "analytics")


def test_a_stage_without_a_service_that_another_calls_is_refused_before_anything_is_made():
    settings = Settings.of_stage("dev").model_copy(update={"services": ("orders", "payments")})
    for only in (None, "platform", "orders"):
        with pytest.raises(SettingsError) as refused:
            build(settings, only)
        assert str(refused.value) == (
            "Pulumi.dev.yaml: platform:settings.services: lacks what is called: "
            "orders calls catalog; given ('orders', 'payments')"
        )


def test_functions_behind_an_api_know_every_origin_of_their_stage():
    origins = ("https://a.example", "https://b.example")
    settings = Settings.of_stage("dev").model_copy(update={"cors_origins": origins})
    lookups = {"aws:ssm/getParameter:getParameter": parameter}
    cloud = deploy(
        lambda: build(settings, "payments") and None, stack="dev-payments", lookups=lookups
    )
    variables = [f.inputs["environment"]["variables"] for f in cloud.all(lambda_.Function)]
    known = {each["CORS_ORIGIN"] for each in variables if "CORS_ORIGIN" in each}
    assert known == {"https://a.example,https://b.example"}
