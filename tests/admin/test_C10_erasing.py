"""C10: a customer who has left is forgotten, everywhere and provably, and nobody else is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import delete, inspect, text

from receiver.db.company_net import COMPANY, EVERY_COMPANY
from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.companies.models import Company
from receiver.domain.mail.outbox import Letter, post
from receiver.domain.people.models import PortalSession
from receiver.domain.snapshots.bodies import unpacked
from receiver.domain.snapshots.pruning import prune
from receiver.domain.snapshots.showing import go_back, import_newest
from receiver.settings import Retention
from shared import records
from tests.admin.boss import ANN, Boss
from tests.admin.test_overview import figures
from tests.portal.cast import Chief, Office, Person
from tests.portal.conftest import Serving
from tests.portal.contacting import Writer
from tests.portal.test_B11_people import accept, invite
from tests.support.pages import Element
from tests.support.pictures import picture
from tests.support.visitor import Visitor

DONE = records.History((records.Visit("7", datetime(2025, 5, 3, 8), service="Hedge trimming"),))
OWN = records.History((records.Visit("7", datetime(2024, 5, 3, 8), service="Shed of Zelda"),))
NOTE = "schedule/note?job=7"
ZELDA = Person(
    "1047",
    "maple syrup",
    "Zelda Quill",
    "R1",
    details={"email": "zelda@example.com", "jobs": (records.Job("7", "Hedge"),)},
    history={2025: DONE, 2024: OWN},
)
TOM = Person("1048", "quiet river", "Tom Baker", "R2", details={"email": "tom@example.com"}, history={2025: DONE})
HEIR = Person("1047", "another word", "Heir Brook", "R9", history={2025: DONE})
"""Has her number afterwards, and the very same history record."""
OTHERS = ("Tom Baker", "words of Tom", "tom@example.com", "record:R2", "record_id=R2,", "Heir Brook", "record_id=R9,")
"""What rows of others hold, in words that random bytes do not spell in base64."""
CUSTOMER = "settings/erasing/customer?record="


@pytest.fixture
def office(serving: Serving) -> Office:
    """A company that Zelda has left."""
    return left(serving)


def left(serving: Serving) -> Office:
    """Zelda used the portal in every way, then left; her number went to somebody else."""
    made = serving.office()
    made.publish(ANN, ZELDA, TOM)
    with (
        Visitor(serving.receiver.url, made.company_id) as zelda,
        Visitor(serving.receiver.url, made.company_id) as guest,
        Visitor(serving.receiver.url, made.company_id) as tom,
    ):
        zelda.sign_in(ZELDA.number, ZELDA.password)
        Writer.at(zelda).send("the words of Zelda", ("gate.jpg", picture()))
        zelda.submit(zelda.get("account/calendar"), "account/calendar", {})
        accept(guest, invite(zelda))
        invite(zelda, email="cousin@example.com")
        tom.sign_in(TOM.number, TOM.password)
        Writer.at(tom).send("the words of Tom", ("gate.jpg", picture()))
        form = zelda.get(NOTE)
        with made.work.writing(made.company_id, Lane.VISITORS) as session:
            session.execute(delete(PortalSession).where(PortalSession.company_id == made.company_id))
        # What she sends now is kept for her.
        zelda.submit(form, NOTE, {"text": "typed by her"}, status=401)
        zelda.sign_in(ZELDA.number, ZELDA.password)
        guest.sign_in(ZELDA.number, "wrong", status=401)
    with made.work.writing(made.company_id) as session:
        for user, to in (("record:R1", "zelda@example.com"), ("", "zelda@example.com"), ("", "tom@example.com")):
            letter = Letter("test", to, {"company": "GV"}, user_id=user)
            post(session, made.secrets.peppers, made.company_id, letter, cause=f"x{user}{to}", host="h", now=now())
    made.publish(ANN, Person("1047", "maple syrup", "Zelda Quill-Brook", "R1", history={2025: DONE}), TOM)
    made.publish(ANN, HEIR, TOM)
    return made


def everything(office: Office) -> dict[str, set[str]]:
    """Every row of the company by table, as text, bodies unpacked."""
    found: dict[str, set[str]] = {}
    with office.work.reading(office.company_id) as session:
        connection = session.connection().execution_options(**{COMPANY: EVERY_COMPANY})
        for name in inspect(connection).get_table_names():
            rows = connection.execute(text(f"SELECT * FROM {name}")).mappings()
            held = [row for row in rows if row.get("company_id") == office.company_id]
            found[name] = {", ".join(f"{column}={_shown(name, column, row[column])}" for column in row) for row in held}
    return found


def _shown(table: str, column: str, value: object) -> str:
    if table == "records" and column == "body" and isinstance(value, bytes):
        return unpacked(value).decode(errors="replace")
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)


def traces(rows: dict[str, set[str]], words: Iterable[str]) -> set[str]:
    """The tables where one of the words stands."""
    return {table for table, held in rows.items() for row in held for word in words if word in row}


def files(office: Office, serving: Serving) -> set[Path]:
    """The company's files in the file store."""
    return {one for one in serving.receiver.data.rglob(f"{office.company_id}/*") if one.is_file()}


HERS = (
    "Zelda",
    "zelda@example.com",
    "user_id=record:R1,",
    "by=record:R1,",
    "subject=record:R1,",
    "cousin@example.com",
    "ann@example.com",
    "Ann Field",
)


def erased(boss: Boss) -> Element:
    """Erase her."""
    return boss.submit(boss.get(f"{CUSTOMER}R1"), "settings/erasing/customer", {})


def test_C10_who_has_left_is_forgotten_and_nobody_else(boss: Boss, office: Office, serving: Serving) -> None:
    twin = serving.office()
    twin.publish(ANN, ZELDA, TOM)
    twin.publish(ANN, TOM)
    before, kept, others = everything(office), files(office, serving), everything(twin)
    assert len(before["drafts"]) == 1
    assert {"records", "listing", "requests", "portal_users", "mails", "one_time_codes"} <= traces(before, HERS)
    assert len(kept) == 4, "a picture and a small one of each"
    page = boss.get("settings/erasing")
    assert "Zelda Quill-Brook" in page.text and "Tom Baker" not in page.text
    page = boss.get(f"{CUSTOMER}R1")
    assert "Erase Zelda Quill-Brook" in page.one("h1").text
    figures = [one.text for one in page.all("div", **{"class": "card figure"})]
    assert figures[1:3] == ["Requests and messages 1", "Photos 1"] and figures[-1].startswith("People invited 1")
    page = erased(boss)
    assert "Everything that the portal held of customer 1047 is erased." in page.text
    assert "Nobody has left" in page.text
    after = everything(office)
    assert everything(twin) == others
    assert after["drafts"] == set()
    assert traces(after, HERS) == set()
    lost = {table for table in before if before[table] - after[table]}
    assert lost <= {
        "records", "listing", "requests", "photos", "portal_users", "mails", "one_time_codes", "account_links",
        "calendar_feeds", "sessions", "attempts", "drafts", "audit_heads", "administrator_sessions",
    }  # fmt: skip
    for table in lost - {"audit_heads", "administrator_sessions"}:
        assert not [row for row in before[table] - after[table] if any(word in row for word in OTHERS)], table
    assert len(kept - files(office, serving)) == 2
    (proof,) = [row for row in after["audit"] if "erasing.done" in row]
    assert "about=record:R1," in proof and '"numbers": "1047"' in proof and "Zelda" not in proof
    boss.get(f"{CUSTOMER}R1", status=404)
    with Visitor(serving.receiver.url, office.company_id) as heir:
        heir.sign_in(HEIR.number, HEIR.password)
        assert "Hedge trimming" in heir.get("history").text, "the office publishes it as his"


def test_C10_the_same_on_postgresql(serving_on_postgresql: Serving) -> None:
    made = left(serving_on_postgresql)
    with Boss(serving_on_postgresql.receiver.url, made.company_id) as boss:
        boss.sign_in()
        assert "Zelda" in boss.get("settings/erasing?q=quill").text
        erased(boss)
    after = everything(made)
    assert traces(after, HERS) == set() and after["drafts"] == set()


@pytest.mark.parametrize("where", ["serving", "serving_on_postgresql"])
def test_C10_what_pruning_has_torn_apart_is_forgotten_too(where: str, request: pytest.FixtureRequest) -> None:
    house: Serving = request.getfixturevalue(where)
    office, first = house.office(), replace(ZELDA, details={})
    second, third = (replace(first, details={"city": city}) for city in ("Salem", "Shelby"))
    heir = replace(HEIR, history={2024: DONE})
    between = replace(heir, name="Bea Reed", record_id="R8")
    sets: list[list[Person | Chief]] = [[ANN, TOM, one] for one in (first, second, third, between, first, heir)]
    office.publish(*sets[0])
    with office.work.writing(office.company_id) as session:
        go_back(session, session.get_one(Company, office.company_id), 1, "Ann", now())
    for before, after in pairwise(sets):
        office.publish_changes(before, *after)
    # The second one alone is given up: the portal shows the first one until here.
    prune(office.work, office.company_id, Retention(4, timedelta(0)), now() + timedelta(days=1))
    with office.work.writing(office.company_id) as session:
        import_newest(session, session.get_one(Company, office.company_id), now())
    kept = everything(office)
    with Boss(house.receiver.url, office.company_id) as boss:
        boss.sign_in()
        page = boss.get(f"{CUSTOMER}R1")
        assert page.all("div", **{"class": "card figure"})[0].text == "Published records 9"
        shown = page.one("table").all("td", **{"data-label": "Snapshot"})
        assert [one.text for one in shown] == ["1", "3", "5"]
        erased(boss)
    rest = everything(office)
    lost = kept["records"] - rest["records"]
    assert len(lost) == 9 and all("key=1047" in row for row in lost)
    assert {"R8", "R9"} == {one for one in ("R1", "R8", "R9") for row in rest["listing"] if f"record_id={one}," in row}
    assert len([row for row in rest["records"] if "key=1047" in row]) == 6, "three of each other holder"
    assert "Shed of Zelda" not in str(rest["records"])


def test_C10_the_overview_counts_passwords_anew_afterwards(serving: Serving) -> None:
    office = serving.office()
    office.publish(ANN, replace(ZELDA, shared=True), TOM)
    with Boss(serving.receiver.url, office.company_id) as boss:
        boss.sign_in()
        assert figures(boss)["Weak or shared passwords"].startswith("1 | 0 weak, 1 shared, of 2")
        office.publish(ANN, TOM)
        erased(boss)
        assert figures(boss)["Weak or shared passwords"] == "0 | 0 weak, 0 shared, of 1"


def test_C10_twice_and_in_vain(boss: Boss, office: Office) -> None:
    page = boss.get(f"{CUSTOMER}R1")
    boss.submit(page, "settings/erasing/customer", {})
    page = boss.submit(page, "settings/erasing/customer", {})
    assert "Nothing was erased" in page.text
    assert len([row for row in everything(office)["audit"] if "erasing.done" in row]) == 1


def test_C10_who_is_here_can_not_be_erased(boss: Boss, office: Office) -> None:
    page = boss.get(f"{CUSTOMER}R1")
    office.publish(ANN, Person("1050", "maple syrup", "Zelda Quill", "R1"), TOM)
    before = everything(office)
    assert "Nothing was erased" in boss.submit(page, "settings/erasing/customer", {}).text
    assert everything(office)["records"] == before["records"]
    with office.work.writing(office.company_id) as session:
        company = session.get_one(Company, office.company_id)
        company.pinned_at, company.pinned_by = company.created_at, "Ann"
    office.publish(ANN, TOM)
    assert "Zelda" not in boss.get("settings/erasing").text, "the portal is pinned, and still shows her"
    for record in ("R2", "R1", "R77", "", "%00", "x" * 501, "' OR 1=1--"):
        boss.get(f"{CUSTOMER}{record}", status=404)


def test_C10_the_host_does_the_same(office: Office, serving: Serving) -> None:
    company = ("--company", str(office.company_id), "--json")
    (found,) = serving.receiver.must("departed", "list", *company).json["customers"]
    assert (found["record"], found["name"]) == ("R1", "Zelda Quill-Brook")
    held = serving.receiver.must("departed", "show", "R1", *company).json
    assert (held["requests"], held["photos"], held["people"], len(held["snapshots"])) == (1, 1, 1, 2)
    told = serving.receiver.must("departed", "erase", "R1", "--yes", *company).json
    assert (told["numbers"], told["photos"]) == (["1047"], 1)
    after = everything(office)
    assert traces(after, HERS) == set() and after["drafts"] == set()
    for record in ("R1", "R2"):
        assert serving.receiver.run("departed", "erase", record, "--yes", *company).code == 3


SEARCHES = (
    ("q=quill", 200, True),
    ("q=1047", 200, True),
    ("q=R1", 200, True),
    ("q=%25", 200, False),
    ("q=_", 200, False),
    ("q=%5C", 200, False),
    ("q=%27+OR+1%3D1--", 200, False),
    ("q=%00", 200, True),
    ("q=" + "x" * 101, 400, False),
    ("page=0", 404, False),
    ("page=-1", 404, False),
    ("page=1e3", 404, False),
    ("page=2", 200, True),
)


def test_C10_the_list_is_searched_strictly(boss: Boss, office: Office) -> None:
    for asked, status, found in SEARCHES:
        page = boss.get(f"settings/erasing?{asked}", status)
        assert ("Zelda" in page.text) is found, asked
