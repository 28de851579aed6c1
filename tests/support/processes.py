"""Real programs as tests run them: own environment, own process group, ended by their id."""

from __future__ import annotations

import itertools
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support import spawned

ROOT = Path(__file__).parents[2]
"""The project: programs are started from here, so that `-m agent` and `-m receiver` are those of this tree."""

END_SECONDS = 15


@dataclass(frozen=True)
class Answer:
    """What a command answered. `json` is the one object it printed, or None where it printed something else."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The object on standard output. Fails the test, showing everything, where there is none."""
        try:
            found = json.loads(self.out)
        except ValueError as error:
            raise AssertionError(f"no JSON on standard output (exit {self.code}):\n{self.out}\n{self.err}") from error
        assert isinstance(found, dict), f"not one object: {self.out}"
        return found


def environment(home: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """A clean environment: nothing of the person's own settings, desktop or keyring leaks into a test."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    ours = {"HOME": str(home), "LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1"}
    return {**kept, **ours, **(extra or {})}


def run(words: Sequence[str], env: Mapping[str, str], *, seconds: float = 120, account: str | None = None) -> Answer:
    """Run `python WORDS` to its end."""
    if spawned.can_be_forked(words, env):
        return Answer(*spawned.forked(words, env, ROOT, seconds, account))
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=env,
        user=account,
        group=None if account is None else "nogroup",
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=seconds,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


LEASH = ("-m", "installer.leash")
SERVER = ("-m", "receiver", "serve")
"""The server without a leash: whoever starts it so looks at what it does while it loads, which a fork has done."""


class Running:
    """A program that goes on: `python WORDS`, the leader of its own process group, writing into the file `log`.

    Where the words begin with `LEASH`, it ends with this process, however this one ends.
    """

    def __init__(self, words: Sequence[str], env: Mapping[str, str], log: Path, account: str | None = None) -> None:
        self.log = log
        self.words = list(words)
        log.touch()
        self.process = self._forked(env, account) or self._started(env, account)

    def _forked(self, env: Mapping[str, str], account: str | None) -> spawned.Forked | None:
        if self.words[: len(SERVER)] == list(SERVER) or not spawned.can_be_forked(self.words, env):
            return None
        return spawned.Forked(self.words, env, ROOT, self.log, account, held=self._leashed)

    @property
    def _leashed(self) -> bool:
        return self.words[: len(LEASH)] == list(LEASH)

    def _started(self, env: Mapping[str, str], account: str | None) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as output:
            return subprocess.Popen(
                [sys.executable, *self.words],
                cwd=ROOT,
                env=env,
                user=account,
                group=None if account is None else "nogroup",
                stdin=subprocess.PIPE if self._leashed else subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until(self, ready: Callable[[], bool], seconds: float = 30) -> None:
        """Wait until `ready` says so. Fails with the log where the program ended before, or it took too long."""
        end = time.monotonic() + seconds
        while not ready():
            if self.process.poll() is not None:
                raise AssertionError(f"{self.words} ended with {self.process.returncode}:\n{self.said()}")
            if time.monotonic() > end:
                raise AssertionError(f"{self.words} was not ready after {seconds} s:\n{self.said()}")
            time.sleep(0.05)

    def said(self) -> str:
        """Everything it wrote so far."""
        return self.log.read_text(errors="replace")

    def end(self) -> None:
        """End it and all it started: politely first."""
        for wish in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, wish)
            except ProcessLookupError:
                break
            try:
                self.process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                continue
        self._collect()

    def kill(self) -> None:
        """`kill -9` of it and all it started, which has ended then: a thread in the middle of a write to the disk ends
        after it, and keeps the port until then."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self._collect()
        end = time.monotonic() + END_SECONDS
        while lives := members(self.process.pid):
            assert time.monotonic() < end, f"{lives} did not end"
            time.sleep(0.01)

    def _collect(self) -> None:
        self.process.wait(END_SECONDS)
        if self.process.stdin is not None:
            self.process.stdin.close()


def stat_of(process: Path) -> list[str]:
    """What stands in the `stat` of a folder of /proc, of a process or a thread, after the name (which may hold
    anything): the state, the parent, the process group and so on (`man proc_pid_stat`). Raises `OSError` where it has
    ended."""
    return (process / "stat").read_text().rpartition(")")[2].split()


def members(group: int) -> list[int]:
    """The processes of a process group that have not ended."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        # It may end meanwhile.
        with suppress(OSError):
            if int(stat_of(process)[2]) == group and lives(int(process.name)):
                found.append(int(process.name))
    return found


def lives(pid: int) -> bool:
    """Whether the process is there and is more than an entry that nobody collected. One whose threads are still
    ending reads as collected already, and yet holds its port."""
    process = Path("/proc") / str(pid)
    try:
        return stat_of(process)[0] != "Z" or len(list((process / "task").iterdir())) > 1
    except OSError:
        return False


PORTS = range(20_000, 32_768)
"""Below those that Linux gives to whoever connects: one of those may be somebody's before its server listens (again),
and who asks again and again for a server that is away may meet himself there."""


def _share() -> Iterator[int]:
    """The ports of this worker of pytest, each once before one comes again: whoever chose one may not listen there yet,
    or be away for a while, or take the next ones by itself."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % workers
    size = len(PORTS) // workers
    ours = PORTS[worker * size : (worker + 1) * size]
    first = secrets.randbelow(len(ours))
    return itertools.cycle([*ours[first:], *ours[:first]])


_ports = _share()


def free_port() -> int:
    """A port of the loopback interface that nobody has."""
    while True:
        with socket.socket() as one, suppress(OSError):
            one.bind(("127.0.0.1", next(_ports)))
            return int(one.getsockname()[1])
