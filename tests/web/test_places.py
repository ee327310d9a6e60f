import socket

import pytest

from bot.web.places import Place, opened, place
from index.errors import SettingsError


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("127.0.0.1:8080", Place("127.0.0.1", 8080)),
        (":8443", Place("", 8443)),
        ("[::1]:80", Place("::1", 80)),
        ("localhost:1", Place("localhost", 1)),
    ],
)
def test_an_address_is_a_host_and_a_port(address: str, meant: Place) -> None:
    assert place(address) == meant
    assert str(meant) == address


@pytest.mark.parametrize(
    "address", ["", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:८०"]
)
def test_another_address_is_refused(address: str) -> None:
    with pytest.raises(SettingsError) as caught:
        place(address, option="--http")
    assert str(caught.value) == f"--http {address!r} must be HOST:PORT, such as 127.0.0.1:8080"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "localhost", "LOCALHOST", "localhost.", "::1"])
def test_a_machine_calls_itself_by_these_names(host: str) -> None:
    assert Place(host, 80).is_loopback


@pytest.mark.parametrize("host", ["", "0.0.0.0", "::", "192.0.2.1", "localhost.example", "127.0.0.1.example", "::ffff:192.0.2.1"])
def test_others_can_reach_these(host: str) -> None:
    assert not Place(host, 80).is_loopback


def test_a_place_that_is_taken_is_refused_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        where = Place("127.0.0.1", taken.getsockname()[1])
        with pytest.raises(SettingsError) as caught:
            opened(where)
    assert str(caught.value) == f"cannot listen at '{where}': Address already in use; choose another place with --listen"


def test_a_host_that_is_none_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"^cannot listen at '192\.0\.2\.1:1': "):
        opened(Place("192.0.2.1", 1))
