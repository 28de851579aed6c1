"""A first upload is sent while it is being read: whatever stops it, it is published once, or not at all, and what has
arrived is not sent again (F2, F3, F20; goal R5)."""

from __future__ import annotations

import itertools
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from agent.domain.errors import AgentError, Cancelled, PracticeError, TryLater
from agent.jobs.progress import PolledProgress
from agent.usecases.process import ProcessOptions
from agent.usecases.report import ProcessReport
from agent.wiring.office import Office as Agent
from shared import limits
from shared.messages import Begin
from tests.agent.wired import changes, snapshots
from tests.support.office import Office
from tests.support.processes import Running
from tests.support.proxy import ALWAYS, LOST_ANSWER, LOST_REQUEST, Exchange, Fault, Proxy
from tests.support.receiver import Receiver

CUSTOMERS = 1_300
LATE = 900
"""Customers read when half of the parts or more lie ready; it is in the midst of the reading."""
PUT = ("PUT", "")

DRIVER = """
import sys, time
from pathlib import Path
from agent.jobs.progress import PolledProgress
from agent.usecases.process import ProcessOptions
from agent.wiring.office import Office

class Slow(PolledProgress):
    def advance(self, count=1):
        super().advance(count)
        if self.position.done == int(sys.argv[2]):
            time.sleep(600)

Office(Path(sys.argv[1])).process.run(ProcessOptions(), Slow())
"""


@dataclass
class Push:
    """An office that has published nothing yet, and what passes on the way."""

    office: Office
    receiver: Receiver
    proxy: Proxy

    def run(self, progress: PolledProgress | None = None) -> ProcessReport:
        """Process in this process."""
        return Agent(self.office.home).process.run(ProcessOptions(), progress or PolledProgress())

    def killed_while_reading(self, arrived: int) -> None:
        """Process in another one, killed in the midst of its reading when so many parts have arrived."""
        words = ["-c", DRIVER, str(self.office.home), str(LATE)]
        running = Running(words, self.office.environment, self.office.folder / "killed.log")
        running.wait_until(lambda: len(self.parts()) >= arrived)
        running.kill()
        assert not self.proxy.of("POST", "/commit")

    def parts(self) -> list[Exchange]:
        """The parts that arrived."""
        return self.proxy.of("PUT")

    def keys(self) -> list[str]:
        """The idempotency keys that were asked for, each once."""
        begun = [
            msgspec.json.decode(one.body, type=Begin) for one in self.proxy.seen if one.path.endswith("/snapshots")
        ]
        return list(dict.fromkeys(one.idempotency_key for one in begun))

    def published_once(self) -> None:
        """The portal shows exactly what the office holds, by one publication; nothing is left to do."""
        wanted = {row[0] for row in self.office.rows(ACTIVE)}
        shown = self.receiver.told(f"SELECT key FROM records WHERE kind = 'customer' AND company_id = {self.company}")
        assert [row[0] for row in shown] == sorted(wanted)
        assert snapshots(self.receiver, self.company) == 1
        assert self.run().outcome == "nothing changed"
        assert not [one.name for one in threading.enumerate() if one.name.startswith("sender")]

    def nothing_published(self) -> None:
        """Not even a page of it shows, and nobody sends any more."""
        assert snapshots(self.receiver, self.company) == 0
        assert not [one.name for one in threading.enumerate() if one.name.startswith("sender")]

    @property
    def company(self) -> int:
        """Its number."""
        return self.office.company


