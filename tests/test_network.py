import re
import socket
import urllib.request
from contextlib import closing

import pytest

from settings import ROOT
from tests.network import NoNetworkError
from tests.source import modules


def test_no_test_reaches_an_address_beyond_this_machine():
    with closing(socket.socket()) as client:
        with pytest.raises(NoNetworkError, match=r"wanted 192\.0\.2\.1$"):
            client.connect(("192.0.2.1", 80))
        with pytest.raises(NoNetworkError):
            client.connect_ex(("192.0.2.1", 80))


def test_no_test_looks_up_a_name_of_the_network():
    with pytest.raises(NoNetworkError, match=r"wanted aws\.example\.com$"):
        urllib.request.urlopen("http://aws.example.com")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_server_of_this_machine_is_reached(host):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection((host, port), timeout=5) as client:
            assert client.getpeername() == ("127.0.0.1", port)


def test_what_runs_on_a_stage_takes_its_port_from_the_settings():
    """A developer may give the local stage another port: no test, measurement or fault knows it."""
    files = [ROOT / module for module in modules("tests/local", "bench", "faults")]
    written = [
        f"{file.relative_to(ROOT)}: {found}"
        for file in files
        for found in re.findall(r"(?:localhost|127\.0\.0\.1):\d{4,}", file.read_text("utf-8"))
    ]
    assert written == []
