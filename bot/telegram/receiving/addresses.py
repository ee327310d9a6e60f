"""Where a webhook is listened at."""

from index.errors import SettingsError


def listening_place(address: str) -> tuple[str, int]:
    """Host and port of `HOST:PORT`; an empty host means every interface. Raises SettingsError."""
    host, colon, port = address.rpartition(":")
    if not colon or not port.isdecimal() or not 0 < int(port) < 65536:
        raise SettingsError(f"--listen {address!r} must be HOST:PORT, such as 127.0.0.1:8080")
    return host.strip("[]"), int(port)
