"""A ZIP file that travels while it is written, so that it is never in memory as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

Content = bytes | Iterable[bytes]
"""Of a file: as a whole, or in pieces that are never in memory together."""

PACKED = frozenset({"jpg", "jpeg", "png", "webp"})
"""Endings of what is packed already."""


def zipped(files: Iterable[tuple[str, Content]], made: datetime) -> Iterator[bytes]:
    """The bytes of a ZIP file with these files, by name, each asked for when the one before it has left. `made` is the
    time that all of them carry."""
    pipe = _Pipe()
    with ZipFile(pipe, "w") as archive:
        for name, data in files:
            about = ZipInfo(name, made.timetuple()[:6])
            about.compress_type = ZIP_STORED if name.rpartition(".")[2] in PACKED else ZIP_DEFLATED
            if isinstance(data, bytes):
                archive.writestr(about, data)
            else:
                # How long it gets is not known: it may need the long form of the format.
                with archive.open(about, "w", force_zip64=True) as file:
                    for piece in data:
                        file.write(piece)
                        yield pipe.taken()
            yield pipe.taken()
    yield pipe.taken()


class _Pipe:
    """Holds what was written until it is taken. It can't go back, and `ZipFile` sees that."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        """Hold these bytes."""
        self._held.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is open."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        held, self._held = b"".join(self._held), []
        return held
