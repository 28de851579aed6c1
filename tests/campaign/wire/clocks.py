"""The office's clock is set, stands in another zone, leaps for summer time, or the computer sleeps, while `agent
service` waits for its next upload (reliability F31, F32, goal R9).

An interval stays an interval, and one run makes up for a sleep. Every scenario has an office and a clock of its own,
and all of them go on at the same time: they take real minutes, since an interval is five of them.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path
from typing import Final

from tests.campaign.report import Report, Rule, Shot, report
from tests.campaign.tap import Tap
from tests.campaign.wire.portal import Portal
from tests.support.faked_time import Clock
from tests.support.office import Office
from tests.support.processes import Running

NAME: Final = "clocks"
EVERY: Final = 300
"""Seconds between two uploads: the shortest interval there is."""
LONGER: Final = 0.05
LOOKS: Final = 75
"""Seconds that may pass until the service notices anything."""
SPARE: Final = 30
"""For a computer that is busy."""
LASTS: Final = 820
FIRST_COMPANY: Final = 201
HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)


@dataclass(frozen=True)
class Scenario:
    """`jumps`: by how much the clock is off from so many seconds on. `starts`: what it shows at first (None: the true
    time). `asleep`: from and until when the computer sleeps."""

    jumps: tuple[tuple[int, timedelta], ...] = ()
    starts: datetime | None = None
    zone: str = "UTC"
    asleep: tuple[int, int] | None = None


SCENARIOS: Final[dict[str, Scenario]] = {
    "an hour back": Scenario(((60, -HOUR),)),
    "a sleep over two uploads": Scenario(asleep=(60, 690)),
    "a day ahead": Scenario(((60, DAY),)),
    "ten years ahead": Scenario(((90, 10 * YEAR),)),
    "1970": Scenario(((60, -56 * YEAR),)),
    "summer time begins": Scenario(starts=datetime(2027, 3, 28, 0, 58, tzinfo=UTC), zone="Europe/Berlin"),
    "summer time ends": Scenario(starts=datetime(2027, 10, 31, 0, 58, tzinfo=UTC), zone="Europe/Berlin"),
    "a leap second": Scenario(((120, timedelta(seconds=-1)),)),
    "another zone": Scenario(zone="Pacific/Kiritimati"),
    "ahead and back again": Scenario(((60, DAY), (200, timedelta()))),
    "a sleep, and the clock of somewhere else": Scenario(((70, 9 * HOUR),), asleep=(60, 400)),
    "nothing": Scenario(),
}


@dataclass
class Watched:
    """An office whose service runs; `runs` are the seconds at which it came to its receiver, counted from the first,
    which was by hand."""

    scenario: Scenario
    clock: Clock
    tap: Tap
    service: Running
    base: timedelta
    begun: float
    runs: list[float] = field(default_factory=lambda: [0.0])
    asleep: bool = False

    @property
    def over(self) -> bool:
        """Whether it was watched for long enough."""
        return time.monotonic() - self.begun > LASTS

    def look(self) -> None:
        """Note a run that came since, and do what is due."""
        seconds = time.monotonic() - self.begun
        came = sum(one.kind in ("begin", "begin+change") and one.status == 200 for one in self.tap.log)
        self.runs += [seconds] * (came > len(self.runs))
        past = [by for at, by in self.scenario.jumps if at <= seconds]
        self.clock.ahead(self.base + (past[-1] if past else timedelta()))
        if self.scenario.asleep is not None:
            since, until = self.scenario.asleep
            self.sleep(since <= seconds < until)

    def sleep(self, wanted: bool) -> None:
        """Stop the service, or let it go on."""
        if wanted != self.asleep:
            self.asleep = wanted
            os.killpg(self.service.process.pid, signal.SIGSTOP if wanted else signal.SIGCONT)

    @property
    def settled(self) -> list[float]:
        """The runs; where the clock was wrong from the start, without the one by hand, which the receiver noted by a
        clock of its own: then the service makes one at once and goes on from there."""
        at_once = self.scenario.starts is not None and len(self.runs) > 1 and self.runs[1] < LOOKS + SPARE
        return self.runs[1:] if at_once else self.runs

    def faults(self) -> list[str]:
        """What is wrong with the runs."""
        if self.service.process.poll() is not None:
            return [f"the service ended: {self.service.said()[-500:]}"]
        longest = EVERY * (1 + LONGER) + LOOKS + SPARE
        found = []
        for before, after in pairwise(self.settled):
            if after - before < EVERY - LOOKS - SPARE:
                found.append(f"two uploads within {after - before:.0f} s")
            due = max(before + longest, (self.scenario.asleep or (0, 0))[1] + LOOKS + SPARE)
            if after > due:
                found.append(f"an upload came {after - due:.0f} s late")
        if len(self.settled) < 2 or LASTS - self.settled[-1] > longest:
            found.append(f"uploads stay away: {self.runs}")
        return found


def run(folder: Path, database: str, rounds: int, seed: int) -> Report:
    """Play the first `rounds` scenarios together."""
    with ExitStack() as stack:
        portal = stack.enter_context(Portal.open(folder, database))
        offices = {
            name: stack.enter_context(watched(portal, folder, one, FIRST_COMPANY + at))
            for at, (name, one) in enumerate(islice(SCENARIOS.items(), rounds))
        }
        while waiting := [one for one in offices.values() if not one.over]:
            for one in waiting:
                one.look()
            time.sleep(1)
        shots = [
            Shot(name, "asleep" if one.scenario.asleep else "awake", f"{len(one.runs)} uploads", tuple(one.faults()))
            for name, one in offices.items()
        ]
    told = f"{len(shots)} of {len(SCENARIOS)}, {LASTS} s each"
    return report(NAME, seed, shots, Rule("the scenarios took their time", True, told))


@contextmanager
def watched(portal: Portal, folder: Path, scenario: Scenario, company: int) -> Iterator[Watched]:
    """An office that has published once, whose service runs."""
    with ExitStack() as stack:
        tap = stack.enter_context(Tap(portal.receiver.port).open())
        office = Office(folder / f"office-{company}", company)
        clock = Clock(office.folder / "clock")
        base = timedelta() if scenario.starts is None else scenario.starts - datetime.now(UTC)
        clock.ahead(base)
        office.sample(8)
        code = portal.receiver.create_company(company, "Green Valley")
        office.must("pair", "--receiver", tap.url, "--company", str(company), "--code", code)
        office.environment |= {**clock.environment, "TZ": scenario.zone}
        office.must("schedule", "--every", str(EVERY // 60), "--on")
        office.process()
        tap.forget()
        assert office.run("process").code == 3
        begun = time.monotonic()
        service = office.start("service")
        stack.callback(service.end)
        one = Watched(scenario, clock, tap, service, base, begun)
        stack.callback(lambda: one.sleep(wanted=False))
        yield one
