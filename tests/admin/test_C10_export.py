"""C10: the company takes away everything that the portal holds of it, and nothing that opens anything."""

from __future__ import annotations

import base64
import csv
import json
from datetime import datetime
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import text

from receiver.db.company_net import company_tables
from receiver.db.unit_of_work import now
from receiver.domain.export.tables import IN_THEIR_OWN_WAY, LEFT_OUT, TOLD
from receiver.domain.mail.models import Mail
from receiver.domain.mail.outbox import Letter, post
from shared import records
from tests.admin.boss import ANN, Boss
from tests.admin.test_T22_proving import grown_stale
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.portal.contacting import Writer
from tests.support.pictures import picture
from tests.support.visitor import Visitor

NASTY = '=HYPERLINK("http://evil.example")'
JOB = records.Job("7", NASTY, next_visit=datetime(2030, 5, 3, 8, 30), price=Decimal("-85"), note="@SUM(1)\n🌧")
DONE = records.History((records.Visit("7", datetime(2025, 5, 3, 8), service="Mowing", amount=Decimal(77)),))
DETAILS = {
    "balance": Decimal("-12.50"),
    "jobs": (JOB,),
    "email": "ruth@example.com",
    "phones": (records.Phone("home", "555-0101"), records.Phone("mobile", "+1 555")),
}
RUTH = Person("1047", "maple syrup", "Ruth Alvarez", details=DETAILS, history={2025: DONE})
BO = Person("1048", "walnut tree", "Bo Stone")
HOST = "host@secret.example"
LINK = "https://portal.example/once/7Hq"


@pytest.fixture
def office(serving: Serving) -> Office:
    """Two customers, one of whom wrote with a photo and was mailed a link; and another company beside it."""
    other = serving.office()
    other.publish(ANN, Person("1047", "maple syrup", "Someone Else"), name="Other")
    made = serving.office()
    made.publish(ANN, RUTH, BO, shares_money=True)
    with Visitor(serving.receiver.url, made.company_id) as ruth:
        ruth.sign_in(RUTH.number, RUTH.password)
        Writer.at(ruth).send("+please call", ("gate.jpg", picture()))
    letter = Letter("sign-in-link", "ruth@example.com", {"company": "GV"}, {"link": LINK}, user_id="record:R1047")
    with made.work.writing(made.company_id) as session:
        post(session, made.secrets.peppers, made.company_id, letter, cause="x", host="h", now=now())
        alarm = Letter("stuck", HOST, {})
        alarmed = post(session, made.secrets.peppers, made.company_id, alarm, cause="y", host="h", now=now())
        session.get_one(Mail, (made.company_id, alarmed)).last_fault = f"550 <{HOST}>: unknown"
    return made


def taken(boss: Boss) -> ZipFile:
    """What Download everything brings."""
    page = boss.get("settings/export")
    token = page.all("input", name="csrf_token")[0].attributes["value"]
    answer = boss.session.post(boss.address("settings/export"), {"csrf_token": token}, timeout=60)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/zip"
    assert "attachment" in answer.headers["Content-Disposition"] and "no-store" in answer.headers["Cache-Control"]
    archive = ZipFile(BytesIO(answer.content))
    assert archive.testzip() is None
    return archive


def table(archive: ZipFile, name: str) -> list[dict[str, str]]:
    """A table as a spreadsheet reads it."""
    return list(csv.DictReader(StringIO(archive.read(f"{name}.csv").decode("utf-8-sig"))))


