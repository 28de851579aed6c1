"""Programs that start in no time: forked from a process that has loaded the agent and the receiver already.

Most of what a short command takes is loading its modules, as is most of a receiver's start, and the tests start
hundreds of them. What comes of a fork is a process like any other, with its own environment, account, session, output
and end; only the modules are there from the start. What measures programs (the benches, the campaigns as commands)
starts them as people do.
"""

from __future__ import annotations

import atexit
import gc
import grp
import io
import multiprocessing
import os
import pwd
import runpy
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from multiprocessing import connection
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

PROGRAMS = ("agent", "receiver", "installer.leash", "tests.support.unprivileged")
LOADED = ["agent.cli.root", "receiver.cli", "receiver.serve", "receiver.wsgi", *PROGRAMS[3:], "tests.support.spawned"]
PLAIN = {"LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1"}
"""What a program that is forked writes its texts by."""
AT_THE_START = ("PYTHON", "LC_", "LANG", "LD_")
"""Beginnings of the names by which an environment tells Python or the loader how to start."""
GROUP = "nogroup"


def can_be_forked(words: Sequence[str], env: Mapping[str, str]) -> bool:
    """Whether it is a command of ours (the window's program is not), started by a test, and nothing in its environment
    is for a program's very start."""
    ours = len(words) > 2 and words[0] == "-m" and words[1] in PROGRAMS
    told = {name: value for name, value in env.items() if name.startswith(AT_THE_START)}
    return ours and told == PLAIN and "PYTEST_VERSION" in os.environ


@dataclass(frozen=True)
class Outputs:
    """The files that a program writes to; one and the same for both where it does not matter who wrote what."""

    out: Path
    err: Path


def forked(
    words: Sequence[str], env: Mapping[str, str], folder: Path, seconds: float, account: str | None
) -> tuple[int, str, str]:
    """Run `python WORDS` (`-m PROGRAM ...`, or `-c LINES ...`) in `folder` to its end: exit code (negative for a
    signal), output, errors.

    Raises `subprocess.TimeoutExpired` where it takes longer.
    """
    with TemporaryDirectory() as place:
        files = [Path(place) / name for name in ("out", "err")]
        for file in files:
            file.touch()
        process = _server().Process(target=_become, args=(list(words), dict(env), folder, Outputs(*files), account))
        process.start()
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(list(words), seconds)
        code, (out, err) = process.exitcode, [file.read_text(errors="replace") for file in files]
        process.close()
        return code, out, err


class Forked:
    """A program that goes on, with the calls of `subprocess.Popen` that tests use. It leads a session of its own;
    `stdin` is a pipe that only this process holds, or an empty one where it is not to be `held`."""

    def __init__(
        self, words: Sequence[str], env: Mapping[str, str], folder: Path, log: Path, account: str | None, *, held: bool
    ) -> None:
        reader, self.stdin = multiprocessing.Pipe(duplex=False)
        if not held:
            self.stdin.close()
        begun, begins = multiprocessing.Pipe(duplex=False)
        outputs = Outputs(log, log)
        self._process: ForkServerProcess = _server().Process(
            target=_lead, args=(reader, begins, list(words), dict(env), folder, outputs, account)
        )
        self._process.start()
        reader.close()
        begins.close()
        # Whoever ends it ends its process group, which is there from here on.
        with begun, suppress(EOFError):
            begun.recv_bytes()
        assert self._process.pid is not None
        self.pid = self._process.pid
        self._asking = threading.Lock()
        atexit.register(self._forget)

    @property
    def returncode(self) -> int | None:
        """What it ended with; None while it runs."""
        return self.poll()

    def poll(self) -> int | None:
        """What it ended with; None while it runs."""
        # It is told once: of two threads that ask at a time, one would hear nothing.
        with self._asking:
            return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; gives what it ended with. Raises `subprocess.TimeoutExpired`."""
        connection.wait([self._process.sentinel], timeout)
        code = self.poll()
        if code is None:
            raise subprocess.TimeoutExpired("a forked program", timeout or 0)
        atexit.unregister(self._forget)
        return code

    def send_signal(self, wish: signal.Signals) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, wish)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def _forget(self) -> None:
        """Multiprocessing waits at the end for all it started: for what a failed test left, that would be for ever."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


_starting = threading.Lock()


@cache
def _made() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(LOADED)
    return context


def _server() -> ForkServerContext:
    with _starting:
        return _made()


def _lead(
    reader: Connection,
    begins: Connection,
    words: list[str],
    env: dict[str, str],
    folder: Path,
    outputs: Outputs,
    account: str | None,
) -> None:
    """In the new process: be that program, in a session of its own, with `reader` as its standard input."""
    os.setsid()
    with begins:
        begins.send_bytes(b"begun")
    os.dup2(reader.fileno(), 0)
    reader.close()
    _become(words, env, folder, outputs, account)


def _become(words: list[str], env: dict[str, str], folder: Path, outputs: Outputs, account: str | None) -> None:
    """In the new process: be that program."""
    # What was loaded before stays, and is not looked through for rubbish.
    gc.freeze()
    streams = [_redirect(file, number) for file, number in ((outputs.out, 1), (outputs.err, 2))]
    sys.stdout, sys.stderr = (
        io.TextIOWrapper(one, "utf-8", errors, write_through=True)
        for one, errors in zip(streams, ("strict", "backslashreplace"), strict=True)
    )
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    os.chdir(folder)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # As in a process that nobody forked; the receiver's server asks.
    multiprocessing.set_start_method("fork", force=True)
    if account is not None:
        os.setgroups([])
        os.setgid(grp.getgrnam(GROUP).gr_gid)
        os.setuid(pwd.getpwnam(account).pw_uid)
    if words[0] == "-c":
        sys.argv = ["-c", *words[2:]]
        lines = outputs.out.with_name("lines.py")
        lines.write_text(words[1])
        runpy.run_path(str(lines), run_name="__main__")
        return
    sys.argv = [words[1], *words[2:]]
    runpy.run_module(words[1], run_name="__main__", alter_sys=True)


def _redirect(file: Path, number: int) -> IO[bytes]:
    with file.open("ab") as opened:
        os.dup2(opened.fileno(), number)
    return os.fdopen(number, "wb", buffering=0, closefd=False)
