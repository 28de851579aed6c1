"""C10: the audit log is read, filtered, taken away and checked; nobody changes it."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

import pytest

from receiver.db.unit_of_work import now
from receiver.domain.audit.models import Side
from receiver.domain.audit.trail import Actor, Deed, note
from tests.admin.boss import ANN, Boss
from tests.admin.conftest import RUTH, TOM
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.support.pages import Element

DANA = Actor(Side.OFFICE, "device:0000000000000000", "Dana", "192.0.2.7")


def noted(
    office: Office, action: str, *, actor: Actor = DANA, about: str = "", age: int = 0, **details: str | int
) -> None:
    """Something was done so many days ago, and is noted now."""
    filled: dict[str, str | int] = {"what": "", "number": 0, "count": 0, **details}
    with office.work.writing(office.company_id) as session:
        deed = Deed(action, about, filled, now() - timedelta(days=age))
        note(session, office.company_id, actor, deed, now())


def rows(page: Element) -> list[list[str]]:
    """The cells of the list: when, who, what, about, from where, number."""
    return [[cell.text for cell in row.all("td")] for row in page.one("tbody").all("tr")]


def exported(boss: Boss, form: str, query: str = "") -> bytes:
    """The file that the page gives away."""
    page = boss.get(f"audit?{query}")
    export = next(one for one in page.all("form") if one.attributes["action"].endswith("audit/export"))
    hidden = {one.attributes["name"]: one.attributes["value"] for one in export.all("input", type="hidden")}
    address = boss.address("audit/export")
    answer = boss.session.post(address, data={**hidden, "form": form}, headers={"Origin": boss.url}, timeout=30)
    assert answer.status_code == 200, answer.text
    name = f"filename=porchlight-{boss.company}-audit-{datetime.now(UTC):%Y}"
    assert answer.headers["Content-Disposition"].startswith(f"attachment; {name}")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    return answer.content


def test_C10_what_was_done_is_listed_with_who_when_and_where(boss: Boss, office: Office) -> None:
    noted(office, "office.replaced", what="CU.Customer Password", number=7, count=212, age=1, computer="FRONT DESK")
    first, second = rows(boss.get("audit"))
    assert first[1:] == ["Administration Ann", "Signed in to the administration site", "", "127.0.0.1", "1"]
    assert second[1:3] == ["Office Dana FRONT DESK", "Global Replacement 7: CU.Customer Password in 212 records"]
    assert second[4:] == ["192.0.2.7", "2"] and "told on" in second[0] and "told on" not in first[0]


def test_C10_the_filter_finds_by_who_what_where_user_and_day(boss: Boss, office: Office) -> None:
    noted(office, "office.settings", what="Changed 100% of a_b", age=40)
    noted(office, "portal.password-chosen", actor=Actor(Side.PORTAL, "record:R1047", "1047"))
    noted(office, "office.users", actor=Actor(Side.OFFICE, "device:1", "Zoë O'Neil"), about="staff:Bob")
    today, long_ago = f"{now():%Y-%m-%d}", f"{now() - timedelta(days=40):%Y-%m-%d}"
    for query, numbers in {
        "": ["4", "3", "1", "2"],
        "who=DAN": ["2"],
        "who=o%27neil": ["4"],
        "who=%25": [],
        "who=_": [],
        "who=%5C": [],
        "what=office": ["4", "2"],
        "where=portal": ["3"],
        f"about={RUTH.number}": ["3"],
        "about=Bob": ["4"],
        f"until={long_ago}": ["2"],
        f"since={long_ago}&until={long_ago}": ["2"],
        f"since={today}&what=office": ["4"],
        "who=%27+OR+1%3D1--": [],
    }.items():
        page = boss.get(f"audit?{query}")
        found = [row[5] for row in rows(page)] if page.all("tbody") else []
        assert found == numbers, query
    assert rows(boss.get("audit?what=portal"))[0][3] == ""
    assert rows(boss.get("audit?about=Bob"))[0][3] == "Bob"


def test_C10_a_customer_is_linked_where_that_is_his_number_now(boss: Boss, office: Office) -> None:
    noted(office, "customers.deactivated", about="record:R1047")
    links = boss.get("audit").one("tbody").all("a")
    assert [(one.text, one.attributes["href"].rpartition("/")[2]) for one in links] == [
        ("1047", "customer?number=1047")
    ]
    for heirs in ((), (Person(RUTH.number, "an heir's word", "Heir Brook", "R999"),)):
        office.publish(ANN, TOM, *heirs)
        page = boss.get("audit")
        assert rows(page)[0][3] == "1047 (left)"
        assert page.one("tbody").all("a") == []


def test_C10_long_lists_have_pages(boss: Boss, office: Office) -> None:
    with office.work.writing(office.company_id) as session:
        for number in range(60):
            told = Deed("office.settings", details={"what": f"deed {number}", "number": 0, "count": 0})
            note(session, office.company_id, DANA, told, now())
    page = boss.get("audit?what=office")
    assert len(rows(page)) == 50 and "60 entries" in page.text
    (onward,) = page.all("a", rel="next")
    assert "what=office" in onward.attributes["href"]
    last = rows(boss.get("audit?what=office&page=2"))
    assert [row[2] for row in last] == [f"Settings at the office: deed {number}" for number in range(9, -1, -1)]
    for page_ in ("0", "-1", "1e3", "x", "9" * 40):
        boss.get(f"audit?what=office&page={page_}", status=404)


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("who=%00", "who", "Something in it is no character."),
        (f"about={'9' * 1000}", "about", "That is too long."),
        ("what=evil", "what", "Choose one of the list."),
        ("where=%27", "where", "Choose one of the list."),
        ("since=2026-02-30", "since", "That is no day."),
        ("until=0001-01-01", "until", "That is no day."),
        ("since=2026-02-02&until=2026-02-01", "until", "This day is before the first one."),
    ],
)
def test_C10_bad_choices_are_said_beside_the_field(boss: Boss, query: str, field: str, words: str) -> None:
    page = boss.get(f"audit?{query}", status=400)
    assert page.one("p", id=f"{field}-fault").text.startswith(words)
    assert page.one(id=field).attributes["aria-invalid"] == "true"


def test_C10_taken_away_for_a_spreadsheet_nothing_in_it_is_a_formula(boss: Boss, office: Office) -> None:
    for evil in ("=1+1", "@SUM(1)", "\t=2", "＝3", "-1+1", 'plain, "quoted"; text'):
        noted(office, "office.other", actor=Actor(Side.OFFICE, "device:1", evil), what=evil, computer="DESK")
    data = exported(boss, "csv", "what=office")
    assert data.startswith(b"\xef\xbb\xbf")
    heads, *lines, end = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert heads[0] == "Number" and len(lines) == 6 and {len(one) for one in (*lines, end)} == {len(heads)}
    assert "".join(end) == end[heads.index("What")] == "End of the file: it holds 6 entries."
    assert [one[5] for one in lines] == ["'=1+1", "'@SUM(1)", "'\t=2", "'＝3", "'-1+1", 'plain, "quoted"; text']
    assert {one[heads.index("Computer")] for one in lines} == {"DESK"}
    page = boss.get("audit")
    assert rows(page)[0][2] == "Took 6 entries of the audit log away as a file (CSV)"


def test_C10_taken_away_for_programs_the_hashes_can_be_computed_by_anybody(boss: Boss, office: Office) -> None:
    noted(office, "office.replaced", what="CU.Straße", number=1, count=2)
    told = json.loads(exported(boss, "json"))
    assert list(told)[-1] == "count" and told["count"] == 2
    assert told["company"] == office.company_id and [one["number"] for one in told["entries"]] == [1, 2]
    before = b""
    for one in told["entries"]:
        before = _hash(office.company_id, before, one)
        assert before.hex() == one["hash"]


def test_C10_a_form_of_somebody_else_takes_nothing_away(boss: Boss) -> None:
    address = boss.address("audit/export")
    assert boss.session.post(address, data={"form": "csv"}, headers={"Origin": boss.url}, timeout=30).status_code == 403
    assert rows(boss.get("audit"))[0][2] == "Signed in to the administration site"


@pytest.mark.parametrize("change", ["UPDATE audit SET actor_name = 'Nobody'", "DELETE FROM audit"])
def test_C10_the_database_changes_no_entry(boss: Boss, office: Office, serving: Serving, change: str) -> None:
    with pytest.raises(sqlite3.DatabaseError, match="append-only"), _database(serving) as connection:
        connection.execute(f"{change} WHERE company_id = {office.company_id}")
    assert len(rows(boss.get("audit"))) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE audit SET actor_name = 'Nobody' WHERE number = 2", "Entry 2 is not as it was written"),
        ("DELETE FROM audit WHERE number = 2", "Entry 2 is missing."),
        ("DELETE FROM audit WHERE number = 3", "Entries after number 2 are missing."),
    ],
)
def test_C10_a_change_behind_the_databases_back_is_found(
    boss: Boss, office: Office, serving: Serving, change: str, words: str
) -> None:
    noted(office, "office.settings", what="one")
    noted(office, "office.settings", what="two")
    page = boss.get("audit/check")
    assert "All 3 entries are as they were written." in page.text
    _behind(serving, f"{change} AND company_id = {office.company_id}")
    page = boss.get("audit/check")
    assert "Somebody changed the audit log." in page.one(role="alert").text and words in page.text
    told = serving.receiver.run("audit", "check", "--company", str(office.company_id), "--json")
    assert (told.code, told.json["holds"]) == (1, False) and words in told.json["fault"]


def test_C10_a_log_made_anew_is_found_by_a_mark_that_was_written_down(
    boss: Boss, office: Office, serving: Serving
) -> None:
    mark = boss.get("audit/check").one("code").text
    assert "as it was written" in boss.get(f"audit/check?mark={mark}").text
    entry = _entry(serving, office.company_id)
    told = {"at": entry["at"], "noted": entry["noted_at"], "side": entry["side"], "who": entry["actor"]}
    told |= {"who_name": "Nobody", "action": entry["action"], "about": "", "network": entry["address"], "key": ""}
    anew = _hash(office.company_id, b"", {**told, "number": 1, "details": json.loads(entry["details"])}).hex()
    here = f"WHERE company_id = {office.company_id}"
    _behind(
        serving,
        f"UPDATE audit SET actor_name = 'Nobody', chain = x'{anew}' {here}",
        f"UPDATE audit_heads SET chain = x'{anew}' {here}",
    )
    assert "as it was written" in boss.get("audit/check").text, "the log itself can't tell"
    page = boss.get(f"audit/check?mark={mark}")
    assert "Entry 1 is another one than was written down." in page.text
    assert "no mark" in boss.get("audit/check?mark=1:zz", status=400).one("p", id="mark-fault").text


def test_C10_the_host_lists_and_takes_away(boss: Boss, office: Office, serving: Serving) -> None:
    noted(office, "office.settings", what="=evil", age=3)
    company = ("--company", str(office.company_id))
    told = serving.receiver.must("audit", "list", *company, "--subject", "office", "--json").json
    assert (told["total"], told["entries"][0]["details"]["what"]) == (1, "=evil")
    assert "Settings at the office" in serving.receiver.must("audit", "list", *company, "--who", "dana").out
    file = serving.receiver.folder / f"audit-{office.company_id}.csv"
    assert serving.receiver.must("audit", "export", str(file), *company, "--json").json["entries"] == 2
    assert len(file.read_text("utf-8").splitlines()) == 4
    assert "There is a file" in serving.receiver.run("audit", "export", str(file), *company).err
    first = rows(boss.get("audit"))[0]
    assert first[1].startswith("Host") and first[2].startswith("Took 2 entries")


def _hash(company_id: int, before: bytes, one: dict[str, Any]) -> bytes:
    """As the log's page says that it is made, without a line of the receiver's."""
    details = json.dumps(one["details"], sort_keys=True, ensure_ascii=False)
    told = [one[name] for name in ("number", "at", "noted", "side", "who", "who_name", "action", "about")]
    said = [before.hex(), company_id, *told, details, one["network"], one["key"]]
    return blake2b(json.dumps(said, ensure_ascii=False).encode(), digest_size=32).digest()


@contextmanager
def _database(serving: Serving) -> Iterator[sqlite3.Connection]:
    """The file itself, as somebody has it who may read and write it."""
    with closing(sqlite3.connect(serving.receiver.database, timeout=30)) as connection, connection:
        connection.row_factory = sqlite3.Row
        yield connection


def _behind(serving: Serving, *statements: str) -> None:
    """What somebody does who takes the lock off first."""
    with _database(serving) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        kept = [(name, sql) for name, sql in triggers if name.startswith("audit_is_kept")]
        assert kept
        for name, _sql in kept:
            connection.execute(f"DROP TRIGGER {name}")
        for one in statements:
            connection.execute(one)
        for _name, sql in kept:
            connection.execute(sql)


def _entry(serving: Serving, company_id: int) -> dict[str, Any]:
    """The first entry of the company, as it lies there."""
    with _database(serving) as connection:
        row = connection.execute("SELECT * FROM audit WHERE company_id = ? AND number = 1", (company_id,)).fetchone()
    found = dict(row)
    for name in ("at", "noted_at"):
        found[name] = datetime.fromisoformat(found[name]).replace(tzinfo=UTC).isoformat(timespec="microseconds")
    return found
