"""Tests of users."""

from __future__ import annotations

import pytest

from services.users.app import change_preferences, get_user, publish_changes, put_profile, store
from tests.fakes.invocations import called, published_events, rest_event, streamed

AGENT = ("agents",)


def get(user="ann", of="me", groups=()):
    return called(get_user.handle, rest_event(user=user, groups=groups, path={"userId": of}))


def put(user="ann", of="me", groups=(), **body):
    body = body or {"name": "Ann", "country": "FR"}
    event = rest_event(user=user, groups=groups, path={"userId": of}, body=body)
    return called(put_profile.handle, event)


def change(user="ann", of="me", groups=(), **body):
    event = rest_event(user=user, groups=groups, path={"userId": of}, body=body)
    return called(change_preferences.handle, event)


def published(aws):
    streamed(publish_changes.handle, aws.dynamodb.stream("users"))
    return published_events(aws)


def test_a_user_is_registered_by_the_first_request_and_by_no_other(aws):
    status, first = get()
    assert (status, first["userId"], first["profile"]) == (200, "ann", {})
    assert first["preferences"] == {"language": "en", "newsletter": False}
    assert first["registeredAt"] == first["updatedAt"]
    assert get(of="ann") == (200, first)
    assert published(aws) == [("UserRegistered", {"userId": "ann"})]


@pytest.mark.parametrize("write", [put, change])
def test_a_change_may_be_the_first_request(aws, write):
    status, made = write()
    assert (status, get()) == (200, (200, made))
    assert published(aws) == [("UserRegistered", {"userId": "ann"})]


def test_a_profile_is_replaced_and_preferences_stay(aws):
    change(language="fr", newsletter=True)
    assert put()[1]["profile"] == {"name": "Ann", "country": "FR"}
    status, user = put(name="Anna")
    assert (status, user["profile"]) == (200, {"name": "Anna"})
    assert user["preferences"] == {"language": "fr", "newsletter": True}
    assert get() == (200, user)


def test_only_the_given_preferences_change_and_the_profile_stays(aws):
    put()
    change(language="pt-BR", newsletter=True)
    status, user = change(newsletter=False)
    assert (status, user["preferences"]) == (200, {"language": "pt-BR", "newsletter": False})
    assert user["profile"] == {"name": "Ann", "country": "FR"}


def test_the_time_of_registration_never_changes_and_that_of_the_last_change_does(aws, monkeypatch):
    monkeypatch.setattr(store, "now", lambda: "2026-11-29T10:00:00.000Z")
    get()
    monkeypatch.setattr(store, "now", lambda: "2026-11-29T11:00:00.000Z")
    user = put()[1]
    assert user["registeredAt"] == "2026-11-29T10:00:00.000Z"
    assert user["updatedAt"] == "2026-11-29T11:00:00.000Z"


def test_another_user_is_forbidden_whether_or_not_there_is_one(aws):
    get("bob")
    for other in ("bob", "ghost"):
        assert get(of=other)[0] == 403
        assert put(of=other)[0] == 403
        assert change(of=other, newsletter=True)[0] == 403
    assert get("bob")[1]["profile"] == {}


def test_an_agent_reads_every_user_and_changes_none(aws):
    put()
    assert get("agent", of="ann", groups=AGENT)[1]["profile"]["name"] == "Ann"
    assert get("agent", of="ghost", groups=AGENT)[0] == 404
    assert put("agent", of="ann", groups=AGENT)[0] == 403
    assert change("agent", of="ann", groups=AGENT, newsletter=True)[0] == 403
    assert {row["userId"]["S"] for row in aws.dynamodb.rows("users")} == {"ann"}


@pytest.mark.parametrize("ask", [get, put, change])
def test_a_request_without_a_token_is_refused(aws, ask):
    assert ask(None)[0] == 401
    assert aws.dynamodb.calls == []


def test_bodies_that_are_not_as_the_contracts_say_are_refused(aws):
    assert put(country="FR")[0] == 400
    assert put(name="Ann", country="France")[0] == 400
    assert put(name="two\nlines")[0] == 400
    assert change(language="English")[0] == 400
    assert change(newsletter="yes")[0] == 400
    assert change(name="Ann")[0] == 400
    assert aws.dynamodb.rows("users") == []


def test_an_update_names_what_has_changed_and_has_no_personal_data(aws):
    put()
    put(name="Anna")
    change(newsletter=True)
    change(newsletter=True)
    assert published(aws) == [
        ("UserRegistered", {"userId": "ann"}),
        ("UserUpdated", {"userId": "ann", "changed": ["name", "country"]}),
        ("UserUpdated", {"userId": "ann", "changed": ["newsletter"]}),
    ]


def test_a_row_that_is_deleted_by_hand_is_no_event(aws):
    get()
    aws.dynamodb.delete_item(TableName="users", Key={"userId": {"S": "ann"}})
    assert published(aws) == [("UserRegistered", {"userId": "ann"})]
