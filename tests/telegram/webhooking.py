"""Where the bot of a test listens."""

import socket

SECRET = "a-secret_of-32-letters-and-digits"


def free_address() -> str:
    """An address of this machine at which nobody listens, as HOST:PORT."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{unused.getsockname()[1]}"
