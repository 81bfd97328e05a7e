"""Users: the profile and the preferences of each user of the user pool."""

from __future__ import annotations

from contracts.users import UserRegistered, UserUpdated
from microservice.card import Card

CARD = Card(
    name="users",
    type_token="platform:services:Users",
    capability="profiles and preferences of users",
    context="customers",
    team="storefront",
    owns=("users",),
    without_backup={
        "users": "a copy in a bucket would outlive what a user has deleted; point-in-time recovery "
        "ends after 35 days",
    },
    routes=(
        "GET /users/{userId}",
        "PUT /users/{userId}/profile",
        "PATCH /users/{userId}/preferences",
    ),
    publishes=(UserRegistered, UserUpdated),
    outbox=(UserRegistered, UserUpdated),
)
