"""Lets a deed run while strace kills it in one of its system calls, or lets one of them fail."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from tests.support.processes import ROOT

CALLS: Final = (
    "pwrite64", "write", "fdatasync", "fsync", "unlink", "unlinkat", "rename", "ftruncate", "openat", "mkdir", "rmdir",
    "chmod", "close",
)  # fmt: skip
"""Everything by which a deed changes a disk, and what is around that."""
SECONDS: Final = 60
_CALL = re.compile(r"^\d+ +(\w+)\(")


@dataclass(frozen=True)
class Aim:
    """The `nth` call of a kind: with `error` it fails so (with `on`, all that follow too), without it kills."""

    call: str
    nth: int
    error: str = ""
    on: bool = False

    def __str__(self) -> str:
        return f"{self.error or 'kill'} in {self.call} {self.nth}{' and on' if self.on else ''}"

    @property
    def words(self) -> list[str]:
        """For strace."""
        fault = f"error={self.error}" if self.error else "signal=SIGKILL"
        return ["-e", f"inject={self.call}:{fault}:when={self.nth}{'+' if self.on else ''}"]


@dataclass(frozen=True)
class Ended:
    """How a deed ended: its exit code (negative for a signal), and what it said."""

    code: int
    said: str


class Stunts:
    """The process that forks the deeds."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._process = process
        self._said = folder / "said"
        self._notes = folder / "strace.log"

    @classmethod
    @contextmanager
    def open(cls, folder: Path, environment: Mapping[str, str]) -> Iterator[Stunts]:
        """Start it; `folder` is for what deeds and strace say."""
        words = [sys.executable, "-m", "tests.campaign.deeds"]
        with subprocess.Popen(
            words, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                yield cls(process, folder)
            finally:
                _of(process.stdin).close()

    def calls(self, deed: str, home: Path) -> Counter[str]:
        """How often the deed, left alone, makes each of the calls."""
        ended = self._run(deed, home, [])
        assert ended.code == 0, ended
        found = [_CALL.match(line) for line in self._notes.read_text().splitlines()]
        return Counter(one[1] for one in found if one)

    def run(self, deed: str, home: Path, aim: Aim) -> Ended:
        """Do the deed as aimed."""
        return self._run(deed, home, aim.words)

    @property
    def hit(self) -> bool:
        """Whether the last deed came as far as the call that was aimed at."""
        notes = self._notes.read_text()
        return "INJECTED" in notes or "killed by SIGKILL" in notes

    def _run(self, deed: str, home: Path, words: list[str]) -> Ended:
        asked = {"deed": deed, "home": str(home), "said": str(self._said)}
        _of(self._process.stdin).write(json.dumps(asked) + "\n")
        _of(self._process.stdin).flush()
        pid = json.loads(_of(self._process.stdout).readline())["pid"]
        trace = f"trace={','.join(CALLS)}"
        with subprocess.Popen(
            ["strace", "-f", "-o", str(self._notes), "-e", trace, *words, "-p", str(pid)], stderr=subprocess.DEVNULL
        ) as strace:
            _until_traced(pid, strace)
            os.kill(pid, signal.SIGCONT)
            code = json.loads(_of(self._process.stdout).readline())["ended"]
            strace.wait(SECONDS)
        return Ended(code, self._said.read_text())


def _until_traced(pid: int, strace: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SECONDS
    while "TracerPid:\t0\n" in Path(f"/proc/{pid}/status").read_text():
        assert strace.poll() is None and time.monotonic() < end, "strace can't attach"
        time.sleep(0.002)


def _of(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe
