"""C2: Import for New Data shows what was uploaded last, says that it fetches nothing, and may be what uploads wait
for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from receiver.domain.people.users import PortalUser
from tests.admin.boss import ANN, Boss
from tests.admin.conftest import RUTH, TOM
from tests.admin.noted import noted
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.portal.members import chosen
from tests.support.visitor import Visitor

IDA = Person("1049", "winter garden", "Ida Lund")
BO = Person("1050", "summer garden", "Bo Lund")
OWN = "seven green gates"


def numbers(office: Office) -> tuple[int, int]:
    """newest, published."""
    company = office.company()
    return company.newest, company.published


def test_C2_the_article_is_followed_word_by_word(boss: Boss, office: Office) -> None:
    menu = boss.get()
    (way,) = [one for one in menu.all("a") if one.text == "Import for New Data"]
    page = boss.get(way.attributes["href"].rpartition("/admin/")[2])
    assert page.one("h1").text == "Import for New Data"
    assert "refreshes the portal with the data that the office has uploaded already" in page.text
    assert "does not get the latest data from the office" in page.text
    page = boss.submit(page, "import", {})
    assert "The data was imported again" in page.one(role="status").text
    assert numbers(office) == (1, 1)
    assert noted(office) == ["snapshots.imported-again"]


def test_C2_uploads_wait_for_it_where_that_is_switched_on(boss: Boss, office: Office, serving: Serving) -> None:
    page = boss.submit(boss.get("import"), "hold", {})
    assert "once you import it here" in page.one(role="status").text
    office.publish(ANN, RUTH, TOM, IDA)
    assert numbers(office) == (2, 1)
    with Visitor(serving.receiver.url, office.company_id) as ida:
        ida.sign_in(IDA.number, IDA.password, status=401)
        assert "1 new" in boss.get("import").one("dl").text
        assert "waits for import" in boss.get("snapshots").text
        page = boss.submit(boss.get("import"), "import", {})
        assert "The data was imported: customers see" in page.one(role="status").text
        ida.sign_in(IDA.number, IDA.password)
    assert numbers(office) == (2, 2)
    boss.submit(boss.get("import"), "hold", {})
    office.publish(ANN, RUTH, TOM)
    assert numbers(office) == (3, 3)
    assert noted(office) == ["snapshots.hold-on", "snapshots.imported", "snapshots.hold-off"]


def test_C2_what_came_after_the_page_was_made_is_looked_at_first(boss: Boss, office: Office) -> None:
    boss.submit(boss.get("import"), "hold", {})
    office.publish(ANN, RUTH, TOM, IDA)
    page = boss.get("import")
    office.publish(ANN, RUTH)
    again = boss.submit(page, "import", {})
    assert "please look again" in again.one(role="alert").text
    assert numbers(office) == (3, 1)
    done = boss.submit(again, "import", {})
    assert boss.submit(again, "import", {}).one("h1").text == done.one("h1").text, "a second click does no harm"
    assert numbers(office) == (3, 3)


def test_C2_switching_the_holding_off_shows_what_waits_unless_it_is_held(boss: Boss, office: Office) -> None:
    unseen = replace(office, attended=False)
    boss.submit(boss.get("import"), "hold", {})
    unseen.publish(ANN, RUTH, TOM, IDA)
    page = boss.get("import")
    unseen.publish(ANN, RUTH, TOM, IDA, BO)
    assert "please look again" in boss.submit(page, "hold", {}).one(role="alert").text
    page = boss.get("import")
    assert "snapshot 3 is shown at once: 2 new" in page.text
    page = boss.submit(page, "hold", {})
    assert "snapshot 3, which waited, and each later upload" in page.one(role="status").text
    assert numbers(office) == (3, 3)
    boss.submit(page, "hold", {})
    unseen.publish(ANN, RUTH)
    page = boss.get("import")
    assert "snapshot 4 goes on waiting" in page.text
    page = boss.submit(page, "hold", {})
    assert "Snapshot 4 goes on waiting: 3 of 4 customers would leave" in page.one(role="status").text
    assert [one for one in page.all("a") if one.attributes["href"].endswith("/admin/snapshots/4")]
    assert numbers(office) == (4, 3)
    assert noted(office)[1] == "snapshots.hold-off-shown" and noted(office)[3] == "snapshots.hold-off"
    boss.submit(boss.get("snapshots/1"), "snapshots/1/go-back", {})
    boss.submit(boss.get("import"), "hold", {})
    page = boss.submit(boss.get("import"), "hold", {})
    assert "pinned" in page.one(role="status").text
    assert numbers(office) == (4, 1)


def test_C3_a_page_of_before_somebody_went_back_imports_nothing(boss: Boss, office: Office) -> None:
    office.publish(ANN, RUTH, TOM, IDA)
    stale = boss.get("import")
    boss.submit(boss.get("snapshots/1"), "snapshots/1/go-back", {})
    again = boss.submit(stale, "import", {})
    assert "please look again" in again.one(role="alert").text
    assert numbers(office) == (2, 1) and office.company().pinned_at
    boss.submit(again, "import", {})
    assert numbers(office) == (2, 2) and not office.company().pinned_at


def test_C2_who_would_leave_is_said_before(boss: Boss, office: Office) -> None:
    replace(office, attended=False).publish(ANN, RUTH)
    page = boss.get("import")
    assert "1 of 2 customers would leave the portal." in page.text
    boss.submit(page, "import", {})
    assert numbers(office) == (2, 2)


@pytest.mark.parametrize("way", ["import", "hold"])
def test_A7_a_reset_that_waited_ends_a_choice_for_good(boss: Boss, office: Office, serving: Serving, way: str) -> None:
    chosen(office, "record:R1047", OWN)
    boss.submit(boss.get("import"), "hold", {})
    office.publish(ANN, replace(RUTH, reset=1), TOM)
    office.publish(ANN, replace(RUTH, reset=1), TOM, replace(IDA, password=""))
    boss.submit(boss.get("import"), way, {})
    with office.work.reading(office.company_id) as session:
        kept = session.get_one(PortalUser, (office.company_id, "record:R1047"))
        assert (kept.verifier, kept.chosen_at, kept.reset) == (b"", None, 1), "the office learns of it"
    if office.company().hold_uploads:
        boss.submit(boss.get("import"), "hold", {})
    office.publish(ANN, RUTH, TOM)
    with Visitor(serving.receiver.url, office.company_id) as ruth:
        ruth.sign_in(RUTH.number, OWN, status=401)
        ruth.sign_in(RUTH.number, RUTH.password)


@pytest.mark.parametrize("field", ["", "maybe", "yes\0", "'" * 5_000])
def test_C2_a_switch_that_is_no_switch_changes_nothing(boss: Boss, office: Office, field: str) -> None:
    boss.submit(boss.get("import"), "hold", {"hold": field}, status=400)
    assert not office.company().hold_uploads
    boss.submit(boss.get("import"), "import", {"seen": field})
    assert noted(office) == []
