from __future__ import annotations

import pytest

from local import inventory

EMPTY = {
    "list_event_buses": {"EventBuses": [{"Name": "default"}]},
    "list_rules": {"Rules": []},
}


class Client:
    """Returns the response of an operation from a table, or an empty one."""

    def __init__(self, answers):
        self.answers = answers

    def __getattr__(self, operation):
        return lambda **_: self.answers.get(operation, {})


@pytest.fixture
def holds(monkeypatch):
    def make(**answers):
        monkeypatch.setattr(
            inventory.boto3, "client", lambda service, **_: Client({**EMPTY, **answers})
        )
        return inventory.of("http://127.0.0.1:4566", "us-east-1")

    return make


def test_an_empty_emulator_is_empty_with_its_default_bus(holds):
    assert holds() == []


def test_resources_are_listed_by_kind_and_name(holds):
    left = holds(
        list_queues={"QueueUrls": ["http://127.0.0.1/orders"]},
        list_functions={"Functions": [{"FunctionName": "orders-place"}]},
        list_user_pools={"UserPools": [{"Name": "customers"}]},
        list_graphql_apis={"graphqlApis": [{"name": "notes"}]},
    )
    assert sorted(left) == [
        "GraphQL API: notes",
        "function: orders-place",
        "queue: http://127.0.0.1/orders",
        "user pool: customers",
    ]


def test_schedules_api_destinations_and_senders_are_listed(holds):
    left = holds(
        list_schedules={"Schedules": [{"Name": "nightly"}]},
        list_schedule_groups={"ScheduleGroups": [{"Name": "default"}, {"Name": "jobs"}]},
        list_connections={"Connections": [{"Name": "partner"}]},
        list_api_destinations={"ApiDestinations": [{"Name": "hook"}]},
        list_email_identities={"EmailIdentities": [{"IdentityName": "a@shop.example"}]},
    )
    assert sorted(left) == [
        "API destination: hook",
        "connection: partner",
        "schedule group: jobs",
        "schedule: nightly",
        "sender: a@shop.example",
    ]


def test_backups_are_not_counted(holds):
    assert holds(list_backups={"BackupSummaries": [{"BackupName": "backup-20261121"}]}) == []


def test_a_rule_on_the_default_bus_is_listed(holds):
    assert holds(list_rules={"Rules": [{"Name": "orders"}]}) == ["rule: orders on default"]


def test_service_linked_roles_are_not_counted(holds):
    roles = [{"RoleName": "AWSServiceRoleForEvents"}, {"RoleName": "orders"}]
    assert holds(list_roles={"Roles": roles}) == ["role: orders"]
