"""The exact last payload stays at the office (A17): sealed, until the next Process that sends anything."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from agent.domain.portals import Sent
from shared.parts import Change
from tests.agent.clerk import Clerk
from tests.agent.wired import changes


def kept(clerk: Clerk) -> list[tuple[Sent, list[Change]]]:
    """What the office keeps of the last Process."""
    agent = clerk.agent
    publication, (portal,) = agent.process.publication, agent.portals.all()
    return [(one, list(publication.sent_changes(portal, one))) for one in publication.last_sent(portal)]


def test_A17_what_is_kept_is_what_travelled(clerk: Clerk) -> None:
    office, proxy = clerk.wired.office, clerk.wired.proxy
    clerk.move("Last Payload")
    office.change("UPDATE customers SET password = 'Kept-' || number WHERE password <> ''")
    told = clerk.process()
    (data, words) = kept(clerk)
    assert [data[1], words[1]] == [one.changes for one in proxy.of("POST", "/snapshots")]
    assert [data[0].snapshot, words[0].snapshot] == sorted(clerk.snapshots()[:2])
    assert words[0].snapshot == told["snapshot"] and words[0].time >= data[0].time > "2"
    assert {change.kind for change in words[1]} == {"credential"} and not data[0].full


def test_A17_nothing_changed_leaves_it_and_the_next_change_replaces_it(clerk: Clerk) -> None:
    clerk.move("Before")
    clerk.process()
    before = kept(clerk)
    assert clerk.process(code=3)["outcome"] == "nothing changed"
    assert kept(clerk) == before
    number = min(clerk.wired.office.passwords())
    clerk.move("After", number)
    clerk.process()
    assert [[change.key for change in found] for _, found in kept(clerk)] == [[number]]
    assert changes(clerk.wired.proxy.of("POST", "/snapshots")) == kept(clerk)[0][1]


def test_A17_it_is_not_readable_in_the_agents_own_file(clerk: Clerk) -> None:
    clerk.wired.office.change("UPDATE customers SET password = 'Sealed-' || number WHERE password <> ''")
    clerk.move("Nobody Reads This")
    clerk.process()
    held = b"".join(path.read_bytes() for path in clerk.wired.office.home.rglob("*") if path.is_file())
    secret = [change.body for _, found in kept(clerk) for change in found if change.kind == "credential"]
    assert secret and secret[0] is not None
    for canary in (b"Nobody Reads This", b"Sealed-", b"argon2id", secret[0][-20:]):
        assert canary not in held


@pytest.mark.parametrize("column", ["sealed", "number"])
def test_A17_a_part_that_was_tampered_with_is_not_shown(clerk: Clerk, column: str) -> None:
    clerk.move(f"Tampered {column}")
    clerk.process()
    with closing(sqlite3.connect(clerk.wired.office.home / "agent.db")) as store, store:
        value = "zeroblob(length(sealed))" if column == "sealed" else "number + 1"
        store.execute(f"UPDATE payload_parts SET {column} = {value}")
    with pytest.raises(Exception, match="does not fit the key"):
        kept(clerk)


def test_A17_a_portal_that_is_forgotten_takes_it_along(clerk: Clerk) -> None:
    clerk.move("Forgotten")
    clerk.process()
    assert kept(clerk)
    agent = clerk.agent
    with closing(sqlite3.connect(clerk.wired.office.home / "agent.db")) as store:
        store.execute("BEGIN")
        store.execute("DELETE FROM portals")
        left = [store.execute(f"SELECT count(*) FROM {table}").fetchone() for table in ("payloads", "payload_parts")]
        store.rollback()
    assert left == [(0,), (0,)]
    assert agent.portals.all()
