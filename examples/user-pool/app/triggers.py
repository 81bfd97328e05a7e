"""Triggers of the members' pool: who may register, and what the tokens say."""


def check_sign_up(event, context):
    """Refuse a user without an email address, to whom no code could be sent."""
    if not event["request"]["userAttributes"].get("email"):
        raise ValueError("an email address is needed")
    return event


def add_claims(event, context):
    """Let the access tokens of members lend books, however they signed in."""
    event["response"]["claimsAndScopeOverrideDetails"] = {
        "accessTokenGeneration": {
            "claimsToAddOrOverride": {"membership": "reader"},
            "scopesToAdd": ["library/lend"],
        }
    }
    return event
