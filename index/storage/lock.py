"""Who may go in: one at a time, of this process or any other."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
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
    holder = _holder(path)
    lock = FileLock(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=patience)
    except Timeout as error:
        raise _busy(path) from error
    except OSError as error:
        raise StorageError(f"cannot write to {str(path.parent)!r}: {error.strerror or error}") from error
    try:
        # Without its name the lock holds all the same, on a full disk, too.
        with suppress(OSError):
            holder.write_text(f"process {os.getpid()}", encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            holder.unlink(missing_ok=True)
        lock.release()


@contextmanager
def in_turn(path: Path, *, patience: float) -> Iterator[None]:
    """The same as `locked`, for those that come again and again: none goes in twice while another one waits."""
    # Who waits keeps the turnstile, at which who has just left must wait in turn.
    with ExitStack() as turnstile:
        try:
            turnstile.enter_context(locked(path.with_name(f"{path.stem}-turn{path.suffix}"), patience=patience))
        except Busy as error:
            raise _busy(path) from error
        with locked(path, patience=patience):
            turnstile.close()
            yield


def _holder(path: Path) -> Path:
    return path.with_suffix(".holder")


def _busy(path: Path) -> Busy:
    try:
        name = _holder(path).read_text(encoding="utf-8") or "another process"
    except OSError:
        name = "another process"
    return Busy(f"{name} is writing to {str(path.parent)!r}; try again when it has finished")
