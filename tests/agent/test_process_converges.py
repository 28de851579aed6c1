"""Process ends with the portal showing the office's data, whatever became of the receiver meanwhile.

Commands run in this process, which is faster; the receiver is a real one.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from agent.cli.root import run
from agent.jobs.progress import PolledProgress
from agent.upload.client import ReceiverClient
from agent.upload.signature import Signature
from agent.usecases.pair import device_key
from agent.usecases.process import ProcessOptions
from agent.wiring import Office as Agent
from receiver.db.engine import make_engine
from receiver.db.unit_of_work import UnitOfWork
from receiver.domain.snapshots.queries import last_published, published_records
from shared.canonical import decode_as
from shared.messages import Begin
from shared.records import Customer
from shared.signing import key_id
from tests.agent.wired import Wired, changes, published_office
from tests.support.office import Office
from tests.support.receiver import Receiver


@dataclass(frozen=True)
class Desk:
    """The published office, with commands typed in this process."""

    wired: Wired
    capture: pytest.CaptureFixture[str]

    @property
    def receiver(self) -> Receiver:
        """Where it publishes."""
        return self.wired.receiver

    @property
    def agent(self) -> Agent:
        """Its agent, opened anew."""
        return Agent(self.wired.office.home)

    def process(self, code: int = 0) -> dict[str, Any]:
        """`agent process`, which must end with `code`."""
        self.wired.wire.sent.clear()
        self.capture.readouterr()
        ended = run(["process", "--json", "--home", str(self.wired.office.home)])
        said = self.capture.readouterr()
        assert ended == code, said
        told: dict[str, Any] = json.loads(said.out)
        return told

    def move(self, city: str, number: str = "") -> None:
        """Customers (or one of them) move to another city."""
        self.wired.office.change("UPDATE customers SET city = ? WHERE ? IN ('', number)", city, number)

    def cities(self) -> set[str]:
        """Where the customers live whom the portal shows, from the receiver's own database."""
        engine = make_engine(f"sqlite:///{self.receiver.database}")
        wanted = [("customer", row[0]) for row in self.wired.office.rows("SELECT number FROM customers")]
        with UnitOfWork(engine).reading(112) as session:
            last = last_published(session, 112)
            assert last is not None
            found = published_records(session, 112, last.number, wanted)
        engine.dispose()
        return {decode_as(Customer, one.body).city for one in found.values()}

    def converged(self, city: str) -> None:
        """The portal shows everybody in `city`, and there is nothing more to do."""
        assert self.cities() == {city}
        assert self.process(code=3)["outcome"] == "nothing changed"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wired]:
    """The office of this module."""
    with published_office(tmp_path_factory.mktemp("converges")) as one:
        yield one


