"""C3: the list of snapshots, what differs in words, going back, and publishing what is held."""

from __future__ import annotations

from dataclasses import replace

import pytest

from receiver.domain.snapshots.between import Step, between
from receiver.domain.snapshots.models import Snapshot
from receiver.domain.snapshots.requests import Origin
from tests.admin.boss import ANN, Boss
from tests.admin.conftest import RUTH, TOM
from tests.admin.noted import noted
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.support.pages import Element
from tests.support.visitor import Visitor

IDA = Person("1049", "winter garden", "Ida Lund")
MOVED = replace(RUTH, details={"email": "ruth@example.com", "city": "Elsewhere"})


def rows(page: Element) -> list[list[str]]:
    """Number, customers, difference and what it is now, of each snapshot."""
    found = [[cell.text for cell in row.all("td")] for row in page.one("tbody").all("tr")]
    return [[cells[0], cells[3], cells[4], cells[6]] for cells in found]


def published(office: Office) -> int:
    """What customers see."""
    return office.company().published


def city(office: Office, serving: Serving) -> str:
    """Where Ruth lives, as she reads it herself."""
    with Visitor(serving.receiver.url, office.company_id) as ruth:
        ruth.sign_in(RUTH.number, RUTH.password)
        return "Elsewhere" if "Elsewhere" in ruth.get("contact").text else ""


def test_C3_each_upload_is_listed_with_what_it_changed(boss: Boss, office: Office) -> None:
    office.publish(ANN, MOVED, TOM, IDA)
    office.publish(ANN, MOVED, IDA, replace(TOM, password="another river"))
    page = boss.get("snapshots")
    assert "What customers see now is snapshot 3, from the office today" in page.text
    assert rows(page) == [
        ["3", "3", "1 password", "live"],
        ["2", "3", "1 new, 1 changed", "Go back to this"],
        ["1", "2", "2 new, 1 level 1 user, company information", "Go back to this"],
    ]
    told = [row.text for row in boss.get("snapshots/2").one("tbody").all("tr")]
    assert told[:2] == ["Customers 3 1 1 0", "Passwords of customers 3 1 0 0"]


def test_C3_the_schedule_is_named_only_where_it_was_at_work(boss: Boss, office: Office) -> None:
    unseen = replace(office, attended=False)
    unseen.publish(ANN, RUTH)
    replace(unseen, origin=Origin("Dana")).publish(ANN, MOVED)
    replace(unseen, origin=Origin(scheduled=True)).publish(ANN, RUTH, TOM)
    text = boss.get("snapshots").one("tbody").text
    assert (text.count(", schedule"), text.count(", Dana")) == (1, 1)
    assert "schedule" not in boss.get("snapshots/2").text


def test_C3_going_back_pins_the_portal_until_the_import(boss: Boss, office: Office, serving: Serving) -> None:
    office.publish(ANN, MOVED, TOM, IDA)
    page = boss.get("snapshots/1")
    assert "Compared with now: 1 changed, 1 leaves" in page.text
    boss.submit(page, "go-back", {})
    assert published(office) == 1
    assert city(office, serving) == ""
    for path in ("", "snapshots", "import", "settings"):
        assert "by Ann. Later uploads are kept" in boss.get(path).text, path
    assert rows(boss.get("snapshots"))[1][3] == "live, pinned"
    office.publish(ANN, MOVED, IDA)
    assert published(office) == 1
    boss.submit(page, "go-back", {})
    assert noted(office) == ["snapshots.went-back"], "a second click is no second deed"
    boss.submit(boss.get("import"), "import", {})
    assert (published(office), city(office, serving)) == (3, "Elsewhere")
    assert "Later uploads are kept" not in boss.get().text
    assert noted(office) == ["snapshots.went-back", "snapshots.imported"]


def test_C3_one_page_is_not_used_for_what_changed_meanwhile(boss: Boss, office: Office) -> None:
    office.publish(ANN, MOVED, TOM)
    page = boss.get("snapshots/1")
    office.publish(ANN, MOVED, TOM, IDA)
    again = boss.submit(page, "go-back", {})
    assert "please look again" in again.one(role="alert").text
    assert (published(office), noted(office)) == (3, [])


def test_C3_what_was_never_seen_or_is_not_kept_offers_nothing(boss: Boss, office: Office) -> None:
    replace(office, attended=False).publish(ANN, RUTH)
    office.publish(ANN, RUTH, TOM, IDA)
    office.publish(ANN, RUTH, TOM)
    with office.work.writing(office.company_id) as session:
        first = session.get_one(Snapshot, (office.company_id, 1))
        first.pruned_at = first.committed_at
    assert [one[3] for one in rows(boss.get("snapshots"))] == [
        "live",
        "Go back to this",
        "never shown",
        "no longer kept",
    ]
    earlier = boss.get("snapshots/3")
    for number in (1, 2):
        assert "Nothing can be done with it." in boss.get(f"snapshots/{number}").text
        (form,) = [one for one in earlier.all("form") if one.attributes["action"].endswith("go-back")]
        form.attributes["action"] = form.attributes["action"].replace(f"/{3 if number == 1 else 1}/", f"/{number}/")
        boss.submit(earlier, "go-back", {})
    assert (published(office), noted(office)) == (4, [])


def test_F38_what_is_held_is_published_once_somebody_has_looked(boss: Boss, office: Office) -> None:
    replace(office, attended=False).publish(ANN, RUTH)
    assert rows(boss.get("snapshots"))[0] == ["2", "1", "1 leaves", "held: 50 % fewer customers"]
    page = boss.get("snapshots/2")
    assert "1 of 2 customers would leave the portal." in page.text
    boss.submit(page, "publish", {})
    boss.submit(page, "publish", {})
    assert (published(office), noted(office)) == (2, ["snapshots.confirmed"])


@pytest.mark.parametrize("path", ["0", "99", "-1", "1e3", "2147483648", "1.0", "01", "x"])
def test_C3_a_snapshot_that_is_none_is_not_found(boss: Boss, path: str) -> None:
    boss.get(f"snapshots/{path}", status=404)


@pytest.mark.parametrize("page", ["0", "-1", "1e3", "x", "9" * 40, "%00"])
def test_C3_a_page_that_is_none_is_not_found(boss: Boss, page: str) -> None:
    boss.get(f"snapshots?page={page}", status=404)


def test_C3_what_differs_is_the_same_both_ways(office: Office) -> None:
    office.publish(ANN, MOVED, IDA)
    office.publish(ANN, RUTH, IDA)
    with office.work.reading(office.company_id) as session:
        there = between(session, Step(office.company_id, 1, 2))
        back = between(session, Step(office.company_id, 2, 1))
        over = between(session, Step(office.company_id, 1, 3))
        none = between(session, Step(office.company_id, 2, 2))
    assert there["customer"] == back["customer"] == {"added": 1, "changed": 1, "removed": 1}
    # Ruth moved and came back: compared over both, she is as she was.
    assert over["customer"] == {"added": 1, "changed": 0, "removed": 1}
    assert none == {}
