"""B16: a customer takes away everything that the portal holds about him, and nothing of anybody else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from receiver.db.unit_of_work import now
from receiver.domain.mail.outbox import Letter, post
from shared import records
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.portal.contacting import Photo, Writer
from tests.portal.test_B11_people import accept, invite
from tests.support.pages import read
from tests.support.pictures import picture
from tests.support.visitor import Visitor

Guests = Callable[[Office], Visitor]
NASTY = "<script>alert(1)</script> & Ω 🌧"
JOB = records.Job("7", "Leaf removal", next_visit=datetime(2030, 5, 3, 8, 30), price=Decimal(85), note=NASTY)
DONE = records.History((records.Visit("7", datetime(2025, 5, 3, 8), service="Mowing", amount=Decimal(77)),))
DETAILS = {"first_name": "Ruth", "balance": Decimal("184.5"), "jobs": (JOB,), "email": "ruth@example.com"}
RUTH = Person("1047", "maple syrup", "Ruth Alvarez", "R1", details=DETAILS, history={2025: DONE})
BO = Person("1048", "walnut tree", "Bo Stone", "R3", details={"street": "9 Secret Lane"}, history={2025: DONE})


@pytest.fixture
def ruth(served: Office, guest: Guests) -> Visitor:
    """Ruth, signed in."""
    served.publish(RUTH, BO, shares_money=True)
    visitor = guest(served)
    visitor.sign_in("1047", "maple syrup")
    return visitor


def copied(visitor: Visitor) -> tuple[dict[str, Any], str, ZipFile]:
    """The copy: for programs, to read, and the archive itself."""
    address = visitor.get("account/data").one("a", download="*").attributes["href"]
    answer = visitor.session.get(visitor.url + address, timeout=30)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/zip"
    assert "attachment" in answer.headers["Content-Disposition"] and "no-store" in answer.headers["Cache-Control"]
    archive = ZipFile(BytesIO(answer.content))
    assert archive.testzip() is None
    page = archive.read("data.html").decode()
    read(page)
    return json.loads(archive.read("data.json")), page, archive


def message(visitor: Visitor, text: str, *photos: Photo) -> None:
    """Send a message to the company."""
    Writer.at(visitor).send(text, *photos)


def test_B16_the_copy_holds_all_of_his_and_nothing_of_others(
    serving: Serving, served: Office, ruth: Visitor, guest: Guests
) -> None:
    bo = guest(served)
    bo.sign_in("1048", "walnut tree")
    message(ruth, NASTY, ("../gate.jpg", picture()), ("dog.jpg", picture(60, 50)))
    message(bo, "the words of Bo", ("bo.jpg", picture()))
    link = "https://portal.example/once"
    letter = Letter(
        "sign-in-link", "ruth@example.com", {"company": "GV", "phone": ""}, {"link": link}, user_id="record:R1"
    )
    with served.work.writing(served.company_id) as session:
        post(session, serving.secrets.peppers, served.company_id, letter, cause="x", host="h", now=now())
    made = ruth.submit(ruth.get("account/calendar"), "account/calendar", {})
    path = invite(ruth)
    token = made.one("input", id="address").attributes["value"]
    data, page, archive = copied(ruth)
    photos = [one["file"] for one in data["requests"][0]["photos"]]
    assert len(photos) == 2
    assert set(archive.namelist()) == {"data.json", "data.html", "style.css", *photos}
    for name in photos:
        assert archive.read(name).startswith(b"\xff\xd8") and f'src="{name}"' in page
    account = data["account"]
    assert (account["number"], account["customer"]["balance"], account["customer"]["jobs"][0]["note"]) == (
        "1047",
        "184.5",
        NASTY,
    )
    assert [one["service"] for one in account["history"]] == ["Mowing"]
    assert [(one["kind"], one["wish"]["text"], one["state"]) for one in data["requests"]] == [
        ("message", NASTY, "sent")
    ]
    assert len(data["sessions"]) == len(data["calendars"]) == len(data["people"]) == 1
    assert data["people"][0]["number_or_email"] == "ann@example.com" and not data["people"][0]["accepted"]
    (mail,) = data["mails"]
    assert "••••" in mail["text"] and link not in json.dumps(data)
    assert "&lt;script&gt;" in page and "<script" not in page and "184.5" in page
    told = json.dumps(data, ensure_ascii=False) + page
    for strange in ("Bo Stone", "Secret Lane", "the words of Bo", "verifier", "salt", token[-43:], path[-43:]):
        assert strange not in told, strange


def test_B16_amounts_are_there_only_where_the_office_shares_them(served: Office, ruth: Visitor) -> None:
    served.publish(RUTH, BO)
    data, page, _archive = copied(ruth)
    assert "balance" not in data["account"]["customer"] and "price" not in data["account"]["customer"]["jobs"][0]
    told = json.dumps(data) + page
    # With its point: the digits alone also come by in the fraction of a second.
    assert data["account"]["history"] and "184.5" not in told and "amount" not in json.dumps(data["account"]["history"])


def test_B16_an_extra_person_takes_what_is_hers(served: Office, ruth: Visitor, guest: Guests) -> None:
    ann = guest(served)
    accept(ann, invite(ruth, "ask"))
    message(ann, "Ann asks")
    message(ruth, "Ruth asks")
    data, page, _archive = copied(ann)
    assert data["account"] is None and data["name"] == "Ann Field" and data["people"] == []
    assert [one["wish"]["text"] for one in data["requests"]] == ["Ann asks"]
    assert [(one["name"], one["rights"]) for one in data["accounts"]] == [("Ruth Alvarez", "ask")]
    assert "184.5" not in json.dumps(data) + page and "Ruth asks" not in page
    asked_at_hers = [one["asked_by"] for one in copied(ruth)[0]["requests"]]
    assert asked_at_hers == ["Ruth Alvarez", "Ann Field"]


def test_B16_the_copy_is_of_the_user_whichever_account_he_looks_at(
    served: Office, ruth: Visitor, guest: Guests
) -> None:
    bo = guest(served)
    bo.sign_in("1048", "walnut tree")
    path = invite(bo, "money")
    ruth.submit(ruth.get(path), "/accept", {})
    assert "Bo Stone" in ruth.get("contact").text
    data, page, _archive = copied(ruth)
    assert data["account"]["number"] == "1047" and "9 Secret Lane" not in page
    served.publish(replace(RUTH, number="5000", same_as="1047"), BO)
    assert copied(ruth)[0]["account"]["number"] == "5000"
