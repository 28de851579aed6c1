"""What somebody typed is kept when his session is not the one it was, and only he sees it again (bad input 43)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.people import drafts, sessions
from receiver.domain.people.rights import Rights
from receiver.domain.people.users import CUSTOMER, AccountLink, Draft
from shared import records
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.portal.wishing import WORD, Writer, filled, ruth
from tests.support.visitor import Visitor

Guests = Callable[[Office], Visitor]
NOTE = "schedule/note?job=22002"
TEXT = "The gate sticks. Pull hard."
JOBS = (records.Job("22002", "Hedge"),)
BO = Person("1048", "birch", "Bo Stone", details={"jobs": JOBS})


@pytest.fixture
def writer(served: Office, guest: Guests) -> Writer:
    """Ruth, signed in; Bo is a customer, too."""
    served.publish(ruth(jobs=JOBS), BO)
    visitor = guest(served)
    visitor.sign_in("1047", WORD)
    return Writer(visitor, served)


def cookie(writer: Writer, name: str = "porchlight") -> str:
    return f"{name}-{writer.office.company_id}"


def kept(writer: Writer) -> list[Draft]:
    """The drafts of the company."""
    company = writer.office.company_id
    with writer.office.work.reading(company) as session:
        return list(session.scalars(select(Draft).where(Draft.company_id == company)))


def signed_out(writer: Writer) -> None:
    """The session ends elsewhere; the browser does not know."""
    company = writer.office.company_id
    with writer.office.work.writing(company, Lane.VISITORS) as session:
        sessions.end(session, company, writer.visitor.session.cookies[cookie(writer)])


@pytest.mark.parametrize("gone", ["session", "cookie", "password"])
def test_bad_input_43_what_was_typed_stands_in_the_form_after_the_next_sign_in(writer: Writer, gone: str) -> None:
    page = writer.visitor.get(NOTE)
    word = WORD
    if gone == "session":
        signed_out(writer)
    elif gone == "cookie":
        writer.visitor.session.cookies.pop(cookie(writer))
    else:
        word = "another word"
        writer.office.publish(Person("1047", word, details={"jobs": JOBS}), BO)
    page = writer.send(NOTE, {"text": TEXT}, 401, page)
    assert "What you typed is kept" in page.one(role="alert").text
    (draft,) = kept(writer)
    assert TEXT.encode() not in draft.body
    page = writer.visitor.sign_in("1047", word)
    assert writer.visitor.answer.url.endswith(NOTE)
    assert "It was not sent yet" in page.one(role="status").text
    assert filled(page, NOTE)["text"] == TEXT
    writer.send(NOTE, {}, page=page)
    assert writer.wish().text == TEXT
    assert kept(writer) == []
    assert filled(writer.visitor.get(NOTE), NOTE)["text"] == ""


ACCOUNT = {"sign-in-name": {"login": "hedge.fan"}, "people": {"email": "ann@example.com"}, "mails": {"moved": "on"}}


@pytest.mark.parametrize("page", ACCOUNT)
def test_bad_input_43_what_was_typed_about_the_account_stands_in_its_form_again(
    posting: Serving, request: pytest.FixtureRequest, page: str
) -> None:
    office = posting.office()
    office.publish(ruth())
    visitor = Visitor(posting.receiver.url, office.company_id)
    request.addfinalizer(visitor.session.close)
    visitor.sign_in("1047", WORD)
    writer, form = Writer(visitor, office), visitor.get(f"account/{page}")
    signed_out(writer)
    visitor.submit(form, f"account/{page}", ACCOUNT[page], 401)
    shown = visitor.sign_in("1047", WORD)
    assert visitor.answer.url.endswith(f"account/{page}")
    assert "It was not sent yet" in shown.text
    ((name, value),) = ACCOUNT[page].items()
    field = shown.one("input", id=name)
    assert "checked" in field.attributes if value == "on" else field.attributes["value"] == value


def test_bad_input_43_nobody_else_at_that_browser_and_no_other_browser_sees_it(writer: Writer, guest: Guests) -> None:
    page = writer.visitor.get(NOTE)
    signed_out(writer)
    writer.send(NOTE, {"text": TEXT}, 401, page)
    assert "schedule" not in (writer.visitor.sign_in("1048", "birch"), writer.visitor.answer.url)[1]
    assert TEXT not in writer.visitor.get(NOTE).text
    elsewhere = guest(writer.office)
    elsewhere.sign_in("1047", WORD)
    assert TEXT not in elsewhere.get(NOTE).text


def test_bad_input_43_who_signed_in_anew_since_sends_it_once_more_himself(writer: Writer) -> None:
    page = writer.visitor.get(NOTE)
    writer.visitor.session.cookies.pop(cookie(writer))
    writer.visitor.sign_in("1047", WORD)
    page = writer.send(NOTE, {"text": TEXT}, page=page)
    assert writer.requests() == []
    assert filled(page, NOTE)["text"] == TEXT
    writer.send(NOTE, {}, page=page)
    assert len(writer.requests()) == 1


def test_bad_input_31_a_form_for_another_account_is_not_sent_for_this_one(writer: Writer) -> None:
    """Another tab of the same session looks at another account meanwhile."""
    page = writer.visitor.get(NOTE)
    company, token = writer.office.company_id, writer.visitor.session.cookies[cookie(writer)]
    link = AccountLink(
        company_id=company,
        user_id=f"{CUSTOMER}R1047",
        record_id="R1048",
        rights=Rights.ASK,
        made_at=now(),
        made_by=f"{CUSTOMER}R1048",
    )

    def look(number: str) -> None:
        with writer.office.work.writing(company, Lane.VISITORS) as session:
            session.merge(link)
            sessions.look_at(session, company, token, number=number, record_id=f"R{number}", own_number="1047")

    look("1048")
    page = writer.send(NOTE, {"text": TEXT}, 409, page)
    assert "another account" in page.one("h1").text
    assert TEXT not in writer.visitor.get(NOTE).text
    writer.send(NOTE, {"text": "For Bo"})
    (request,) = writer.requests()
    assert (request.record_id, request.user_id, request.user_name) == ("R1048", f"{CUSTOMER}R1047", "Ruth Alvarez")
    assert request.user_email == "ruth@example.com"
    look("1047")
    assert filled(writer.visitor.get(NOTE), NOTE)["text"] == TEXT


def test_B11_who_may_only_look_asks_for_nothing(writer: Writer) -> None:
    company, token = writer.office.company_id, writer.visitor.session.cookies[cookie(writer)]
    with writer.office.work.writing(company, Lane.VISITORS) as session:
        session.add(
            AccountLink(
                company_id=company,
                user_id=f"{CUSTOMER}R1047",
                record_id="R1048",
                rights=Rights.SEE,
                made_at=now(),
                made_by=f"{CUSTOMER}R1048",
            )
        )
        sessions.look_at(session, company, token, number="1048", record_id="R1048", own_number="1047")
    page = writer.visitor.get("schedule")
    assert not [one for one in page.all("a") if "schedule/" in one.attributes.get("href", "")]
    for path in (NOTE, "schedule/change?job=22002", "contact/change", "contact/notes?property=p1"):
        assert "only look" in writer.visitor.get(path, status=403).one("h1").text
    hidden = {one.attributes["name"]: one.attributes["value"] for one in page.all("input", type="hidden")}
    answer = writer.post(NOTE, {**hidden, "text": TEXT})
    assert answer.status_code == 403
    assert writer.requests() == []


def test_bad_input_31_a_form_that_is_not_ours_is_refused_and_not_kept(writer: Writer) -> None:
    sent = {**filled(writer.visitor.get(NOTE), NOTE), "text": TEXT}
    forged = [{"form_for": ""}, {"form_for": "0" * 64}, {"csrf_token": "", "form_for": ""}, {"form_for": "é"}]
    assert {writer.post(NOTE, {**sent, **one}).status_code for one in forged} == {403}
    signed_out(writer)
    assert {writer.post(NOTE, {**sent, **one}).status_code for one in forged} == {401}
    assert writer.requests() == [] and kept(writer) == []


def test_bad_input_31_the_mark_of_a_user_does_not_stand_for_the_token_of_his_session(writer: Writer) -> None:
    sent = {**filled(writer.visitor.get(NOTE), NOTE), "text": TEXT, "csrf_token": "0" * 64}
    assert writer.post(NOTE, sent).status_code == 303
    assert writer.requests() == []


def test_bad_input_43_what_nobody_comes_back_for_ends(writer: Writer) -> None:
    page = writer.visitor.get(NOTE)
    signed_out(writer)
    writer.send(NOTE, {"text": TEXT}, 401, page)
    (draft,) = kept(writer)
    company = writer.office.company_id
    with writer.office.work.writing(company, Lane.VISITORS) as session:
        held = session.get(Draft, (company, draft.token_hash, draft.page))
        assert held is not None
        held.expires_at = now()
    assert draft.expires_at - draft.made_at == drafts.KEPT
    writer.visitor.sign_in("1047", WORD)
    assert TEXT not in writer.visitor.get(NOTE).text
