"""What the emulator keeps from functions, from other users of the machine and from web pages."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

from tests.local.conftest import CALLERS_OWN
from tests.local.provider.lambda_world import function, invoke

ENVIRONMENT = """
import os

def handle(event, context):
    return dict(os.environ)
"""


def test_no_variable_of_the_caller_reaches_a_function(shop, bare_emulator):
    seen, error = invoke(function(shop, "environment", ENVIRONMENT))
    assert error is None
    assert set(seen.values()).isdisjoint(CALLERS_OWN.values())
    assert seen["HOME"].startswith(str(bare_emulator.folder))


def test_what_the_emulator_writes_is_for_its_user_alone(shop, bare_emulator):
    invoke(function(shop, "unpacked", ENVIRONMENT))
    bucket = shop.make("aws:s3/bucket:Bucket", "kept")
    client = bucket.provider.cloud.client("s3")
    client.put_object(Bucket=bucket.id, Key="a/b", Body=b"kept")
    written = [bare_emulator.folder, *bare_emulator.folder.rglob("*")]
    # Code has the modes of its archive, in folders that only the user can enter.
    kept = [path for path in written if path.is_dir() or "provided-code" not in str(path)]
    assert {"a", "b", "emulator.log", "emulator.json"} <= {path.name for path in kept}
    assert [str(path) for path in kept if path.lstat().st_mode & 0o077] == []
    client.delete_object(Bucket=bucket.id, Key="a/b")


def status(endpoint, path="/_ministack/ready", **headers):
    """How the emulator answers a request with these headers."""
    parts = urlsplit(endpoint)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    connection.request("GET", path, headers=headers)
    with connection.getresponse() as answer:
        return answer.status


def test_the_emulator_serves_hosts_of_this_machine_only(emulator_endpoint):
    port = urlsplit(emulator_endpoint).port
    for host in ("127.0.0.1", f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}"):
        assert status(emulator_endpoint, Host=host) == 200
    for host in ("evil.example", f"evil.example:{port}", "127.0.0.1.evil.example"):
        assert status(emulator_endpoint, Host=host) == 403


def test_a_page_of_another_site_reaches_apis_only(emulator_endpoint):
    here, evil = "http://localhost", "https://evil.example"
    assert status(emulator_endpoint, Origin=here) == 200
    assert status(emulator_endpoint, Origin=evil) == 403
    # There is no such API; an API that is there answers by its own CORS settings.
    assert status(emulator_endpoint, "/_aws/execute-api/0c4f1fb6/local", Origin=evil) == 404
