"""Process against a real receiver, over a recording proxy (features A8, A9, A12, A14)."""

from __future__ import annotations

import base64
import threading
from pathlib import Path

import pytest

from shared import records
from shared.canonical import decode_as
from shared.parts import Change
from tests.agent.wired import Wired, changes, snapshots
from tests.support.office import Office
from tests.support.proxy import LOST_ANSWER, Fault, Proxy
from tests.support.receiver import Receiver

COUNTED = (
    " FROM customers WHERE upper(trim(status)) = 'ACTIVE' AND is_customer = 1"
    " AND COALESCE(is_employee, 0) = 0 AND COALESCE(not_on_portal, 0) = 0"
)


@pytest.fixture
def wired(published: Wired) -> Wired:
    """The office of this module, with everything published and nothing on the way yet. Tests change the practice
    database, each in its own place."""
    published.office.run("process")
    published.proxy.forget()
    return published


def test_A8_counts_are_exact(published: Wired) -> None:
    told, office = published.told, published.office
    first = [one.key for one in changes(published.first) if one.kind == "customer"]
    assert told["outcome"] == "published"
    assert told["customers"] == told["counts"]["customer"] == len(first) == len(set(first))
    assert told["counts"]["credential"] == len([one for one in changes(published.first) if one.kind == "credential"])
    assert told["requests"] == len(published.first)
    assert told["bytes_sent"] == sum(len(one.body) for one in published.first)
    assert set(first) <= {row[0] for row in office.rows("SELECT number FROM customers")}


def test_A8_data_comes_first_and_passwords_as_a_second_snapshot(published: Wired) -> None:
    data, passwords = published.first
    assert {change.kind for change in data.changes} == {"company", "customer", "history"}
    assert {change.kind for change in passwords.changes} == {"credential", "staff"}


def test_A14_only_level_1_users_travel_and_never_with_the_first_password(published: Wired) -> None:
    good = published.office.rows("SELECT name FROM users WHERE level = 1 AND password NOT IN ('Clip', '')")
    assert [(one.key,) for one in changes(published.first) if one.kind == "staff"] == good


def test_A8_nothing_changed_is_one_small_request(wired: Wired) -> None:
    again = wired.office.run("process", "--json")
    assert (again.code, again.json["outcome"]) == (3, "nothing changed")
    assert len(wired.proxy.sent) == 1
    assert len(wired.proxy.sent[0].body) <= 2_000


def test_A9_only_what_changed_travels_and_who_is_inactive_leaves(wired: Wired) -> None:
    proxy, office = wired.proxy, wired.office
    stays, leaves = sorted(office.passwords())[-2:]
    office.change("UPDATE customers SET street = 'Elm Street 5' WHERE number = ?", stays)
    office.change("UPDATE customers SET status = 'INACTIVE' WHERE number = ?", leaves)
    told = office.process()
    sent = changes(proxy.sent)
    assert {(change.kind, change.key) for change in sent if change.body} == {("customer", stays)}
    gone = {(change.kind, change.key.partition(records.KEY_SEPARATOR)[0]) for change in sent if change.body is None}
    assert gone <= {("customer", leaves), ("history", leaves), ("credential", leaves)}
    assert told["difference"]["customer"] == {"added": 0, "changed": 1, "removed": 1}


def test_A8_activity_after_is_exclusive(wired: Wired) -> None:
    office = wired.office
    number, last = office.rows(
        "SELECT c.number, max(date(w.started)) FROM customers c JOIN jobs j ON j.customer_id = c.id"
        " JOIN work w ON w.job_id = j.id WHERE w.posted AND c.number IN"
        f" (SELECT number{COUNTED}) GROUP BY c.id ORDER BY 1 LIMIT 1"
    )[0]
    office.change("UPDATE customers SET status = 'ON HOLD' WHERE number = ?", number)
    office.change("DELETE FROM invoices")
    office.change("DELETE FROM payments")
    active = office.must("process", "--dry-run")["customers"]
    same_day = office.must("process", "--dry-run", "--activity-after", last)["customers"]
    office.change("UPDATE customers SET status = 'INACTIVE' WHERE number = ?", number)
    earlier = office.must("process", "--dry-run", "--activity-after", "1990-01-01")["customers"]
    assert same_day - active == len(_others_after(office, last))
    assert earlier > active


def _others_after(office: Office, day: str) -> list[tuple[str]]:
    """Customers of other statuses with work after that day."""
    return office.rows(
        "SELECT DISTINCT c.number FROM customers c JOIN jobs j ON j.customer_id = c.id JOIN work w ON w.job_id = j.id"
        " WHERE w.posted AND date(coalesce(w.started, w.planned)) > ? AND upper(trim(c.status)) NOT IN"
        " ('ACTIVE', 'PATTERN') AND c.is_customer = 1 AND COALESCE(c.is_employee, 0) = 0"
        " AND COALESCE(c.not_on_portal, 0) = 0",
        day,
    )


