"""A disk in memory that forgets, when the power goes, what nobody had synced.

The model, which is stricter than ext4: what was written into a file lasts once the file was synced (`fsync`,
`fdatasync`); a name made, moved or removed lasts once its folder was. What was not synced may have reached the disk all
the same, or a part of it: each page of a file, and the names of each folder, by chance. A rename never loses the name
that it puts in place of another.
"""

from __future__ import annotations

import errno
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

PAGE: Final = 4096
"""Bytes that reach the disk together, or not at all."""

Luck: TypeAlias = Callable[[], bool]
"""Whether something reached the disk that nobody had synced."""


@dataclass
class File:
    """Content as programs see it, and as it is on the disk."""

    mode: int
    data: bytearray = field(default_factory=bytearray)
    owner: tuple[int, int] = (0, 0)
    lasting: bytearray = field(default_factory=bytearray)
    fresh: set[int] = field(default_factory=set)
    """Pages written since the last sync."""

    def write(self, data: bytes, offset: int) -> None:
        """Write into the cache."""
        if offset > len(self.data):
            self.truncate(offset)
        self.data[offset : offset + len(data)] = data
        self._touch(offset, offset + len(data))

    def truncate(self, length: int) -> None:
        """Cut off, or fill up with zeros."""
        known = len(self.data)
        if length < known:
            del self.data[length:]
        else:
            self.data.extend(bytes(length - known))
        self._touch(min(known, length), max(known, length))

    def sync(self) -> None:
        """Everything reaches the disk."""
        self._store(self.fresh)
        del self.lasting[len(self.data) :]
        self.fresh.clear()

    def left(self, luck: Luck) -> File:
        """What is on the disk after the power went."""
        whole = File(self.mode, bytearray(), self.owner, bytearray(self.lasting))
        lucky = {page for page in sorted(self.fresh) if luck()}
        if len(self.data) < len(whole.lasting) and luck():
            del whole.lasting[len(self.data) :]
        whole.data = self.data
        whole._store(lucky)
        whole.data = bytearray(whole.lasting)
        return whole

    def _store(self, pages: set[int]) -> None:
        for page in sorted(pages):
            at, piece = page * PAGE, self.data[page * PAGE : (page + 1) * PAGE]
            if not piece:
                continue
            if len(self.lasting) < at:
                self.lasting.extend(bytes(at - len(self.lasting)))
            self.lasting[at : at + len(piece)] = piece

    def _touch(self, start: int, end: int) -> None:
        self.fresh.update(range(start // PAGE, -(-end // PAGE)))


@dataclass
class Folder:
    """Names as programs see them, and as they are on the disk."""

    mode: int
    names: dict[str, Node] = field(default_factory=dict)
    owner: tuple[int, int] = (0, 0)
    lasting: dict[str, Node] = field(default_factory=dict)

    def sync(self) -> None:
        """The names reach the disk."""
        self.lasting = dict(self.names)

    def left(self, luck: Luck, known: dict[int, Node]) -> Folder:
        """What is on the disk after the power went; `known` are the nodes met before, since a file has several names
        at times."""
        there = self.names if self.names != self.lasting and luck() else self.lasting
        names: dict[str, Node] = {}
        for name, node in sorted(there.items()):
            if name.startswith(HIDDEN):
                continue
            if id(node) not in known:
                known[id(node)] = node.left(luck, known) if isinstance(node, Folder) else node.left(luck)
            names[name] = known[id(node)]
        return Folder(self.mode, names, self.owner, dict(names))


Node: TypeAlias = File | Folder

HIDDEN: Final = ".fuse_hidden"
"""What FUSE calls a file that was removed while it was open."""


def _unlucky() -> bool:
    return False


@dataclass
class Disk:
    """The disk. `life` counts from one cut to the next: programs that still hold something of an earlier life get
    errors."""

    root: Folder = field(default_factory=lambda: Folder(0o755))
    life: int = 0
    hit: str = ""
    """What was being done when the power went in this life; empty while there is power."""
    changes: int = 0
    """How many calls have changed or synced something in this life."""
    syncs: int = 0
    lying: bool = False
    """Whether a sync is answered and not done, as some disks do it: what a guard has to find."""
    _left: Folder | None = None
    _at: int = 0
    _luck: Luck = field(default=_unlucky)

    def arm(self, at: int, share: float, seed: int) -> None:
        """Let the power go just before the `at`th call that changes or syncs something, counted from here; 0: never.
        `share` is how likely each page and folder is to have reached the disk unsynced."""
        dice = random.Random(seed)
        self._luck = lambda: dice.random() < share
        self._at = self.changes + at if at else 0

    def changing(self, what: str) -> None:
        """Announce such a call. Raises `OSError` where there is no power any more."""
        self.powered()
        self.changes += 1
        if self.changes == self._at:
            self.cut(what)
            self.powered()

    def sync(self, node: Node) -> None:
        """A file's content or a folder's names reach the disk, which has said so when this returns."""
        self.syncs += 1
        if not self.lying:
            node.sync()

    def powered(self) -> None:
        """Raises `OSError` where the power is gone."""
        if self.hit:
            raise OSError(errno.EIO, "there is no power")

    def cut(self, what: str) -> None:
        """The power goes."""
        if not self.hit:
            self.hit = what
            known: dict[int, Node] = {}
            self._left = self.root.left(self._luck, known)

    def revive(self) -> int:
        """The power is back: a new life with what was left. Gives its number."""
        if self._left is not None:
            self.root = self._left
        self.life += 1
        self._luck = _unlucky
        self.hit, self.changes, self.syncs, self._at, self._left = "", 0, 0, 0, None
        return self.life

    def settle(self) -> None:
        """Everything reaches the disk, as after a while without faults."""
        _settle(self.root)


def _settle(folder: Folder) -> None:
    folder.sync()
    for node in folder.names.values():
        if isinstance(node, Folder):
            _settle(node)
        else:
            node.sync()
