"""`python -m tests.campaign.disk_server FOLDER`: mounts a `Disk` there with FUSE, and obeys lines of JSON on standard
input until they end: `{"arm": 12, "share": 0.5, "seed": 1}`, `{"cut": true}`, `{"revive": true}`, `{"settle": true}`,
`{"lie": true}`, `{"state": true}`. Each is answered by a line with the state of the disk.

What programs see is below `FOLDER/LIFE`, so that after a cut nothing comes out of the kernel's cache: every path is a
new one.
"""

from __future__ import annotations

import errno
import json
import os
import stat
import sys
import threading
from typing import Any, Final

import mfusepy

from tests.campaign.disk import Disk, File, Folder, Node

BLOCKS: Final = 1 << 20


class Mounted(mfusepy.Operations):
    """The disk as FUSE asks for it. Open files are known by a number, since their name may change."""

    use_ns = True

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self.turn = threading.Lock()
        self._open: dict[int, tuple[int, File]] = {}
        self._handles = 0

    def getattr(self, path: str, fh: int | None = None) -> dict[str, Any]:
        """Kind, size and owner."""
        if path == "/":
            return _about(Folder(0o755))
        return _about(self._file(fh) if fh else self._node(path))

    def readdir(self, path: str, _fh: int) -> list[str]:
        """The names in a folder."""
        inside = [str(self.disk.life)] if path == "/" else list(self._folder(path).names)
        return [".", "..", *inside]

    def create(self, path: str, mode: int, _fi: object = None) -> int:
        """A new file, open."""
        made = File(stat.S_IMODE(mode), owner=_caller())
        self._change("create", path)
        self._parent(path).names[_last(path)] = made
        return self._opened(made)

    def open(self, path: str, flags: int) -> int:
        """A known file."""
        node = self._node(path)
        if not isinstance(node, File):
            raise mfusepy.FuseOSError(errno.EISDIR)
        if flags & os.O_TRUNC:
            self._change("truncate", path)
            node.truncate(0)
        return self._opened(node)

    def release(self, _path: str, fh: int) -> int:
        """Closed; that makes nothing last."""
        self._open.pop(fh, None)
        return 0

    def read(self, _path: str, size: int, offset: int, fh: int) -> bytes:
        """Some bytes. Without power too: a program that has mapped the file would not get an error but a signal."""
        return bytes(self._open[fh][1].data[offset : offset + size])

    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
        """Into the cache."""
        node = self._file(fh)
        self._change("write", path)
        node.write(data, offset)
        return len(data)

    def truncate(self, path: str, length: int, fh: int | None = None) -> int:
        """Of an open file or of a name."""
        node = self._file(fh) if fh else self._node(path)
        self._change("truncate", path)
        if isinstance(node, File):
            node.truncate(length)
        return 0

    def fsync(self, path: str, _datasync: int, fh: int) -> int:
        """The content of a file lasts."""
        node = self._file(fh)
        self._change("fsync", path)
        self.disk.sync(node)
        return 0

    def fsyncdir(self, path: str, _datasync: int, _fh: int) -> int:
        """The names in a folder last."""
        self._change("fsync of", path)
        self.disk.sync(self._folder(path))
        return 0

    def mkdir(self, path: str, mode: int) -> int:
        """A new folder."""
        self._change("mkdir", path)
        self._parent(path).names[_last(path)] = Folder(stat.S_IMODE(mode), owner=_caller())
        return 0

    def unlink(self, path: str) -> int:
        """A name goes."""
        self._change("unlink", path)
        del self._parent(path).names[_last(path)]
        return 0

    def rmdir(self, path: str) -> int:
        """An empty folder goes."""
        if self._folder(path).names:
            raise mfusepy.FuseOSError(errno.ENOTEMPTY)
        return self.unlink(path)

    def rename(self, old: str, new: str) -> int:
        """A name changes."""
        node = self._node(old)
        self._change("rename", new)
        self._parent(new).names[_last(new)] = node
        del self._parent(old).names[_last(old)]
        return 0

    def link(self, target: str, source: str) -> int:
        """A second name."""
        node = self._node(source)
        self._change("link", target)
        self._parent(target).names[_last(target)] = node
        return 0

    def chmod(self, path: str, mode: int) -> int:
        """Kept at once."""
        self._node(path).mode = stat.S_IMODE(mode)
        return 0

    def chown(self, path: str, uid: int, gid: int) -> int:
        """Kept at once."""
        self._node(path).owner = (uid, gid)
        return 0

    def utimens(self, _path: str, _times: object = None) -> int:
        """Nobody asks."""
        return 0

    def statfs(self, _path: str) -> dict[str, int]:
        """Space enough."""
        return {"f_bsize": 4096, "f_frsize": 4096, "f_blocks": BLOCKS, "f_bfree": BLOCKS, "f_bavail": BLOCKS}

    def _change(self, what: str, path: str) -> None:
        """Announce a change. Raises where the power is gone, or goes now."""
        self._alive(path)
        with self.turn:
            self.disk.changing(f"{what} {_last(path)}")

    def _alive(self, path: str) -> None:
        if path.split("/", 2)[1] != str(self.disk.life):
            raise mfusepy.FuseOSError(errno.EIO)
        self.disk.powered()

    def _opened(self, node: File) -> int:
        self._handles += 1
        self._open[self._handles] = (self.disk.life, node)
        return self._handles

    def _file(self, fh: int) -> File:
        life, node = self._open[fh]
        if life != self.disk.life:
            raise mfusepy.FuseOSError(errno.EIO)
        self.disk.powered()
        return node

    def _node(self, path: str) -> Node:
        self._alive(path)
        node: Node = self.disk.root
        for name in path.split("/")[2:]:
            if not isinstance(node, Folder) or name not in node.names:
                raise mfusepy.FuseOSError(errno.ENOENT)
            node = node.names[name]
        return node

    def _folder(self, path: str) -> Folder:
        node = self._node(path)
        if not isinstance(node, Folder):
            raise mfusepy.FuseOSError(errno.ENOTDIR)
        return node

    def _parent(self, path: str) -> Folder:
        return self._folder(path.rpartition("/")[0])


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _about(node: Node) -> dict[str, Any]:
    folder = isinstance(node, Folder)
    size = 0 if isinstance(node, Folder) else len(node.data)
    kind, (uid, gid) = stat.S_IFDIR if folder else stat.S_IFREG, node.owner
    return {"st_mode": kind | node.mode, "st_nlink": 2 if folder else 1, "st_size": size, "st_uid": uid, "st_gid": gid}


def _caller() -> tuple[int, int]:
    uid, gid, _pid = mfusepy.fuse_get_context()
    return uid, gid


def obey(mounted: Mounted) -> None:
    """Standard input."""
    disk = mounted.disk
    for line in sys.stdin:
        wish = json.loads(line)
        with mounted.turn:
            if "arm" in wish:
                disk.arm(wish["arm"], wish["share"], wish["seed"])
            elif "cut" in wish:
                disk.cut("nothing")
            elif "revive" in wish:
                disk.revive()
            elif "lie" in wish:
                disk.lying = True
            elif "settle" in wish:
                disk.settle()
            state = {"life": disk.life, "hit": disk.hit, "changes": disk.changes, "syncs": disk.syncs}
        print(json.dumps(state), flush=True)


def main() -> None:
    """Mount, and obey until whoever started this unmounts."""
    mounted = Mounted(Disk())
    threading.Thread(target=obey, args=(mounted,), daemon=True).start()
    others = {"allow_other": True} if os.geteuid() == 0 else {}
    mfusepy.FUSE(mounted, sys.argv[1], foreground=True, nothreads=True, fsname="power-cut", **others)


if __name__ == "__main__":
    main()