ACTIVE = (
    "SELECT number FROM customers WHERE upper(trim(status)) = 'ACTIVE' AND is_customer = 1"
    " AND COALESCE(is_employee, 0) = 0 AND COALESCE(not_on_portal, 0) = 0"
)


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample office without passwords, and large enough also in January, when it shows the visits of one year."""
    office = Office(tmp_path_factory.mktemp("large"))
    office.sample(CUSTOMERS)
    office.change("UPDATE jobs SET portal_note = hex(randomblob(250))")
    office.change("UPDATE customers SET password = ''")
    office.change("UPDATE users SET password = ''")
    return office.practice


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    """A receiver for all of these offices."""
    receiver = Receiver(tmp_path_factory.mktemp("receiver"))
    receiver.init()
    receiver.serve()
    yield receiver
    receiver.end()


@pytest.fixture(scope="module")
def numbers() -> Iterator[int]:
    """Numbers of companies."""
    return itertools.count(301)


@pytest.fixture
def push(practice: Path, house: Receiver, numbers: Iterator[int], tmp_path: Path) -> Iterator[Push]:
    """One of these offices, paired over a proxy of its own."""
    office = Office(tmp_path / "office", next(numbers))
    shutil.copy(practice, office.practice)
    office.init()
    code = house.create_company(office.company, "Green Valley Lawn Care")
    with Proxy(house.port).open() as proxy:
        office.must("pair", "--receiver", proxy.url, "--company", str(office.company), "--code", code)
        proxy.forget()
        yield Push(office, house, proxy)


class At(PolledProgress):
    """Something happens when so many customers have been read."""

    def __init__(self, customers: int, happens: Callable[[], object]) -> None:
        super().__init__()
        self.customers = customers
        self.happens = happens

    def advance(self, count: int = 1) -> None:
        """Some more are read."""
        super().advance(count)
        if self.position.done == self.customers and self.position.text.startswith("Reading"):
            self.happens()


def test_parts_leave_while_the_rest_is_read_and_never_more_than_one_part_may_be(push: Push) -> None:
    seen: list[int] = []
    arriving = threading.Event()

    def look() -> None:
        """The reading itself never waits: this does."""
        for _ in range(200):
            if push.parts():
                break
            arriving.wait(0.05)
        seen.append(len(push.parts()))

    told = push.run(At(LATE, look))
    assert told.outcome == "published" and seen[0] >= 1
    assert len(push.parts()) > limits.PARTS_AT_ONCE
    assert max(len(one.body) for one in push.parts()) <= limits.PART_BYTES // limits.PARTS_AT_ONCE
    assert len({one.path for one in push.parts()}) == len(push.parts())
    push.published_once()


def test_F2_killed_while_reading_goes_on_where_it_was(push: Push) -> None:
    push.killed_while_reading(arrived=2)
    push.nothing_published()
    before = push.parts()
    assert push.run().outcome == "published"
    after = push.parts()[len(before) :]
    assert after and not {one.path for one in before} & {one.path for one in after}
    assert len(push.keys()) == 1
    push.published_once()


def test_F2_killed_while_reading_and_then_changed_begins_anew(push: Push) -> None:
    push.killed_while_reading(arrived=2)
    push.office.change("UPDATE customers SET city = 'Elsewhere'")
    assert push.run().outcome == "published"
    assert len(push.keys()) == 2
    push.published_once()


def test_F2_killed_while_reading_and_then_shrunk_shows_nobody_of_before(push: Push) -> None:
    push.killed_while_reading(arrived=2)
    push.office.change("UPDATE customers SET status = 'INACTIVE' WHERE id > 300")
    assert push.run().customers < 300
    push.published_once()


@pytest.mark.parametrize("late", [False, True], ids=["early", "late"])
def test_F3_a_commit_whose_answer_was_lost_is_found_again(push: Push, late: bool) -> None:
    push.proxy.plan(LOST_ANSWER, "POST", "/commit", count=ALWAYS if late else 1)
    if late:
        push.proxy.plan(LOST_REQUEST, "POST", "/snapshots", skip=2, count=ALWAYS)
        with pytest.raises(TryLater, match="broke"):
            push.run()
        push.proxy.forget()
        assert push.run().outcome == "nothing changed"
        assert not push.parts()
    else:
        assert push.run().outcome == "published"
    push.published_once()


@pytest.mark.parametrize(
    "stop", [Cancelled("Stopped."), PracticeError("A page is damaged.")], ids=["stopped", "failed"]
)
def test_a_reading_that_ends_midway_publishes_nothing_and_goes_on_later(push: Push, stop: AgentError) -> None:
    def fail() -> None:
        raise stop

    with pytest.raises(type(stop)):
        push.run(At(LATE, fail))
    push.nothing_published()
    before = len(push.parts())
    assert push.run().outcome == "published"
    paths = [one.path for one in push.parts()]
    assert len(paths) - len(set(paths)) == 0 and (before == 0 or len(push.keys()) == 1)
    push.published_once()


@pytest.mark.parametrize(
    ("fault", "place", "skip"),
    [
        (LOST_ANSWER, ("POST", "/snapshots"), 0),
        (LOST_REQUEST, ("POST", "/snapshots"), 0),
        (LOST_ANSWER, PUT, 0),
        (Fault(up=40_000, end="rst"), PUT, 1),
        (LOST_REQUEST, ("POST", "/commit"), 0),
    ],
    ids=["begin answered", "begin", "part answered", "part cut", "commit"],
)
def test_F20_one_cut_anywhere_repeats_at_most_one_part(
    push: Push, fault: Fault, place: tuple[str, str], skip: int
) -> None:
    push.proxy.plan(fault, *place, skip=skip)
    assert push.run().outcome == "published"
    assert push.proxy.caught.is_set()
    sizes = {one.path: len(one.body) for one in push.proxy.seen if one.method == "PUT"}
    twice = sum(len(one.body) for one in push.proxy.seen if one.method == "PUT") - sum(sizes.values())
    assert twice <= limits.PART_BYTES
    assert len(push.keys()) == 1
    push.published_once()


def test_F25_parts_that_arrive_several_times_and_late_change_nothing(push: Push) -> None:
    push.proxy.plan(Fault(times=4), *PUT, count=3)
    assert push.run().outcome == "published"
    shown = push.receiver.told(f"SELECT count(*) FROM records WHERE company_id = {push.company}")
    late = [push.proxy.replay(one).status for one in push.parts()]
    assert set(late) == {409}
    assert push.receiver.told(f"SELECT count(*) FROM records WHERE company_id = {push.company}") == shown
    push.published_once()


def test_F17_a_receiver_that_is_silent_keeps_nobody_from_the_practice_database(push: Push) -> None:
    silent = threading.Event()
    push.office.change("PRAGMA journal_mode = DELETE")
    push.proxy.plan(Fault(until=silent), *PUT, count=ALWAYS)
    with ThreadPoolExecutor(1) as aside:
        running = aside.submit(push.run)
        try:
            assert push.proxy.caught.wait(30)
            push.office.wait_until_read()
            push.office.change("UPDATE customers SET name = name")
            assert not push.parts() and not running.done()
        finally:
            silent.set()
        assert running.result().outcome == "published"
    push.published_once()


def test_the_kept_payload_of_a_streamed_push_is_what_travelled(push: Push) -> None:
    push.run()
    publication, (portal,) = Agent(push.office.home).process.publication, Agent(push.office.home).portals.all()
    (sent,) = publication.last_sent(portal)
    travelled = sorted(changes(push.parts()), key=lambda one: (one.kind, one.key))
    assert sorted(publication.sent_changes(portal, sent), key=lambda one: (one.kind, one.key)) == travelled
    assert sent.full and sent.bytes == sum(len(one.body) for one in push.parts())
