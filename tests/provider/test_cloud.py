"""The clients that speak to the emulator."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from local.provider.cloud import Cloud

HERE = "http://127.0.0.1:4566"


def test_a_service_has_one_client_however_many_ask_at_once():
    cloud = Cloud(region="eu-west-1", endpoints={"sqs": HERE})
    with ThreadPoolExecutor(8) as pool:
        clients = list(pool.map(cloud.client, ["sqs"] * 8))
    assert len({id(client) for client in clients}) == 1


def test_a_service_without_an_endpoint_of_its_own_never_reaches_aws():
    cloud = Cloud(region="eu-west-1", endpoints={"sqs": HERE})
    assert cloud.client("sns").meta.endpoint_url == HERE


def test_no_real_credentials_are_used():
    client = Cloud(region="eu-west-1", endpoints={"sqs": HERE}).client("sqs")
    credentials = client._request_signer._credentials
    assert (credentials.access_key, credentials.secret_key) == ("test", "test")


def test_another_region_of_the_same_emulator_has_clients_of_its_own():
    cloud = Cloud(region="eu-west-1", endpoints={"sqs": HERE})
    there = cloud.at("us-east-1")
    assert cloud.at("eu-west-1") is cloud
    assert cloud.at("us-east-1") is there
    assert there.client("logs").meta.region_name == "us-east-1"
    assert there.endpoint == HERE
