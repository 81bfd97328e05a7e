import pytest
from pulumi_aws import cognito

from components.identity.clients import MachineClient, TokenValidity, WebClient
from components.identity.resource_server import ResourceServer
from components.identity.user_pool import UserPool, UserPoolArgs
from tests.cloud import Cloud, deploy
from tests.components.sample import defaults

CALLBACK = "https://shop.example.com/signed-in"
SERVER = ResourceServer(identifier="shop", scopes={"orders": "Place orders and read them"})
WEB = WebClient(callback_urls=(CALLBACK,), logout_urls=("https://shop.example.com/",))
MACHINE = MachineClient(scopes=("shop/orders",), validity=TokenValidity(access_minutes=5))


def users(**changes) -> Cloud:
    given = {"domain": "shop-dev", "resource_server": SERVER, "defaults": defaults(), **changes}
    return deploy(lambda: UserPool("users", UserPoolArgs(**given)).sign_in_url)


def client(name: str, **changes):
    both = {"web": WEB, "machine": MACHINE}
    return users(clients=both, **changes).one(cognito.UserPoolClient, f"users-client-{name}")


def test_a_web_client_signs_in_by_code_and_has_no_secret():
    given = client("web").inputs
    assert given["generateSecret"] is False
    assert given["allowedOauthFlowsUserPoolClient"] is True
    assert given["allowedOauthFlows"] == ["code"]
    assert given["allowedOauthScopes"] == ["openid", "email", "profile"]
    assert given["callbackUrls"] == [CALLBACK]
    assert given["logoutUrls"] == ["https://shop.example.com/"]
    assert given["supportedIdentityProviders"] == ["COGNITO"]
    assert given["explicitAuthFlows"] == ["ALLOW_REFRESH_TOKEN_AUTH"]


def test_a_machine_client_signs_in_by_its_secret_for_scopes_of_the_resource_server():
    given = client("machine").inputs
    assert given["generateSecret"] is True
    assert given["allowedOauthFlows"] == ["client_credentials"]
    assert given["allowedOauthScopes"] == ["shop/orders"]
    assert "callbackUrls" not in given


@pytest.mark.parametrize("name", ["web", "machine"])
def test_no_client_reveals_which_users_exist_and_its_tokens_can_be_revoked(name):
    given = client(name).inputs
    assert given["userPoolId"] == "users-pool-id"
    assert given["preventUserExistenceErrors"] == "ENABLED"
    assert given["enableTokenRevocation"] is True


def test_clients_are_made_after_the_scopes_that_they_name():
    after = client("machine").dependencies
    assert [urn for urn in after if urn.endswith("::users-scopes")]


def test_tokens_are_valid_as_long_as_the_client_says():
    given = client("machine").inputs
    assert given["accessTokenValidity"] == 5
    assert given["idTokenValidity"] == 5
    assert given["refreshTokenValidity"] == 30
    assert given["tokenValidityUnits"] == {
        "accessToken": "minutes",
        "idToken": "minutes",
        "refreshToken": "days",
    }


def test_the_client_without_a_domain_keeps_its_tokens_validity_unless_another_is_given():
    first = users().one(cognito.UserPoolClient, "users-client").inputs
    assert "accessTokenValidity" not in first
    validity = TokenValidity(access_minutes=15, refresh_days=1)
    changed = users(token_validity=validity).one(cognito.UserPoolClient, "users-client").inputs
    assert (changed["accessTokenValidity"], changed["refreshTokenValidity"]) == (15, 1)


PAGE = WebClient(callback_urls=(CALLBACK,), scopes=("aws.cognito.signin.user.admin",))


def test_the_client_without_a_domain_may_sign_in_at_the_page_too_and_keeps_its_own_flows():
    plain = users().one(cognito.UserPoolClient, "users-client").inputs
    given = users(sign_in_page=PAGE).one(cognito.UserPoolClient, "users-client").inputs
    assert "allowedOauthFlows" not in plain
    assert given["explicitAuthFlows"] == plain["explicitAuthFlows"]
    assert given["allowedOauthFlows"] == ["code"]
    assert given["callbackUrls"] == [CALLBACK]
    assert given["allowedOauthScopes"] == [
        *("openid", "email", "profile"),
        "aws.cognito.signin.user.admin",
    ]
    assert "accessTokenValidity" not in given


