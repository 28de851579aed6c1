"""Programs that start in no time: forked from a process that has loaded the agent and the receiver already.

Half of what a short command takes is loading its modules, and the tests run hundreds of them. What comes of a fork is a
process like any other, with its own environment, account, output and end; only the modules are there from the start.
"""

from __future__ import annotations

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
from collections.abc import Mapping, Sequence
from functools import cache
from multiprocessing.context import ForkServerContext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

PROGRAMS = ("agent", "receiver")
LOADED = ["agent.cli.root", "receiver.cli", "tests.support.spawned"]
PLAIN = {"LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1"}
"""What a program that is forked writes its texts by."""
GROUP = "nogroup"


def can_be_forked(words: Sequence[str], env: Mapping[str, str]) -> bool:
    """Whether it is one of ours, and nothing in its environment is for Python's own start."""
    ours = len(words) > 1 and words[0] == "-m" and words[1] in PROGRAMS
    python = {name: value for name, value in env.items() if name.startswith(("PYTHON", "LC_", "LANG"))}
    return ours and python == PLAIN


def forked(
    words: Sequence[str], env: Mapping[str, str], folder: Path, seconds: float, account: str | None
) -> tuple[int, str, str]:
    """Run `python WORDS` in `folder` to its end: exit code (negative for a signal), output, errors.

    Raises `subprocess.TimeoutExpired` where it takes longer.
    """
    with TemporaryDirectory() as place:
        files = [Path(place) / name for name in ("out", "err")]
        for file in files:
            file.touch()
        process = _server().Process(target=_become, args=(list(words), dict(env), folder, files, account))
        process.start()
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(list(words), seconds)
        code, (out, err) = process.exitcode, [file.read_text(errors="replace") for file in files]
        process.close()
        return code, out, err


_starting = threading.Lock()


@cache
def _made() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(LOADED)
    return context


def _server() -> ForkServerContext:
    with _starting:
        return _made()


def _become(words: list[str], env: dict[str, str], folder: Path, files: list[Path], account: str | None) -> None:
    """In the new process: be that program."""
    streams = [_redirect(file, number) for file, number in zip(files, (1, 2), strict=True)]
    sys.stdout, sys.stderr = (
        io.TextIOWrapper(one, "utf-8", errors, write_through=True)
        for one, errors in zip(streams, ("strict", "backslashreplace"), strict=True)
    )
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if account is not None:
        os.setgroups([])
        os.setgid(grp.getgrnam(GROUP).gr_gid)
        os.setuid(pwd.getpwnam(account).pw_uid)
    sys.argv = [words[1], *words[2:]]
    runpy.run_module(words[1], run_name="__main__", alter_sys=True)


def _redirect(file: Path, number: int) -> IO[bytes]:
    with file.open("wb") as opened:
        os.dup2(opened.fileno(), number)
    return os.fdopen(number, "wb", buffering=0, closefd=False)
