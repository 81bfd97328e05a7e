"""Users: the profile and the preferences of each user, in one table behind a REST API."""

from __future__ import annotations

from components.api.route import Route
from components.data.table import TableArgs
from contracts.schema import request_model
from contracts.users import ChangePreferences, PutProfile
from microservice.microservice import Microservice


def define(service: Microservice) -> None:
    """A row for each user, which only that user changes; its stream publishes what has changed."""
    users = service.table("users", TableArgs(key="userId", stream=True))
    reads, writes = users.read("USERS_TABLE"), users.update("USERS_TABLE")

    service.rest_api(
        Route.get("/users/{userId}", service.function("get_user", uses=[reads, writes])),
        Route.put(
            "/users/{userId}/profile",
            service.function("put_profile", uses=[writes]),
            body=request_model(PutProfile),
        ),
        Route.patch(
            "/users/{userId}/preferences",
            service.function("change_preferences", uses=[writes]),
            body=request_model(ChangePreferences),
        ),
    )
    service.on.changes("publish_changes", users)
