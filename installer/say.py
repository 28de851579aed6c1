"""What a set-up tells the person: one line a step, with the seconds it took, on standard error."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from installer.errors import SetUpError
from installer.project import ROOT


def say(text: str) -> None:
    """One line to the person."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    """Say that a step begins, how long it goes on (where a person watches), and how long it took."""
    begun = time.monotonic()
    over = threading.Event()
    watched = sys.stderr.isatty()

    def tick() -> None:
        while not over.wait(1):
            print(f"\r{text} ... {time.monotonic() - begun:.0f} s", end="", file=sys.stderr, flush=True)

    ticker = threading.Thread(target=tick, daemon=True)
    if watched:
        print(f"{text} ...", end="", file=sys.stderr, flush=True)
        ticker.start()
    else:
        say(f"{text} ...")
    how = "stopped"
    try:
        yield
        how = "done"
    finally:
        over.set()
        if watched:
            ticker.join()
        start = "\r" if watched else ""
        say(f"{start}{text}: {how} after {time.monotonic() - begun:.1f} s")


def call(
    words: Sequence[str | Path], what: str, remedy: str, *, cwd: Path = ROOT, env: Mapping[str, str] | None = None
) -> None:
    """Run a program in silence; where it fails, show all it said and raise `SetUpError`."""
    try:
        done = subprocess.run(
            words,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    except OSError as error:
        raise SetUpError(f"{what} ({error})", remedy) from error
    if done.returncode:
        say("\n" + done.stdout.decode(errors="replace"))
        raise SetUpError(what, remedy)
