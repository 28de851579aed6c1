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


class Scale(msgspec.Struct, frozen=True):
    """How much is measured."""

    rounds: int
    page_seconds: float
    """How long a page is asked for in a round."""
    passwords: int
    """Customers whose passwords are protected in a round."""


FULL = Scale(rounds=5, page_seconds=2.0, passwords=250)
QUICK = Scale(rounds=3, page_seconds=1.0, passwords=120)


class Run(msgspec.Struct, frozen=True):
    """One program from its start to its end."""

    seconds: float
    cpu: float
    """Seconds of processor time, in it and what it started."""
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
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, answer)


class Cost(msgspec.Struct, frozen=True):
    """What a work took: seconds by the clock, and seconds of processor time of all programs that took part."""

    wall: float
    cpu: float


class Beside(msgspec.Struct, frozen=True):
    """The medians of a work beside those of another one, measured in turn."""

    ours: Cost
    other: Cost

    @property
    def ratio(self) -> float:
        """By the clock."""
        return self.ours.wall / self.other.wall

    @property
    def detail(self) -> str:
        """For people."""
        ours, other = self.ours, self.other
        wall = f"{ours.wall:.2f} s / {other.wall:.2f} s"
        return f"{wall}; processor time {ours.cpu:.2f} s / {other.cpu:.2f} s = {ours.cpu / other.cpu:.2f}"


def in_turn(rounds: int, *works: Callable[[], Cost]) -> list[Cost]:
    """Do every work once in each round; the medians of each."""
    found: list[list[Cost]] = [[] for _ in works]
    for _ in range(rounds):
        for costs, work in zip(found, works, strict=True):
            costs.append(work())
    return [Cost(median(one.wall for one in costs), median(one.cpu for one in costs)) for costs in found]


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


def processor_seconds(pid: int) -> float:
    """What a process and its descendants have used of the processors."""
    ticks = 0
    for one in family(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """A process and its descendants."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in family(int(child)))]


def megabytes(size: float) -> str:
    """For people."""
    return f"{size / 1_000_000:.1f} MB"
