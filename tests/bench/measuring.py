"""How the bench measures: whole processes, interleaved, medians, ratios within one run."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

import msgspec

from tests.support.processes import ROOT, Answer


class Result(msgspec.Struct, frozen=True):
    """One row of the report: `figure` holds against `bar`, or not."""

    goal: str
    figure: float
    bar: float
    holds: bool
    detail: str


def at_most(goal: str, figure: float, bar: float, detail: str) -> Result:
    """A goal that holds while the figure is at most the bar."""
    return Result(goal, round(figure, 3), bar, figure <= bar, detail)


def at_least(goal: str, figure: float, bar: float, detail: str) -> Result:
    """A goal that holds while the figure is at least the bar."""
    return Result(goal, round(figure, 3), bar, figure >= bar, detail)


class Run(msgspec.Struct, frozen=True):
    """One program from its start to its end."""

    seconds: float
    peak: int
    """Resident memory at most, in bytes."""
    answer: Answer


def timed(words: Sequence[str], env: Mapping[str, str]) -> Run:
    """Run `python WORDS` and measure it."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begun = time.monotonic()
        child = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=env, stdout=out, stderr=err)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.monotonic() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        answer = Answer(child.returncode, out.read().decode(), err.read().decode())
    return Run(seconds, usage.ru_maxrss * 1024, answer)


def interleaved(rounds: int, *works: Callable[[], float]) -> list[list[float]]:
    """Do every work once in each round; the figures of each work."""
    figures: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for held, work in zip(figures, works, strict=True):
            held.append(work())
    return figures


def middle(figures: list[float]) -> float:
    """The median."""
    return median(figures)


def resident(pid: int) -> int:
    """What a process and its descendants hold in memory, shared pages counted once: the sum of the proportional set
    sizes, in bytes."""
    total = 0
    for one in family(pid):
        rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) * 1024
    return total


def family(pid: int) -> list[int]:
    """A process and its descendants."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in family(int(child)))]


def megabytes(size: float) -> str:
    """For people."""
    return f"{size / 1_000_000:.1f} MB"
