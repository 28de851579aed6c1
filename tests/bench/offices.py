"""Pages while 50 offices publish: how many a second, beside as many readers alone; and whether one was ever wrong."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.client import CONNECTIONS, Load, Page, load
from tests.bench.ground import ground
from tests.bench.measuring import Result, Scale, at_least, at_most, middle
from tests.bench.paging import PAGES, cookies
from tests.bench.publisher import Published
from tests.support.office import Office
from tests.support.processes import ROOT, environment
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor

OFFICES = 50
CUSTOMERS = 40
FIRST = 400
PER_SECOND = 4.0
"""Publications of all offices together: each office every 12 seconds or so; in life it is every half hour."""

READERS = """SELECT number, password FROM customers WHERE number IN (SELECT value FROM json_each(?)) AND EXISTS
    (SELECT 1 FROM jobs JOIN work ON work.job_id = jobs.id WHERE customer_id = customers.id) ORDER BY number LIMIT 1"""
"""A customer who has something on each page."""


def rows(folder: Path, scale: Scale) -> list[Result]:
    """The rows about pages while offices publish."""
    quiet: list[Load] = []
    busy: list[Load] = []
    published: list[Published] = []
    with ground(folder / "ground", scale.database) as here, ExitStack() as stack:
        receiver = here.receiver()
        fleet = stack.enter_context(at_work(folder, receiver))
        pages = [one for company in range(FIRST, FIRST + CONNECTIONS) for one in fleet.watched(company, stack)]
        for _ in range(scale.rounds):
            quiet.append(load(receiver.port, pages, scale.offices_seconds).sound())
            fleet.begin(scale.offices_seconds)
            busy.append(load(receiver.port, pages, scale.offices_seconds))
            published.append(fleet.done())
    return [scale.naming(one) for one in (speed(quiet, busy, published), *soundness(busy, published))]


def speed(quiet: Sequence[Load], busy: Sequence[Load], published: Sequence[Published]) -> Result:
    """Ratios within a round, the median of these."""
    ratio = middle([one.per_second / other.per_second for one, other in zip(busy, quiet, strict=True)])
    pages, alone = (middle([one.per_second for one in loads]) for loads in (busy, quiet))
    slow, slow_alone = (middle([one.p99 for one in loads]) * 1000 for loads in (busy, quiet))
    count, longest = sum(one.count for one in published), max(one.longest for one in published)
    detail = (
        f"{pages:.0f} / {alone:.0f} requests/s, p99 {slow:.0f} / {slow_alone:.0f} ms; {count} publications, the longest"
        f" {longest:.2f} s; the offices' own processor time {sum(one.cpu for one in published):.1f} s"
    )
    return at_least(f"while {OFFICES} offices publish", ratio, 0.5, detail)


def soundness(busy: Sequence[Load], published: Sequence[Published]) -> list[Result]:
    """Answers that were no page, publications that failed, and pages that mixed two snapshots."""
    failed = [fault for one in published for fault in one.failed]
    faults = [fault for one in busy for fault in one.seen.faults] + failed
    told = [one for each in busy for one in each.seen.editions]
    editions = {(company, edition) for company, edition, _ in told}
    # Where every page shows one edition of a company, nothing was published meanwhile, and nothing was tried.
    assert len(editions) > len({company for company, _ in editions}), "the pages that were read have never changed"
    wrong = mixed(told)
    pages = sum(len(one.seen.taken) for one in busy)
    name = f"while {OFFICES} offices publish"
    looked = f"{pages:,} pages showed {len(editions)} editions of {CONNECTIONS} companies"
    return [
        at_most(f"{name}: errors", len(faults), 0, "; ".join(faults[:3]) or f"{pages:,} pages, {len(failed)} failed"),
        at_most(f"{name}: mixed snapshots", len(wrong), 0, "; ".join(wrong[:3]) or looked),
    ]


def mixed(told: Sequence[tuple[str, str, str]]) -> list[str]:
    """What is wrong with companies, editions and stamps as pages showed them together: a page of two editions, and an
    edition under two stamps (a stamp is as old as its snapshot)."""
    stamps: dict[tuple[str, str], set[str]] = defaultdict(set)
    for company, edition, stamp in told:
        stamps[company, edition].add(stamp)
    torn = [f"company {company}: editions {edition} in one page" for company, edition in stamps if "+" in edition]
    return torn + [
        f"company {company}: edition {edition} under the stamps {', '.join(sorted(found))}"
        for (company, edition), found in stamps.items()
        if len(found) > 1
    ]


class Fleet:
    """The offices, and the program that publishes for them."""

    def __init__(self, folder: Path, receiver: Receiver, running: subprocess.Popen[str]) -> None:
        self._receiver = receiver
        self._running = running
        self._sample = Office(folder / "sample")
        self._sample.sample(CUSTOMERS)
        people = "[" + ",".join(f'"{number}"' for number in self._sample.passwords()) + "]"
        ((self._number, self._password),) = self._sample.rows(READERS, people)
        # One verifier in each office: these are measured by themselves.
        self._sample.change("UPDATE customers SET password = '' WHERE number <> ?", self._number)
        self._sample.change("UPDATE users SET password = ''")
        with ThreadPoolExecutor(2) as pool:
            offices = list(pool.map(lambda number: self._office(folder, number), range(FIRST, FIRST + OFFICES)))
        self._say(json.dumps(offices))
        assert self._hear() == "ready"

    def watched(self, company: int, stack: ExitStack) -> list[Page]:
        """The pages of a customer of that company, who has signed in."""
        visitor = stack.enter_context(Visitor(self._receiver.url, company))
        visitor.sign_in(self._number, self._password)
        return [(f"/{company}/{path}", cookies(visitor)) for path in PAGES.values()]

    def begin(self, seconds: float) -> None:
        """Let them publish so long."""
        self._say(str(seconds))

    def done(self) -> Published:
        """What they did."""
        return Published(**json.loads(self._hear()))

    def _office(self, folder: Path, number: int) -> tuple[str, str, str, str, str]:
        place = folder / str(number)
        place.mkdir()
        practice = place / "practice.db"
        shutil.copy(self._sample.practice, practice)
        code = self._receiver.create_company(number, f"Office {number}")
        return str(place / "agent"), str(practice), self._receiver.url, str(number), code

    def _say(self, line: str) -> None:
        assert self._running.stdin is not None
        self._running.stdin.write(f"{line}\n")
        self._running.stdin.flush()

    def _hear(self) -> str:
        assert self._running.stdout is not None
        line = self._running.stdout.readline().strip()
        assert line, "the publishing program has ended; what it said stands above"
        return line


@contextmanager
def at_work(folder: Path, receiver: Receiver) -> Iterator[Fleet]:
    """The fleet, each office with its first edition published; it ends with the lines it is told."""
    words = [sys.executable, "-m", "tests.bench.publisher", str(PER_SECOND)]
    pipe = subprocess.PIPE
    running = subprocess.Popen(words, cwd=ROOT, env=environment(folder), stdin=pipe, stdout=pipe, text=True)
    with running:
        yield Fleet(folder, receiver, running)
