"""C10: the computers of the office are paired, renamed and revoked in the administration site (A12, T7, S6)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from shared.messages import Begin, Begun
from tests.admin.boss import ANN, Boss
from tests.admin.outbox import Outbox
from tests.admin.test_T22_proving import grown_stale
from tests.portal.cast import PRACTICE
from tests.portal.conftest import Serving
from tests.receiver.publishing import some_customers
from tests.receiver.signed import Computer, begin_of, changes_of, code_of
from tests.support.pages import Element

BODIES = some_customers(2)


@pytest.fixture
def outbox(serving: Serving) -> Outbox:
    """A company with Ann in it."""
    return Outbox.fresh(serving)


@pytest.fixture
def ann(outbox: Outbox) -> Iterator[Boss]:
    """Signed in there."""
    with outbox.boss() as one:
        yield one


def code_from(ann: Boss) -> str:
    """A code, as she reads it from the page."""
    page = ann.submit(ann.get("devices"), "devices/code", {})
    assert ann.url in page.text and "System > Portals…" in page.text
    return page.one("code").text


def paired(ann: Boss) -> Computer:
    """A computer that was paired with a code from the page."""
    one = Computer(ann.url, ann.company)
    assert one.pair(code_from(ann), PRACTICE).status_code == 201
    return one


def device(computer: Computer) -> str:
    """Its id."""
    return computer.key_id.partition("/")[2]


def names(page: Element) -> list[str]:
    """The computers that are listed as paired."""
    return [row.all("td")[0].text for body in page.all("tbody") for row in body.all("tr")]


def actions(outbox: Outbox) -> list[object]:
    """What the audit log holds of computers."""
    return [action for action, *_rest in outbox.noted("devices")]


def begun(outbox: Outbox, computer: Computer) -> Begun:
    """An upload that the computer has begun."""
    newest = outbox.office.company().newest
    begin: Begin = begin_of(
        BODIES, computer.record_key, idempotency_key="devices-0001", base=newest, practice_id=PRACTICE
    )
    answer = computer.begin(begin)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=Begun)


def test_A12_a_code_is_shown_once_and_pairs_one_computer(outbox: Outbox, ann: Boss) -> None:
    assert "No computer is paired" in ann.get("devices").text
    code = code_from(ann)
    page = ann.get("devices")
    assert "1 code can still pair a computer" in page.text and code not in ann.answer.text
    # Who reloads the page that showed it gets another one, and the first is good for nothing.
    again = code_from(ann)
    assert Computer(ann.url, ann.company).pair(code, PRACTICE).status_code == 403
    computer = Computer(ann.url, ann.company)
    assert computer.pair(again, PRACTICE).status_code == 201
    assert Computer(ann.url, ann.company).pair(again, PRACTICE).status_code == 403
    page = ann.get("devices")
    assert names(page) == ["FRONT DESK"] and "can still pair" not in page.text
    assert actions(outbox) == ["devices.code-made"] * 2 + ["devices.paired"]


def test_T22_a_code_is_made_only_for_who_just_proved_who_he_is(outbox: Outbox, ann: Boss) -> None:
    grown_stale(outbox.office)
    page = ann.submit(ann.get("devices"), "devices/code", {}, status=401)
    assert actions(outbox) == [] and not page.all("code")
    page = ann.submit(page, "devices/code", {"proof": ANN.password})
    assert Computer(ann.url, ann.company).pair(page.one("code").text, PRACTICE).status_code == 201


def test_A12_a_code_that_nobody_needs_is_withdrawn(outbox: Outbox, ann: Boss) -> None:
    code = code_from(ann)
    assert "1 code is withdrawn." in ann.submit(ann.get("devices"), "devices/withdraw", {}).text
    assert Computer(ann.url, ann.company).pair(code, PRACTICE).status_code == 403
    assert actions(outbox)[-1] == "devices.codes-withdrawn"


def test_S6_a_revoked_computer_is_refused_in_the_middle_of_its_upload(outbox: Outbox, ann: Boss) -> None:
    computer = paired(ann)
    upload, shown = begun(outbox, computer), outbox.office.company().published
    page = ann.get(f"devices/{device(computer)}")
    assert "uploads just now" in page.text and "What it uploads just now is thrown away." in page.text
    assert "It is the only one" in page.text
    page = ann.submit(page, "/revoke", {})
    assert "FRONT DESK is revoked" in page.text and names(page) == [] and "1 revoked computer" in page.text
    answer = computer.put(upload.id, 1, changes_of(BODIES))
    assert (answer.status_code, code_of(answer)) == (401, "unknown-device")
    assert computer.commit(upload.id).status_code == 401
    assert outbox.office.company().published == shown
    assert "Revoke this computer" not in ann.get(f"devices/{device(computer)}").text
    assert actions(outbox) == ["devices.code-made", "devices.paired", "devices.revoked"]


def test_C10_a_computer_is_renamed(outbox: Outbox, ann: Boss) -> None:
    one = device(paired(ann))
    for name, said in (("", "Type a name"), ("x" * 81, "at most 80 characters"), ("a\x01b", "is no character")):
        page = ann.submit(ann.get(f"devices/{one}"), "/name", {"name": name}, status=400)
        assert said in page.one(id="name-fault").text
    page = ann.submit(page, "/name", {"name": "<b>Reception</b>"})
    assert page.one("h1").text == "<b>Reception</b>"
    assert names(ann.get("devices")) == ["<b>Reception</b>"]
    action, _who, details = outbox.noted("devices")[-1]
    assert (action, details) == ("devices.renamed", b'{"after": "<b>Reception</b>", "before": "FRONT DESK"}')


def test_T7_another_company_s_computer_is_as_if_it_were_not_there(outbox: Outbox, ann: Boss, serving: Serving) -> None:
    theirs = Outbox.fresh(serving)
    with theirs.boss() as other:
        one = device(paired(other))
        form = other.get(f"devices/{one}")
        for action in ("/name", "/revoke"):
            token = {"csrf_token": ann.get("devices").all("input", name="csrf_token")[0].attributes["value"]}
            where = ann.address(f"devices/{one}{action}")
            answer = ann.session.post(where, data={**token, "name": "mine"}, headers={"Origin": ann.url}, timeout=30)
            assert answer.status_code == 404
        missing, foreign = (ann.get(f"devices/{id_}", status=404).exact_text for id_ in ("0" * 16, one))
        assert missing == foreign
        assert other.get(f"devices/{one}").one("h1").text == form.one("h1").text
        assert names(other.get("devices")) == ["FRONT DESK"]
