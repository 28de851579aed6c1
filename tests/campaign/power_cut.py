"""A folder on a disk whose power can be cut (see `disk` for what is forgotten then)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from tests.support.processes import ROOT

MOUNT_SECONDS: Final = 20


@dataclass(frozen=True)
class State:
    """The disk: how often it was revived, what was being done when the power went (empty while there is power), how
    many calls have changed or synced something since the last revival, and how many of them were syncs."""

    life: int
    hit: str
    changes: int
    syncs: int


class PowerCut:
    """The disk. `now` is a path that leads to what is on it, before a cut and after."""

    def __init__(self, server: subprocess.Popen[str], folder: Path) -> None:
        self._server = server
        self._mount = folder / "mount"
        self.now = folder / "now"

    @classmethod
    @contextmanager
    def open(cls, folder: Path) -> Iterator[PowerCut]:
        """Mounted below `folder` while inside. Raises `AssertionError` where FUSE can't be had."""
        mount = folder / "mount"
        mount.mkdir(parents=True)
        words = [sys.executable, "-m", "tests.campaign.disk_server", str(mount)]
        with subprocess.Popen(
            words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        ) as server:
            try:
                one = cls(server, folder)
                end = time.monotonic() + MOUNT_SECONDS
                while not os.path.ismount(mount):
                    assert server.poll() is None and time.monotonic() < end, "FUSE can't be mounted"
                    time.sleep(0.01)
                one.revive()
                yield one
            finally:
                subprocess.run(["fusermount3", "-u", "-z", str(mount)], check=False, capture_output=True)
                _of(server.stdin).close()
                server.kill()

    def arm(self, at: int, share: float = 0.0, seed: int = 1) -> State:
        """Let the power go just before the `at`th call from here that changes or syncs something; 0 for not at all.
        With `share`, each page and folder that was not synced is on the disk with that chance."""
        return self._ask({"arm": at, "share": share, "seed": seed})

    def cut(self) -> State:
        """Let the power go now, unless it went before: every call fails from here on."""
        return self._ask({"cut": True})

    def revive(self) -> State:
        """The power is back, and `now` shows what was left. Whoever ran before should be gone."""
        state = self._ask({"revive": True})
        fresh = self.now.with_name("next")
        fresh.symlink_to(self._mount / str(state.life))
        fresh.replace(self.now)
        return state

    def settle(self) -> State:
        """Everything written so far lasts."""
        return self._ask({"settle": True})

    def lie(self) -> State:
        """From here on the disk says that it has synced, and has not."""
        return self._ask({"lie": True})

    @property
    def state(self) -> State:
        """Of the disk."""
        return self._ask({"state": True})

    def _ask(self, wish: dict[str, Any]) -> State:
        _of(self._server.stdin).write(json.dumps(wish) + "\n")
        line = _of(self._server.stdout).readline()
        assert line, "the disk is gone"
        return State(**json.loads(line))


def _of(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe
