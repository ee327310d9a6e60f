"""Who may go in: one at a time, of this process or any other."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import StorageError


class Busy(StorageError):
    """Another writer is at work."""


@contextmanager
def locked(path: Path, *, patience: float) -> Iterator[None]:
    """Hold the lock file at `path`; Busy, naming its holder, when another one keeps it for `patience` seconds.

    Its folder is made when missing. A holder that is killed lets go of it.
    """
    holder = path.with_suffix(".holder")
    lock = FileLock(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=patience)
    except Timeout as error:
        raise Busy(f"{_read(holder)} is writing to {str(path.parent)!r}; try again when it has finished") from error
    except OSError as error:
        raise StorageError(f"cannot write to {str(path.parent)!r}: {error.strerror or error}") from error
    try:
        holder.write_text(f"process {os.getpid()}", encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _read(holder: Path) -> str:
    try:
        return holder.read_text(encoding="utf-8") or "another process"
    except OSError:
        return "another process"