@pytest.fixture
def desk(published: Wired, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The office of this module; whatever the test before left is published."""
    one = Desk(published, capsys)
    published.office.run("process")
    return one


def sent_customers(desk: Desk) -> list[str]:
    """The customers that travelled, as often as they did."""
    return [change.key for change in changes(desk.wired.wire.sent) if change.kind == "customer"]


def test_F39_a_receiver_put_back_from_a_copy_is_sent_everything(desk: Desk) -> None:
    receiver, copy = desk.receiver, desk.receiver.folder / "copy"
    desk.move("Before")
    desk.process()
    receiver.end()
    shutil.copytree(receiver.data, copy)
    receiver.serve()
    desk.move("Forgotten")
    everybody = desk.process()["counts"]["customer"]
    receiver.end()
    receiver.put_back(copy)
    receiver.serve()
    assert desk.cities() == {"Before"}
    assert desk.process()["outcome"] == "published"
    assert len(set(sent_customers(desk))) == everybody
    desk.converged("Forgotten")


def test_a_digest_that_does_not_match_ends_in_the_whole_set(desk: Desk) -> None:
    desk.move("Elsewhere")
    desk.process()
    lost, moved = sorted(desk.wired.office.passwords())[:2]
    with closing(sqlite3.connect(desk.receiver.database, timeout=10)) as connection, connection:
        connection.execute("DELETE FROM records WHERE kind = 'customer' AND key = ?", (lost,))
    desk.move("Mismatched", moved)
    told = desk.process()
    assert sent_customers(desk).count(moved) == 2
    assert sent_customers(desk).count(lost) == 1
    assert set(sent_customers(desk)) == {row[0] for row in _shown(desk)}
    assert told["outcome"] == "published"
    desk.move("Elsewhere", moved)
    desk.process()
    desk.converged("Elsewhere")


def _shown(desk: Desk) -> list[tuple[str]]:
    with closing(sqlite3.connect(desk.receiver.database)) as connection:
        return connection.execute(
            "SELECT DISTINCT key FROM records WHERE kind = 'customer' AND until > 1e18"
        ).fetchall()


def test_F4_a_lost_answer_to_the_commit_ends_in_one_publication(desk: Desk) -> None:
    wire = desk.wired.wire
    desk.wired.office.change("UPDATE work SET notes = hex(randomblob(3000))")
    desk.move("Lost Answer")
    before = desk.agent.portals.all()[0].base
    wire.lose_answer_to = "/commit"
    told = desk.process()
    assert told["outcome"] == "published"
    assert len(wire.of("POST", "/commit")) == 1
    assert len(wire.of("POST", "/snapshots")) == 2
    assert len(wire.of("PUT", "")) >= 1
    assert told["snapshot"] == before + 1
    desk.converged("Lost Answer")


def test_F27_a_key_that_was_used_for_something_else_is_given_up(desk: Desk) -> None:
    desk.move("First")
    desk.process()
    used = msgspec.json.decode(desk.wired.wire.of("POST", "/snapshots")[-1].body, type=Begin).idempotency_key
    desk.move("Second")
    desk.receiver.end()
    desk.process(code=5)
    publication, (portal, *_) = desk.agent.process.publication, desk.agent.portals.all()
    waiting = publication.outbox(portal)
    assert waiting is not None
    publication.set_header(portal, replace(waiting, idempotency_key=used))
    desk.receiver.serve()
    assert desk.process()["outcome"] == "published"
    keys = [
        msgspec.json.decode(one.body, type=Begin).idempotency_key for one in desk.wired.wire.of("POST", "/snapshots")
    ]
    assert keys[0] == used and keys[1] != used
    desk.converged("Second")


@pytest.mark.parametrize("hours", [-3, 26_280])
def test_F31_a_wrong_clock_signs_by_the_receivers(desk: Desk, hours: int) -> None:
    agent = desk.agent
    portal, key = agent.portals.all()[0], agent.secrets.get(device_key(agent.portals.all()[0].name))
    assert key is not None
    wrong = Signature(key_id(portal.company, portal.device), key)
    wrong.ahead = timedelta(hours=hours)
    client = ReceiverClient(portal.url, wrong)
    desk.move(f"Clock {hours}")
    told = replace(agent.process, connect=lambda _portal: client).run(ProcessOptions(), PolledProgress())
    assert told.outcome == "published"
    assert client.requests == 2
    desk.converged(f"Clock {hours}")


def test_F19_a_locked_receiver_is_a_matter_of_time(desk: Desk) -> None:
    desk.move("Locked Out")
    with closing(sqlite3.connect(desk.receiver.database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        said = desk.process(code=5)["error"]
    assert said["title"] == "The receiver is busy." and "seconds" in said["remedy"]
    desk.process()
    desk.converged("Locked Out")


def test_S6_a_suspended_company_is_told_so(desk: Desk) -> None:
    desk.move("Suspended")
    with closing(sqlite3.connect(desk.receiver.database, timeout=10)) as connection, connection:
        connection.execute("UPDATE companies SET state = 'suspended'")
    said = desk.process(code=1)["error"]
    with closing(sqlite3.connect(desk.receiver.database, timeout=10)) as connection, connection:
        connection.execute("UPDATE companies SET state = 'live'")
    assert "closed" in said["title"] and said["remedy"]
    desk.process()
    desk.converged("Suspended")


def test_S6_a_revoked_computer_goes_on_where_it_was_once_it_is_paired_again(desk: Desk) -> None:
    desk.move("Revoked")
    (portal,) = desk.agent.portals.all()
    desk.receiver.must("devices", "revoke", portal.device, "--company", "112")
    said = desk.process(code=1)["error"]
    assert "agent pair" in said["remedy"]
    code = desk.receiver.pairing_code(112)
    desk.wired.office.must("pair", "--receiver", desk.wired.wire.url, "--company", "112", "--code", code)
    assert desk.process()["difference"]["customer"]["added"] == 0
    desk.converged("Revoked")


class SomebodyElse(PolledProgress):
    """While passwords are protected here, another computer of the office publishes."""

    def __init__(self, other: Office) -> None:
        super().__init__()
        self.other = Agent(other.home)

    def publish(self) -> None:
        """What the other computer does."""
        assert self.other.process.run(ProcessOptions(), PolledProgress()).outcome == "published"

    def step(self, text: str, total: int = 0) -> None:
        """A new step begins."""
        super().step(text, total)
        if text == "Protecting passwords":
            with closing(sqlite3.connect(self.other.chosen.url.removeprefix("sqlite:///"))) as connection, connection:
                connection.execute("UPDATE customers SET city = 'The Other Again'")
            self.publish()


def test_F29_two_computers_that_publish_in_turn_both_get_through(desk: Desk) -> None:
    office, receiver = desk.wired.office, desk.receiver
    other = Office(office.folder.parent / "other")
    shutil.copy(office.practice, other.practice)
    other.init()
    other.pair(receiver, receiver.pairing_code(112))
    other.change("UPDATE customers SET city = 'The Other'")
    somebody = SomebodyElse(other)
    somebody.publish()
    desk.move("Ours")
    office.change("UPDATE customers SET password = 'A-new-word-' || number WHERE password <> ''")
    told = desk.agent.process.run(ProcessOptions(), somebody)
    assert told.outcome == "published"
    desk.converged("Ours")