def test_A8_dry_run_sends_nothing(wired: Wired) -> None:
    proxy, office = wired.proxy, wired.office
    office.change("UPDATE customers SET city = 'Seen Beforehand'")
    told = office.must("process", "--dry-run")
    assert told["outcome"] == "preview"
    assert told["difference"]["customer"] == {"added": 0, "changed": told["customers"], "removed": 0}
    assert not proxy.sent


def test_A9_a_number_given_to_somebody_else_never_keeps_the_password(wired: Wired) -> None:
    proxy, office = wired.proxy, wired.office
    number = min(office.passwords())
    before = {one.key: one.body for one in changes(wired.first) if one.kind == "credential"}[number]
    office.change("UPDATE customers SET status = 'INACTIVE', number = number || ' old' WHERE number = ?", number)
    office.change(
        "INSERT INTO customers (id, number, name, status, is_customer, is_employee, not_on_portal, password)"
        " VALUES (990001, ?, 'Somebody Else', 'ACTIVE', 1, 0, 0, 'a-brand-new-password')",
        number,
    )
    office.process()
    data, credentials = proxy.of("POST", "/snapshots")
    assert Change("credential", number, None) in data.changes
    (after,) = [change.body for change in credentials.changes if change.key == number]
    assert before is not None and after is not None
    assert decode_as(records.Credential, after).record_id == "990001"
    assert decode_as(records.Credential, before).verifier not in after.decode()


def test_no_password_travels_or_stays_readable(published: Wired) -> None:
    sent, office = published.first, published.office
    words = [*office.passwords().values(), *(row[0] for row in office.rows("SELECT password FROM users"))]
    canaries = [word.encode() for word in words if len(word) >= 8]
    said = b"".join(one.body + b"".join(change.body or b"" for change in one.changes) for one in sent)
    kept = b"".join(path.read_bytes() for path in office.home.rglob("*") if path.is_file())
    assert len(canaries) >= 5
    for canary in canaries:
        for form in (canary, canary.hex().encode(), base64.b64encode(canary).rstrip(b"="), canary[::-1]):
            assert form not in said
            assert form not in kept


def test_F4_a_lost_answer_ends_in_one_publication(wired: Wired) -> None:
    proxy, office, receiver = wired.proxy, wired.office, wired.receiver
    office.change("UPDATE customers SET city = 'Elsewhere'")
    before = snapshots(receiver)
    proxy.plan(LOST_ANSWER, "POST", "/snapshots")
    told = office.process()
    assert told["outcome"] == "published"
    assert len(proxy.of("POST", "/snapshots")) == 2
    assert snapshots(receiver) == before + 1
    assert office.run("process").code == 3


def test_F3_kill_between_parts_sends_only_the_missing_ones(tmp_path: Path, receiver: Receiver) -> None:
    office = Office(tmp_path / "large")
    office.sample(2_600)
    office.change("UPDATE customers SET password = ''")
    code = receiver.create_company(112, "Green Valley Lawn Care")
    with Proxy(receiver.port).open() as proxy:
        office.must("pair", "--receiver", proxy.url, "--company", "112", "--code", code)
        proxy.plan(Fault(until=threading.Event()), "PUT", skip=2, count=2)
        running = office.start("process")
        running.wait_until(lambda: len([one for one in proxy.seen if one.method == "PUT"]) == 4)
        running.kill()
        before = {one.path for one in proxy.of("PUT", "")}
        proxy.forget()
        told = office.process()
        sent = [one.path for one in proxy.of("PUT", "")]
    assert len(before) == 2 and sent and not before & set(sent) and len(sent) == len(set(sent))
    assert told["counts"]["customer"] == office.rows(f"SELECT count(*){COUNTED}")[0][0]
    assert snapshots(receiver) == (2 if told["credentials"]["staff"] else 1)


def test_A12_a_lost_answer_to_pairing_is_made_up_for_by_the_same_command(receiver: Receiver, office: Office) -> None:
    code = receiver.create_company(office.company, "Green Valley Lawn Care")
    with Proxy(receiver.port).open() as proxy:
        words = ("pair", "--receiver", proxy.url, "--company", str(office.company), "--code", code)
        proxy.plan(LOST_ANSWER, "POST", "/pair")
        assert office.run(*words).code == 5
        assert office.run(*words).code == 0
        assert office.process()["outcome"] == "published"
        assert code.encode() not in b"".join(path.read_bytes() for path in office.home.rglob("*") if path.is_file())
