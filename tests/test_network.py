import socket
import urllib.request
from contextlib import closing

import pytest

from tests.network import NoNetworkError


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