def test_a_sign_in_page_with_scopes_comes_after_the_resource_server():
    page = WebClient(callback_urls=(CALLBACK,), scopes=("shop/orders",))
    made = users(sign_in_page=page).one(cognito.UserPoolClient, "users-client")
    assert [urn for urn in made.dependencies if urn.endswith("::users-scopes")]


def test_scopes_are_a_resource_server_of_the_pool():
    given = users().one(cognito.ResourceServer).inputs
    assert given["userPoolId"] == "users-pool-id"
    assert given["identifier"] == "shop"
    assert given["scopes"] == [
        {"scopeName": "orders", "scopeDescription": "Place orders and read them"}
    ]


def test_the_domain_is_where_users_sign_in():
    made = users()
    assert made.one(cognito.UserPoolDomain).inputs == {
        "domain": "shop-dev",
        "userPoolId": "users-pool-id",
    }
    assert made.result == "https://shop-dev.auth.eu-west-1.amazoncognito.com"


def test_the_secret_of_a_machine_client_is_secret_and_a_web_client_has_none():
    def program():
        made = UserPool(
            "users",
            UserPoolArgs(
                domain="shop", resource_server=SERVER, clients={"web": WEB, "machine": MACHINE}
            ),
        )
        assert sorted(made.client_ids) == ["machine", "web"]
        return {name: secret.is_secret() for name, secret in made.client_secrets.items()}

    assert deploy(program).result == {"machine": True}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"domain": "Shop"}, "domain must be 1 to 63 lower-case"),
        ({"domain": "my-cognito"}, "without aws, amazon, cognito, got my-cognito"),
        ({"domain": "-shop"}, "domain must be 1 to 63"),
        ({"clients": {"web": WEB}}, "clients need a domain, where tokens come from; web has none"),
        (
            {"domain": "shop", "clients": {"machine": MACHINE}},
            r"scopes of client machine must be of the resource server \(none\), got shop/orders",
        ),
        ({"domain": "shop", "clients": {"Web": WEB}}, "clients must be named by 1 to 32"),
        ({"sign_in_page": PAGE}, "sign_in_page needs a domain, where the page is"),
        (
            {"domain": "shop", "sign_in_page": WebClient(callback_urls=(CALLBACK,), scopes=("a",))},
            r"scopes of sign_in_page must be of the resource server \(none\), got a",
        ),
        (
            {
                "domain": "shop",
                "clients": {"m": MachineClient(scopes=("aws.cognito.signin.user.admin",))},
            },
            r"scopes of client m must be of the resource server \(none\), got aws.cognito",
        ),
        ({"threat_protection": "ON"}, "threat_protection must be OFF, AUDIT or ENFORCED, got ON"),
    ],
)
def test_a_pool_that_cognito_would_refuse_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        UserPoolArgs(**changes)


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example.com/",
        "https://shop.example.com/#top",
        "https://*.example.com/",
        "http://localhost.example.com/",
        "shop.example.com",
    ],
)
def test_a_url_that_would_hand_a_code_to_others_is_refused(url):
    with pytest.raises(ValueError, match="callback_urls must begin with https://"):
        WebClient(callback_urls=(url,))


def test_localhost_is_for_sites_that_are_being_written():
    assert WebClient(callback_urls=("http://localhost:3000/in",)).callback_urls


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: WebClient(callback_urls=()), "callback_urls must be between 1 and 100 URLs"),
        (
            lambda: WebClient(callback_urls=("https://a.example/" + "a" * 1024,)),
            "callback_urls must have 1024 characters at most, got 1042",
        ),
        (lambda: MachineClient(scopes=()), "scopes must name at least one scope"),
        (lambda: TokenValidity(access_minutes=4), "access_minutes must be between 5 and 1440"),
        (lambda: TokenValidity(refresh_days=0), "refresh_days must be between 1 and 3650"),
        (lambda: ResourceServer(identifier="", scopes={"a": "b"}), "identifier must be 1 to 256"),
        (lambda: ResourceServer(identifier="a", scopes={}), "scopes must be 1 to 100, got 0"),
        (lambda: ResourceServer(identifier="a", scopes={"a/b": "c"}), "a scope must be 1 to 256"),
        (lambda: ResourceServer(identifier="a", scopes={"b": ""}), "scope b must be described"),
    ],
)
def test_values_outside_the_limits_of_cognito_are_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()
