"""Preview before Process: what would change and for whom, beside independent SQL; nothing is sent (A10)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from agent.domain.people import NAMED, Ascending, Crowd, without
from tests.agent.clerk import Clerk
from tests.agent.conftest import Desk

ON_PORTAL = "status = 'ACTIVE' AND is_customer = 1 AND coalesce(is_employee, 0) = 0 AND coalesce(not_on_portal, 0) = 0"


@pytest.fixture
def desk(clerk: Clerk) -> Iterator[Desk]:
    """Where the clerk types, everything published; the practice database is put back afterwards."""
    office = clerk.wired.office
    kept = office.practice.read_bytes()
    yield Desk(office.home, office.practice, clerk.capture)
    office.practice.write_bytes(kept)


def numbers(preview: dict[str, Any], group: str) -> list[str]:
    """Who is named there; everybody is, in so small an office."""
    found = preview["people"][group]
    assert found["count"] == len(found["first"])
    return [one["number"] for one in found["first"]]


def on_portal(desk: Desk, where: str = "1") -> list[str]:
    """The numbers of those on the portal, by SQL."""
    found = desk.rows(f"SELECT number FROM customers WHERE {ON_PORTAL} AND {where} ORDER BY number")
    return [one[0] for one in found]


def test_A10_a_preview_names_whom_process_then_changes(clerk: Clerk, desk: Desk) -> None:
    alone = "password IN (SELECT password FROM customers GROUP BY password HAVING count(*) = 1)"
    with_own = on_portal(desk, f"password <> '' AND {alone}")
    leaver, moved, lost, twin_a, twin_b = with_own[:5]
    (idle,) = desk.rows("SELECT number FROM customers WHERE status = 'INACTIVE' LIMIT 1")[0]
    sent = len(clerk.wired.proxy.sent)
    desk.change("UPDATE customers SET status = 'INACTIVE' WHERE number = ?", leaver)
    desk.change("UPDATE customers SET city = 'Elsewhere' WHERE number = ?", moved)
    desk.change("UPDATE customers SET password = '' WHERE number = ?", lost)
    desk.change("UPDATE customers SET password = 'one for both of us' WHERE number IN (?, ?)", twin_a, twin_b)
    desk.change("UPDATE customers SET status = 'ACTIVE', is_customer = 1, not_on_portal = 0 WHERE number = ?", idle)

    preview = desk.must("process", "--dry-run")
    assert numbers(preview, "new") == [idle]
    assert numbers(preview, "leave") == [leaver]
    assert numbers(preview, "change") == [moved]
    assert numbers(preview, "lose access") == sorted([leaver, lost])
    assert numbers(preview, "new password") == sorted([twin_a, twin_b])
    assert numbers(preview, "no password") == on_portal(desk, "coalesce(password, '') = ''")
    assert {twin_a, twin_b} <= set(numbers(preview, "weak or shared"))
    assert lost not in numbers(preview, "weak or shared")
    named = {one["number"]: one["name"] for group in preview["people"].values() for one in group["first"]}
    assert named == dict(
        desk.rows(f"SELECT number, trim(name) FROM customers WHERE number IN ({','.join('?' * len(named))})", *named)
    )
    assert len(clerk.wired.proxy.sent) == sent

    told = desk.run("process", "--dry-run").out
    assert "1 new, 1 leave, 1 change, 2 new password, 2 lose access" in told
    assert f"leave: {leaver}" in told
    process = clerk.process()
    assert process["customers"] == preview["customers"]
    assert process["without_password"] == preview["people"]["no password"]["count"]
    assert process["difference"]["customer"] == preview["difference"]["customer"]
    again = desk.must("process", "--dry-run")["people"]
    assert [again[group]["count"] for group in ("new", "leave", "change", "new password", "lose access")] == [0] * 5


def test_A10_a_sample_page_is_the_record_that_would_be_published(desk: Desk) -> None:
    number = on_portal(desk, "id IN (SELECT customer_id FROM jobs)")[0]
    seen = desk.must("process", "--sample", number)
    (name, city) = desk.rows("SELECT trim(name), trim(city) FROM customers WHERE number = ?", number)[0]
    assert (seen["number"], seen["customer"]["name"], seen["customer"]["city"]) == (number, name, city)
    assert seen["company"]["name"]
    (left,) = desk.rows("SELECT number FROM customers WHERE status = 'INACTIVE' LIMIT 1")[0]
    refused = desk.run("process", "--sample", left)
    assert refused.code == 2
    assert f"Customer {left} would not be on the portal." in refused.err


def test_A10_a_large_group_is_counted_whole_and_named_in_part() -> None:
    crowd = Crowd()
    for at in range(NAMED + 50):
        crowd.add("new", f"{at:05}")
    new = crowd.named({"00000": "First"})["new"]
    assert (new.count, len(new.first), new.first[0].name, new.first[1].name) == (NAMED + 50, NAMED, "First", "")


def test_A10_who_is_missing_is_found_in_one_pass_over_both() -> None:
    assert [*without(["a", "b", "c", "e"], ["b", "d", "e"])] == ["a", "c"]
    assert [*without([], ["b"])] == []
    held = Ascending(["b", "d"])
    assert [held.holds(key) for key in ("a", "b", "c", "d", "e")] == [False, True, False, True, False]
