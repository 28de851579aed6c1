"""The real `agent service`, on a clock that a test sets: libfaketime for what the computer's clock shows, and a pace
for the ticks that nobody can set."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from agent.domain.activity import Deed
from agent.wiring.office import Office as Agent
from tests.support.faked_time import preloaded
from tests.support.office import Office
from tests.support.processes import Running, stat_of

PACE = 400
"""Five minutes of the schedule take less than a second."""


BEGINS = "A scheduled upload begins"
LOOKS = 5
"""So many in a row tell rest from a moment without a processor."""


@dataclass
class Service:
    """One office's service; `running` is None while it does not run."""

    office: Office
    clock: Path
    running: Running | None = None
    logs: list[Path] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """The clock is read from the file again every second."""
        return {
            **self.office.environment,
            **preloaded(),
            "FAKETIME_TIMESTAMP_FILE": str(self.clock),
            "FAKETIME_CACHE_DURATION": "1",
            "PORCHLIGHT_AGENT_PACE": str(PACE),
        }

    def set_clock(self, spec: str) -> None:
        """In libfaketime's words: `+0`, `-1h`. Its clock goes no faster than ours, for else all time-outs would be
        shorter too."""
        self.clock.write_text(f"{spec}\n")

    def start(self) -> None:
        """Start it, and wait until it says so."""
        log = self.office.folder / f"service-{time.monotonic_ns()}.log"
        log.touch()
        self.logs.append(log)
        self.running = Running(["-m", "agent", "service", "--home", str(self.office.home)], self.environment, log)
        self.running.wait_until(lambda: "The service begins" in log.read_text())

    def end(self) -> int:
        """Ask it to end; its exit code."""
        assert self.running is not None
        self.running.process.terminate()
        code = self.running.process.wait(30)
        self.running = None
        return code

    @property
    def deeds(self) -> list[Deed]:
        """What Activity lists, newest first."""
        return Agent(self.office.home).activity.latest(40)

    @property
    def beginnings(self) -> list[datetime]:
        """When it began an upload, by its log and the clock that it was shown."""
        lines = "".join(log.read_text() for log in self.logs).splitlines()
        return [datetime.fromisoformat(line[:23]) for line in lines if BEGINS in line]

    def begun(self) -> int:
        """How many uploads it began, by its log."""
        return self._said(BEGINS)

    def ended(self) -> int:
        """How many came through."""
        return self._said('"CLIP Customer Portal": ')

    def _said(self, words: str) -> int:
        return sum(log.read_text().count(words) for log in self.logs)

    def wait(self, until: Callable[[], bool], seconds: float = 30) -> None:
        """Look again and again."""
        end = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < end, "\n".join(log.read_text() for log in self.logs)
            time.sleep(0.05)

    def rests(self) -> bool:
        """Whether none of its threads computes, or wants to, at several looks."""
        assert self.running is not None
        threads = Path(f"/proc/{self.running.process.pid}/task")
        for _ in range(LOOKS):
            time.sleep(0.02)
            # One may end meanwhile.
            with suppress(OSError):
                if any(stat_of(one)[0] != "S" for one in threads.iterdir()):
                    return False
        return True

    def minutes(self, count: float) -> None:
        """So many minutes of its ticks go by."""
        time.sleep(count * 60 / PACE)


@contextmanager
def clockwork(office: Office) -> Iterator[Service]:
    """The service of an office, not yet started; ended at the end."""
    made = Service(office, office.folder / "clock")
    made.set_clock("+0")
    try:
        yield made
    finally:
        if made.running is not None:
            made.running.kill()
