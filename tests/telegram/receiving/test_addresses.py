import pytest

from bot.telegram.receiving.addresses import listening_place
from index.errors import SettingsError


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("127.0.0.1:8080", ("127.0.0.1", 8080)),
        (":8443", ("", 8443)),
        ("[::1]:80", ("::1", 80)),
        ("localhost:1", ("localhost", 1)),
    ],
)
def test_an_address_is_a_host_and_a_port(address: str, place: tuple[str, int]) -> None:
    assert listening_place(address) == place


@pytest.mark.parametrize("address", ["", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:0", "127.0.0.1:65536"])
def test_another_address_is_refused(address: str) -> None:
    with pytest.raises(SettingsError) as caught:
        listening_place(address)
    assert str(caught.value) == f"--listen {address!r} must be HOST:PORT, such as 127.0.0.1:8080"
