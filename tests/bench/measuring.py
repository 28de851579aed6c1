"""How the bench measures: whole processes, interleaved, ratios within a round, medians of these."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

import msgspec

from tests.support.processes import ROOT, Answer, stat_of


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


CUSTOMERS = 10_000


class Scale(msgspec.Struct, frozen=True):
    """What is measured, and how much of it."""

    rounds: int
    page_seconds: float
    """How long a page is asked for in a round."""
    passwords: int
    """Customers whose passwords are protected in a round."""
    offices_seconds: float
    """How long pages are read in a round while offices publish."""
    customers: int = CUSTOMERS
    """Of the office that publishes."""
    database: str = "sqlite"
    """What receivers, and the prototypes of receivers, work on."""
    peers: bool = True
    """Whether other programs do the same work beside ours."""

    def naming(self, row: Result) -> Result:
        """The row, named after the database where it is an unusual one."""
        return _named(row, [] if self.database == "sqlite" else [self.database])

    def sized(self, row: Result) -> Result:
        """The same, of a row that depends on how many customers there are."""
        unusual = [] if self.customers == CUSTOMERS else [f"{self.customers:,} customers"]
        return _named(row, unusual + ([] if self.database == "sqlite" else [self.database]))


def _named(row: Result, unusual: list[str]) -> Result:
    return msgspec.structs.replace(row, goal=f"{row.goal} ({', '.join(unusual)})") if unusual else row


FULL = Scale(rounds=5, page_seconds=2.0, passwords=250, offices_seconds=12.0)
QUICK = Scale(rounds=3, page_seconds=1.0, passwords=120, offices_seconds=8.0)


LAUNCH = Path(__file__).parent / "launch.py"


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
    return measured([sys.executable, *words], env)


def measured(program: Sequence[str], env: Mapping[str, str], folder: Path = ROOT) -> Run:
    """Run a program in `folder` and measure it."""
    reading, writing = os.pipe()
    words = [sys.executable, "-I", "-S", str(LAUNCH), str(writing), *program]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, os.fdopen(reading, "rb") as pipe:
        done = subprocess.run(
            words,
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            pass_fds=[writing],
            check=False,
        )
        os.close(writing)
        out.seek(0)
        err.seek(0)
        said, complained = out.read().decode(), err.read().decode()
        told = pipe.read()
    assert done.returncode == 0, f"{program}: {complained}"
    took = json.loads(told)
    return Run(took["seconds"], took["cpu"], took["peak"], Answer(took["code"], said, complained))


class Cost(msgspec.Struct, frozen=True):
    """What a work took: seconds by the clock, and seconds of processor time of all programs that took part."""

    wall: float
    cpu: float


Costs = list[Cost]
"""Of one work, a round after the other."""


class Beside(msgspec.Struct, frozen=True):
    """A work beside another one that was measured in turn with it."""

    ours: Costs
    other: Costs

    @property
    def ratio(self) -> float:
        """By the clock: the median of the rounds' ratios. What slows a whole round down is in both of its halves."""
        return self._ratio(lambda one: one.wall)

    @property
    def detail(self) -> str:
        """For people."""
        ours, other = middling(self.ours), middling(self.other)
        processor = f"processor time {ours.cpu:.2f} s / {other.cpu:.2f} s = {self._ratio(lambda one: one.cpu):.2f}"
        return f"{ours.wall:.2f} s / {other.wall:.2f} s; {processor}"

    def _ratio(self, figure: Callable[[Cost], float]) -> float:
        return median(figure(one) / figure(two) for one, two in zip(self.ours, self.other, strict=True))


def in_turn(rounds: int, *works: Callable[[], Cost]) -> list[Costs]:
    """Do every work once in each round; the costs of each."""
    found: list[Costs] = [[] for _ in works]
    for _ in range(rounds):
        for costs, work in zip(found, works, strict=True):
            costs.append(work())
    return found


def middling(costs: Costs) -> Cost:
    """The medians of what a work took."""
    return Cost(median(one.wall for one in costs), median(one.cpu for one in costs))


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
    """What a process and its descendants have used of the processors, those that have ended among them."""
    ticks = 0
    for one in family(pid):
        try:
            fields = stat_of(Path(f"/proc/{one}"))
        except (FileNotFoundError, ProcessLookupError):
            continue
        ticks += sum(int(field) for field in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """A process and its descendants."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [pid, *(one for child in children for one in family(int(child)))]


def megabytes(size: float) -> str:
    """For people."""
    return f"{size / 1_000_000:.1f} MB"