def test_C10_the_copy_holds_all_of_the_company(boss: Boss, office: Office) -> None:
    archive = taken(boss)
    told = {name: json.loads(archive.read(name)) for name in archive.namelist() if name.endswith(".json")}
    ruth, bo = told["customers.json"]
    assert (ruth["customer"], ruth["name"], ruth["balance"], ruth["jobs"][0]["note"]) == (
        "1047",
        "Ruth Alvarez",
        "-12.50",
        "@SUM(1)\n🌧",
    )
    assert bo["customer"] == "1048"
    assert [one["visits"][0]["service"] for one in told["history.json"]] == ["Mowing"]
    assert told["office.json"][0]["name"] == "Green Valley Lawn Care"
    assert [one["body"]["text"] for one in told["requests.json"]] == ["+please call"]
    assert "••••" in next(one["text"] for one in told["mails.json"] if one["kind"] == "sign-in-link")
    assert told["audit.json"][-1]["action"] == "export.made" and told["audit.json"][-1]["who_name"] == "Ann"
    assert archive.read("photos/1-1.jpg").startswith(b"\xff\xd8")
    (customer,) = [one for one in table(archive, "customers") if one["customer"] == "1047"]
    assert customer["phones"] == "home 555-0101; mobile +1 555" and customer["balance"] == "-12.50"
    (job,) = table(archive, "jobs")
    assert (job["customer"], job["service"], job["note"], job["price"]) == ("1047", f"'{NASTY}", "'@SUM(1)\n🌧", "-85")
    *names, last = archive.namelist()
    assert last == "contents.txt" and archive.read(last).decode().splitlines() == names, "a torn copy lacks it"
    everything = "".join(archive.read(name).decode("latin-1") for name in archive.namelist())
    assert "Someone Else" not in everything and HOST not in everything
    assert "The last one: Ann" in boss.get("settings/export").text


def test_C10_nothing_in_it_opens_anything(boss: Boss, office: Office) -> None:
    """What the database keeps as bytes is hashes, keys and sealed things, but for what is told on purpose."""
    archive = taken(boss)
    held = b"\n".join(archive.read(name) for name in archive.namelist())
    assert LINK.encode() not in held and b"maple syrup" not in held and ANN.password.encode() not in held
    cookie = next(one.value for one in boss.session.cookies if one.name.endswith(f"admin-{office.company_id}"))
    assert cookie is not None and cookie.encode() not in held
    secrets = 0
    with office.work.reading(office.company_id) as session:
        connection = session.connection().execution_options(porchlight_company="every company")
        for name, column in (
            ("sessions", "token_hash"),
            ("sessions", "verifier_mark"),
            ("administrator_sessions", "token_hash"),
            ("companies", "record_key"),
            ("mails", "secrets"),
            ("photos", "photo_id"),
        ):
            chosen = text(f"SELECT {column} FROM {name} WHERE company_id = {office.company_id}")
            for (value,) in connection.execute(chosen):
                raw = value.encode() if isinstance(value, str) else value
                for form in (raw, raw.hex().encode(), base64.b64encode(raw), base64.urlsafe_b64encode(raw)):
                    secrets += bool(form)
                    assert not form or form.rstrip(b"=") not in held, (name, column)
    assert secrets >= 20


def test_C10_no_table_and_no_column_is_forgotten() -> None:
    told = {one.table.name: one for one in TOLD}
    assert set(company_tables()) == told.keys() | LEFT_OUT.keys() | IN_THEIR_OWN_WAY
    for name, one in told.items():
        columns = {column.name for column in one.table.columns} - {"company_id"}
        assert set(one.heads) | one.kept_back == columns, name
        assert not set(one.heads) & one.kept_back and one.json <= set(one.heads), name


def test_C10_it_is_asked_for_the_password_and_goes_on(boss: Boss, office: Office) -> None:
    page = boss.get("settings/export")
    grown_stale(office)
    page = boss.submit(page, "settings/export", {}, status=401)
    form = next(one for one in page.all("form") if one.attributes["action"].endswith("settings/export"))
    fields = {one.attributes["name"]: one.attributes.get("value", "") for one in form.all("input", type="hidden")}
    answer = boss.session.post(boss.address("settings/export"), {**fields, "proof": ANN.password}, timeout=60)
    assert answer.headers["Content-Type"] == "application/zip"


def test_C10_the_host_writes_the_same_file(office: Office, serving: Serving, tmp_path: Path) -> None:
    target = tmp_path / "copy.zip"
    words = ("company", "export", str(office.company_id), "--to", str(target))
    told = serving.receiver.must(*words, "--json").json
    assert told["bytes"] == target.stat().st_size and target.stat().st_mode & 0o777 == 0o600
    with ZipFile(target) as archive:
        assert len(json.loads(archive.read("customers.json"))) == 2
        assert json.loads(archive.read("audit.json"))[-1]["side"] == "host"
    again = serving.receiver.run(*words)
    assert again.code == 1 and "is there already" in again.err
    nowhere = serving.receiver.run("company", "export", str(office.company_id), "--to", str(tmp_path / "no" / "x.zip"))
    assert nowhere.code == 1 and "can't be written" in nowhere.err
