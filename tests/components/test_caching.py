import pytest
from pulumi_aws import apigateway

from components.api.caching import SIZES, Cached
from components.api.http_api import HttpApiArgs
from components.api.rest_api import RestApi
from components.api.route import Route
from tests.cloud import deploy
from tests.components.rest_orders import EXISTING, ORDERS, args, orders
from tests.components.sample import defaults

ITEM = "items/{itemId}"
MINUTE = Cached(ttl=60)
CALLER = "method.request.header.Authorization"


def items(public: bool = False, cached: Cached | None = MINUTE, **changes):
    read = Route.get(f"/{ITEM}", EXISTING, public=public, cached=cached)
    write = Route.put(f"/{ITEM}", EXISTING, public=public)
    return deploy(lambda: RestApi("shop", args((read, write), **changes)).url)


def keys(cloud) -> list[str]:
    found = cloud.one(apigateway.Integration, "shop-get/items/{}-integration").inputs
    return found["cacheKeyParameters"]


def settings(cloud, name: str):
    return cloud.one(apigateway.MethodSettings, f"{name}-settings").inputs


def test_a_cached_method_has_a_cluster_and_settings_of_its_own():
    cloud = items(defaults=defaults(throttle_rate=5, throttle_burst=7))
    stage = cloud.one(apigateway.Stage).inputs
    assert (stage["cacheClusterEnabled"], stage["cacheClusterSize"]) == (True, "0.5")
    found = settings(cloud, f"shop/{ITEM}/GET")
    assert found["methodPath"] == f"{ITEM}/GET"
    assert found["settings"] == {
        **settings(cloud, "shop")["settings"],
        "cachingEnabled": True,
        "cacheTtlInSeconds": 60,
        "cacheDataEncrypted": True,
        "requireAuthorizationForCacheControl": True,
        "unauthorizedCacheControlHeaderStrategy": "SUCCEED_WITH_RESPONSE_HEADER",
    }
    assert "cachingEnabled" not in settings(cloud, "shop")["settings"]


def test_no_caller_gets_the_response_of_another():
    assert keys(items(public=False)) == [CALLER, "method.request.path.itemId"]


def test_no_origin_gets_the_response_for_another():
    several = defaults(cors_origins=("https://a.example", "https://b.example"))
    cloud = items(public=True, user_pool=None, defaults=several)
    origin = "method.request.header.Origin"
    assert keys(cloud) == [origin, "method.request.path.itemId"]
    method = cloud.one(apigateway.Method, "shop-get/items/{}-method").inputs
    assert method["requestParameters"] == {origin: False, "method.request.path.itemId": True}


def test_all_share_the_responses_of_a_public_route():
    assert keys(items(public=True, user_pool=None)) == ["method.request.path.itemId"]


def test_responses_differ_by_what_is_named():
    cached = Cached(query=("limit", "nextToken"), headers=("accept-language",))
    assert cached.keys("/shops/{shop}/{rest+}") == [
        "method.request.header.Accept-Language",
        "method.request.path.rest",
        "method.request.path.shop",
        "method.request.querystring.limit",
        "method.request.querystring.nextToken",
    ]


def test_every_key_is_a_parameter_of_the_method():
    cloud = items(cached=Cached(query=("limit",)))
    declared = cloud.one(apigateway.Method, "shop-get/items/{}-method").inputs["requestParameters"]
    assert declared == {
        CALLER: False,
        "method.request.path.itemId": True,
        "method.request.querystring.limit": False,
    }
    assert sorted(declared) == keys(cloud)


def test_a_cached_method_declares_cache_control_and_the_others_do_not():
    cloud = items()
    [response] = [
        each
        for each in cloud.all(apigateway.MethodResponse)
        if not each.name.startswith("shop-options")
    ]
    assert response.inputs["httpMethod"] == "GET"
    assert response.inputs["responseParameters"] == {"method.response.header.Cache-Control": True}
    assert response.urn in cloud.one(apigateway.Deployment).dependencies
    put = cloud.one(apigateway.Integration, "shop-put/items/{}-integration").inputs
    assert "cacheKeyParameters" not in put


@pytest.mark.parametrize("changes", [{"cached": None}, {"cache_size": None}])
def test_without_a_cached_route_or_a_size_there_is_no_cluster(changes):
    cloud = items(**changes)
    assert "cacheClusterEnabled" not in cloud.one(apigateway.Stage).inputs
    assert len(cloud.all(apigateway.MethodSettings)) == 1


def test_the_stage_chooses_the_size():
    for size in SIZES:
        assert items(cache_size=size).one(apigateway.Stage).inputs["cacheClusterSize"] == size
    with pytest.raises(ValueError, match=r"cache_size must be None or one of 0.5, .*, got 2"):
        args((Route.get("/a", EXISTING),), cache_size="2")


def test_other_keys_are_deployed_and_another_time_is_not():
    def trigger(cached):
        return items(cached=cached).one(apigateway.Deployment).inputs["triggers"]

    assert trigger(Cached(ttl=60)) == trigger(Cached(ttl=3600))
    assert trigger(Cached()) != trigger(Cached(query=("limit",)))
    assert trigger(Cached()) != trigger(None)


@pytest.mark.parametrize("ttl", [59, 3601])
def test_the_time_has_limits(ttl):
    assert (Cached(ttl=60).ttl, Cached().ttl, Cached(ttl=3600).ttl) == (60, 300, 3600)
    with pytest.raises(ValueError, match=f"ttl must be between 60 and 3600 seconds, got {ttl}"):
        Cached(ttl=ttl)


@pytest.mark.parametrize(("method", "path"), [("POST", "/a"), ("DELETE", "/a"), ("GET", "/")])
def test_only_reads_below_the_root_are_cached(method, path):
    with pytest.raises(ValueError, match=f"only GET routes below / can be cached, got {method} "):
        Route(method=method, path=path, function=EXISTING, cached=Cached())


def test_an_http_api_caches_nothing():
    route = Route.get("/a", EXISTING, public=True, cached=Cached())
    with pytest.raises(ValueError, match="an HTTP API keeps no responses: GET /a"):
        HttpApiArgs(routes=(route,))


def test_a_name_that_is_no_parameter_is_refused():
    with pytest.raises(ValueError, match="got 'a b'"):
        Cached(query=("a b",))


def test_an_api_without_cached_routes_is_as_before():
    methods = [m.inputs for m in orders(ORDERS).all(apigateway.Method)]
    assert not any(CALLER in method.get("requestParameters", {}) for method in methods)
