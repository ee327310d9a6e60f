"""The body of a response, unpacked no further than allowed."""

import zlib
from collections.abc import Iterable, Iterator

from index.errors import FetchError

ACCEPTED = "gzip, deflate"
"""The ways of packing that are understood."""
_PACKED = frozenset({"gzip", "x-gzip", "deflate"})
_GZIP_OR_ZLIB = 47
_RAW_DEFLATE = -15


def unpacked(pieces: Iterable[bytes], *, encoding: str, largest: int, cut: bool = False) -> bytes:
    """The body whose pieces come packed as the header Content-Encoding says.

    Never are more than `largest` bytes unpacked: a body with more raises FetchError, or with `cut` only its beginning is given.
    FetchError too for an unknown packing, a broken one, and several on top of each other.
    """
    encoding = encoding.strip().lower()
    if encoding not in _PACKED | {"", "identity"}:
        raise FetchError(f"it comes packed in a way that is not understood: {encoding[:40]!r}")
    body = bytearray()
    for piece in _Unpacker(room=largest + 1).unpacked(pieces) if encoding in _PACKED else pieces:
        body += piece
        if len(body) > largest:
            if cut:
                return bytes(body[:largest])
            raise FetchError(f"it is too large for an article: more than {largest:,} bytes")
    return bytes(body)


class _Unpacker:
    """Undoes gzip, zlib, and the bare deflate that some servers send under zlib's name."""

    def __init__(self, *, room: int) -> None:
        self._stream = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._room = room
        self._has_begun = False

    def unpacked(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The pieces unpacked, until there is no more room."""
        for piece in pieces:
            rest = piece
            while rest and self._room and not self._stream.eof:
                yield self._next(rest)
                rest = self._stream.unconsumed_tail
        if self._has_begun and self._room and not self._stream.eof:
            raise FetchError("it breaks off in the middle; try again", is_passing=True)

    def _next(self, piece: bytes) -> bytes:
        try:
            unpacked = self._stream.decompress(piece, self._room)
        except zlib.error as error:
            if self._has_begun:
                raise FetchError("it comes packed, and broken; try again", is_passing=True) from error
            self._stream = zlib.decompressobj(_RAW_DEFLATE)
            self._has_begun = True
            return self._next(piece)
        self._has_begun = True
        self._room -= len(unpacked)
        return unpacked
