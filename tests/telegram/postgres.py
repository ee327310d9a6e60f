"""A PostgreSQL server of the tests' own: the one that is installed, in a temporary folder, reached through a socket in it."""

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

OWNERS = ("postgres", "nobody")
"""Who runs the server when we are root, which it refuses to be run by."""
FAST = tuple(
    part
    for option in ("listen_addresses=", "fsync=off", "full_page_writes=off", "max_connections=200", "log_min_messages=log")
    for part in ("-c", option)
)
"""Without a network, without care for a power cut; mistakes of statements are not logged, because nobody reads the log."""


class Missing(Exception):
    """There is no PostgreSQL that can be started; the message says why."""


class Server:
    """A server that runs."""

    def __init__(self, tools: Path, folder: Path) -> None:
        self._tools = tools
        self._folder = folder
        self._numbers = itertools.count(1)

    def new_database(self) -> str:
        """The URL of an empty database; in truth a schema, because a database is a thousand files to make and to remove."""
        name = f"state{next(self._numbers)}"
        self.run(f"CREATE SCHEMA {name}")
        return f"postgresql://dateline:not-checked@/postgres?host={self._folder}&options=-csearch_path%3D{name}"

    def run(self, statement: str) -> str:
        """Run a statement as the server's owner; what it printed."""
        psql = [str(self._tools / "psql"), "-h", str(self._folder), "-U", "dateline", "-d", "postgres", "-qAt", "-c", statement]
        return subprocess.run(psql, check=True, capture_output=True, encoding="utf-8").stdout


@contextmanager
def serving() -> Iterator[Server]:
    """Start a server, and stop it at the end. Raises Missing."""
    tools = _tools()
    become = _owner()
    folder = Path(tempfile.mkdtemp(prefix="dateline-postgres-"))
    try:
        os.chown(folder, become.get("user", -1), become.get("group", -1))
        cluster = folder / "cluster"
        _make(tools, cluster, become)
        # Our own child, not pg_ctl's: where nobody collects what that leaves behind, it waits a minute for the server to end.
        command: list[str | Path] = [tools / "postgres", "-D", cluster, "-k", folder, *FAST]
        with subprocess.Popen(
            command, cwd="/", stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8", **become
        ) as running:
            try:
                _wait(running)
                yield Server(tools, folder)
            finally:
                running.send_signal(signal.SIGQUIT)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _tools() -> Path:
    """The folder of PostgreSQL's programs: that of the path, else the newest of Debian's."""
    folders = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True)
    for folder in folders:
        if all((folder / tool).exists() for tool in ("initdb", "pg_ctl", "postgres", "psql")):
            return folder
    raise Missing("PostgreSQL is not installed")


def _owner() -> dict[str, Any]:
    """The options that have a process run as somebody else, where we are root."""
    if os.geteuid() != 0:
        return {}
    for name in OWNERS:
        try:
            owner = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    raise Missing(f"PostgreSQL refuses to be run by root, and there is none of the users {', '.join(OWNERS)}")


def _make(tools: Path, cluster: Path, become: dict[str, Any]) -> None:
    """Make the files of an empty server."""
    command: list[str | Path] = [
        tools / "initdb",
        "-D",
        cluster,
        "-U",
        "dateline",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]
    try:
        done = subprocess.run(command, cwd="/", capture_output=True, encoding="utf-8", check=False, **become)
    except PermissionError as error:
        raise Missing(f"PostgreSQL cannot be run as another user: {error.strerror}") from error
    if done.returncode:
        raise Missing(f"initdb failed: {done.stderr.strip()}")


def _wait(running: "subprocess.Popen[str]") -> None:
    """Read what the server says until it is ready."""
    said: list[str] = []
    assert running.stderr
    for line in running.stderr:
        said.append(line)
        if "ready to accept connections" in line:
            return
    raise Missing(f"PostgreSQL ended: {''.join(said).strip()}")
