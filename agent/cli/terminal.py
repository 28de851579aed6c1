"""Shows how far a piece of work is: a bar on a terminal, one plain line for each step in a pipe."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from agent.jobs.progress import PolledProgress, Position

LOOK_SECONDS = 0.1
BAR_CHARACTERS = 30
FEWEST_CHARACTERS = 10
"""A shorter bar says nothing; then the counts alone do."""
WIDTH = 79


@contextmanager
def shown(progress: PolledProgress) -> Iterator[None]:
    """While inside, `progress` is shown on standard error, which never mixes with a result."""
    ended = threading.Event()
    show = _on_terminal if sys.stderr.isatty() else _in_pipe
    watcher = threading.Thread(target=show, args=(progress, ended, sys.stderr), name="progress")
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()


def _on_terminal(progress: PolledProgress, ended: threading.Event, out: TextIO) -> None:
    while not ended.wait(LOOK_SECONDS):
        out.write(f"\r{_bar(progress.position):<{WIDTH}.{WIDTH}}")
        out.flush()
    out.write(f"\r{'':<{WIDTH}}\r")
    out.flush()


def _in_pipe(progress: PolledProgress, ended: threading.Event, out: TextIO) -> None:
    told = ""
    going_on = True
    while going_on:
        going_on = not ended.wait(LOOK_SECONDS)
        position = progress.position
        if position.text and position.text != told:
            told = position.text
            of = f" ({position.total:,})" if position.total else ""
            out.write(f"{told}{of} ...\n")
            out.flush()


def _bar(position: Position) -> str:
    if not position.total:
        return f"{position.text} {position.done:,}" if position.done else position.text
    counts = f"{position.done:,} of {position.total:,}"
    room = min(BAR_CHARACTERS, WIDTH - len(f"{position.text} [] {counts}"))
    if room < FEWEST_CHARACTERS:
        return f"{position.text}: {counts}"
    filled = round(min(position.done / position.total, 1) * room)
    return f"{position.text} [{'#' * filled}{'.' * (room - filled)}] {counts}"
