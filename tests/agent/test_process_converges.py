"""Process ends with the portal showing the office's data, whatever became of the receiver meanwhile."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from requests import PreparedRequest

from agent.jobs.progress import PolledProgress
from agent.upload.client import ReceiverClient
from agent.upload.signature import Signature
from agent.usecases.pair import device_key
from agent.usecases.process import ProcessOptions
from agent.wiring.office import Office as Agent
from shared.messages import Begin
from shared.signing import key_id
from tests.agent.clerk import Clerk
from tests.agent.wired import changes
from tests.support.office import Office
from tests.support.proxy import LOST_ANSWER


def sent_customers(clerk: Clerk) -> list[str]:
    """The customers that travelled, as often as they did."""
    return [change.key for change in changes(clerk.wired.proxy.sent) if change.kind == "customer"]


def test_a_digest_that_does_not_match_ends_in_the_whole_set(clerk: Clerk) -> None:
    clerk.move("Elsewhere")
    clerk.process()
    lost, moved = sorted(clerk.wired.office.passwords())[:2]
    with closing(sqlite3.connect(clerk.receiver.database, timeout=10)) as connection, connection:
        connection.execute("DELETE FROM records WHERE kind = 'customer' AND key = ?", (lost,))
    clerk.move("Mismatched", moved)
    told = clerk.process()
    assert sent_customers(clerk).count(moved) == 2
    assert sent_customers(clerk).count(lost) == 1
    assert set(sent_customers(clerk)) == {row[0] for row in _shown(clerk)}
    assert told["outcome"] == "published"
    clerk.move("Elsewhere", moved)
    clerk.process()
    clerk.converged("Elsewhere")


def _shown(clerk: Clerk) -> list[tuple[str]]:
    with closing(sqlite3.connect(clerk.receiver.database)) as connection:
        return connection.execute(
            "SELECT DISTINCT key FROM records WHERE company_id = 112 AND kind = 'customer' AND until > 1e18"
        ).fetchall()


def test_F4_a_lost_answer_to_the_commit_ends_in_one_publication(clerk: Clerk) -> None:
    proxy = clerk.wired.proxy
    clerk.wired.office.change("UPDATE work SET notes = hex(randomblob(3000))")
    clerk.move("Lost Answer")
    before = clerk.agent.portals.all()[0].base
    proxy.plan(LOST_ANSWER, "POST", "/commit")
    told = clerk.process()
    assert told["outcome"] == "published"
    assert len(proxy.of("POST", "/commit")) == 1
    assert len(proxy.of("POST", "/snapshots")) == 2
    assert len(proxy.of("PUT", "")) >= 1
    assert told["snapshot"] == before + 1
    clerk.converged("Lost Answer")


def test_F27_a_key_that_was_used_for_something_else_is_given_up(clerk: Clerk) -> None:
    clerk.move("First")
    clerk.process()
    used = msgspec.json.decode(clerk.wired.proxy.of("POST", "/snapshots")[-1].body, type=Begin).idempotency_key
    clerk.move("Second")
    clerk.receiver.end()
    clerk.process(code=5)
    publication, (portal, *_) = clerk.agent.process.publication, clerk.agent.portals.all()
    waiting = publication.outbox(portal)
    assert waiting is not None
    publication.set_header(portal, replace(waiting, idempotency_key=used))
    clerk.receiver.serve()
    assert clerk.process()["outcome"] == "published"
    keys = [
        msgspec.json.decode(one.body, type=Begin).idempotency_key for one in clerk.wired.proxy.of("POST", "/snapshots")
    ]
    assert keys[0] == used and keys[1] != used
    clerk.converged("Second")


@pytest.mark.parametrize("hours", [-3, 26_280])
def test_F31_a_wrong_clock_signs_by_the_receivers(clerk: Clerk, hours: int) -> None:
    assert published_with(clerk, Signature, f"Clock {hours}", hours) == 2


def published_with(clerk: Clerk, signature: type[Signature], town: str, hours: int) -> int:
    """A Process that signs so, by a clock that is so wrong, comes through; how many requests that took."""
    agent = clerk.agent
    portal, key = agent.portals.all()[0], agent.secrets.get(device_key(agent.portals.all()[0].name))
    assert key is not None
    wrong = signature(key_id(portal.company, portal.device), key)
    wrong.ahead = timedelta(hours=hours)
    client = ReceiverClient(portal.url, wrong)
    clerk.move(town)
    told = replace(agent.process, connect=lambda _portal: client).run(ProcessOptions(), PolledProgress())
    assert told.outcome == "published"
    clerk.converged(town)
    return client.requests


class SetMeanwhile(Signature):
    """Of a computer whose clock is set back just when it has learnt the receiver's time."""

    signed = 0

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """As by the clock that it has then."""
        self.signed += 1
        if self.signed == 2:
            self.ahead -= timedelta(hours=1)
        return super().__call__(request)


def test_F31_a_clock_that_is_set_while_a_request_is_signed_anew(clerk: Clerk) -> None:
    assert published_with(clerk, SetMeanwhile, "Clock Set", hours=3) == 3


def test_F19_a_locked_receiver_is_a_matter_of_time(clerk: Clerk) -> None:
    clerk.move("Locked Out")
    with closing(sqlite3.connect(clerk.receiver.database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        said = clerk.process(code=5)["error"]
    assert said["title"] == "The receiver is busy." and "seconds" in said["remedy"]
    clerk.process()
    clerk.converged("Locked Out")


def test_S6_a_suspended_company_is_told_so(clerk: Clerk) -> None:
    clerk.move("Suspended")
    with closing(sqlite3.connect(clerk.receiver.database, timeout=10)) as connection, connection:
        connection.execute("UPDATE companies SET state = 'suspended'")
    said = clerk.process(code=1)["error"]
    with closing(sqlite3.connect(clerk.receiver.database, timeout=10)) as connection, connection:
        connection.execute("UPDATE companies SET state = 'live'")
    assert "closed" in said["title"] and said["remedy"]
    clerk.process()
    clerk.converged("Suspended")


def test_S6_a_revoked_computer_goes_on_where_it_was_once_it_is_paired_again(clerk: Clerk) -> None:
    clerk.move("Revoked")
    (portal,) = clerk.agent.portals.all()
    clerk.receiver.must("devices", "revoke", portal.device, "--company", "112")
    said = clerk.process(code=1)["error"]
    assert "agent pair" in said["remedy"]
    code = clerk.receiver.pairing_code(112)
    clerk.wired.office.must("pair", "--receiver", clerk.wired.proxy.url, "--company", "112", "--code", code)
    assert clerk.process()["difference"]["customer"]["added"] == 0
    clerk.converged("Revoked")


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
        if text.endswith("protecting passwords"):
            with closing(sqlite3.connect(self.other.chosen.url.removeprefix("sqlite:///"))) as connection, connection:
                connection.execute("UPDATE customers SET city = 'The Other Again'")
            self.publish()


def test_F29_two_computers_that_publish_in_turn_both_get_through(clerk: Clerk) -> None:
    office, receiver = clerk.wired.office, clerk.receiver
    other = Office(office.folder.parent / "other")
    shutil.copy(office.practice, other.practice)
    other.init()
    other.pair(receiver, receiver.pairing_code(112))
    other.change("UPDATE customers SET city = 'The Other'")
    somebody = SomebodyElse(other)
    somebody.publish()
    clerk.move("Ours")
    office.change("UPDATE customers SET password = 'A-new-word-' || number WHERE password <> ''")
    told = clerk.agent.process.run(ProcessOptions(), somebody)
    assert told.outcome == "published"
    clerk.converged("Ours")
