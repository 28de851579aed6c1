"""`python -m tests.bench.publisher PER_SECOND`: many offices that publish, each with the real agent, in one program.

The first line of standard input is a JSON list of `[agent's folder, practice database, receiver, company, code]`: each
office is set up, paired, and publishes its first edition; then the answer is `ready`. Each further line is a number of
seconds: so long the offices, `LANES` at a time, write their next edition everywhere and Process, at that pace. It
answers with what was done, as JSON. The end of the lines ends it.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, redirect_stdout
from dataclasses import asdict, dataclass, field
from io import StringIO
from itertools import cycle
from pathlib import Path

from agent.cli.root import run
from agent.domain.errors import AgentError
from agent.jobs.progress import PolledProgress
from agent.usecases.process import ProcessOptions
from agent.wiring.office import Office

LANES = 4
"""So many offices are under way at a time."""


@dataclass
class Published:
    """What was done meanwhile."""

    count: int = 0
    longest: float = 0.0
    """Seconds of the longest Process."""
    cpu: float = 0.0
    """Processor time of this program, which in life is spent at the offices."""
    failed: list[str] = field(default_factory=list)

    def add(self, other: Published) -> None:
        """What was done on another lane."""
        self.count += other.count
        self.longest = max(self.longest, other.longest)
        self.failed += other.failed


@dataclass
class Publishing:
    """One of the offices."""

    home: Path
    practice: Path
    edition: int = 0

    @classmethod
    def made(cls, home: str, practice: str, receiver: str, company: str, code: str) -> Publishing:
        """Set up and paired, its first edition published."""
        command("init", "--database", f"sqlite:///{practice}", "--home", home)
        command("pair", "--receiver", receiver, "--company", company, "--code", code, "--home", home)
        office = cls(Path(home), Path(practice))
        office.publish()
        return office

    def publish(self) -> None:
        """The next edition. Raises `AgentError`."""
        self.edition += 1
        write(self.practice, self.edition)
        # Each time anew, as the window and the service do.
        Office(self.home).publish(ProcessOptions(), PolledProgress())


def command(*words: str) -> None:
    """A command of the agent, which must succeed."""
    with redirect_stdout(StringIO()) as said:
        ended = run(words)
    assert ended == 0, f"agent {' '.join(words)}: {said.getvalue()}"


def write(practice: Path, edition: int) -> None:
    """Mark everything that a page shows."""
    with closing(sqlite3.connect(practice)) as connection, connection:
        for place in ("company SET hours", "customers SET city", "jobs SET portal_note", "work SET notes"):
            connection.execute(f"UPDATE {place} = ?", (f"Edition {edition}",))


def publish(offices: Iterator[Publishing], seconds: float, per_second: float) -> Published:
    """One office after the other, at that pace or as fast as it goes."""
    done = Published()
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        started = time.monotonic()
        try:
            next(offices).publish()
            done.count += 1
        except AgentError as error:
            done.failed.append(str(error))
        done.longest = max(done.longest, time.monotonic() - started)
        time.sleep(max(0.0, begun + (done.count + len(done.failed)) / per_second - time.monotonic()))
    return done


def main(per_second: float) -> None:
    """Obey standard input."""
    told: Sequence[Sequence[str]] = json.loads(sys.stdin.readline())
    offices = [Publishing.made(*words) for words in told]
    lanes = [cycle(offices[first::LANES]) for first in range(LANES)]
    print("ready", flush=True)
    with ThreadPoolExecutor(LANES) as pool:
        for line in sys.stdin:
            together, used = Published(), time.process_time()
            for one in pool.map(publish, lanes, [float(line)] * LANES, [per_second / LANES] * LANES):
                together.add(one)
            together.cpu = time.process_time() - used
            print(json.dumps(asdict(together)), flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]))
