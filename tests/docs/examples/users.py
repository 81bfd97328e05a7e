"""Examples of the routes of users."""

from __future__ import annotations

from contracts.users import ChangePreferences, PutProfile, UserView
from tests.docs.examples.example import Example

USER = {
    "userId": "e0a0f6d2-4b06-4b3f-9b52-0f2f0b5b6a11",
    "profile": {"name": "Alice", "country": "GB"},
    "preferences": {"language": "pt-BR", "newsletter": False},
    "registeredAt": "2026-11-28T09:05:40.012Z",
    "updatedAt": "2026-11-28T09:05:41.305Z",
}

EXAMPLES = {
    "PUT /users/{userId}/profile": Example(
        answer=UserView,
        path="/users/me/profile",
        body=PutProfile(name="Alice", country="GB"),
        response=USER,
    ),
    "PATCH /users/{userId}/preferences": Example(
        answer=UserView,
        path="/users/me/preferences",
        body=ChangePreferences(language="pt-BR"),
        response=USER,
    ),
    "GET /users/{userId}": Example(answer=UserView, path="/users/me", response=USER),
}
