"""B4: Contact Information with Edit and Save is a request to the office, at a real receiver."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from receiver.domain.requests.making import AN_HOUR
from shared import records
from shared.outbound import Change
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.portal.wishing import WORD, Writer, filled, ruth
from tests.support.databases import KINDS
from tests.support.visitor import Visitor

Guests = Callable[[Office], Visitor]
FORM = "contact/change"


@pytest.fixture
def writer(served: Office, guest: Guests) -> Writer:
    """Ruth, signed in at an office that does not know more of her than the portal shows."""
    served.publish(ruth(), email="office@greenvalley.example")
    visitor = guest(served)
    visitor.sign_in("1047", WORD)
    return Writer(visitor, served)


def test_B4_only_what_was_changed_is_asked_for(writer: Writer) -> None:
    page = writer.visitor.get("contact")
    assert page.one("a", href=f"/{writer.office.company_id}/{FORM}").text == "Edit"
    sent = {"street": " 14  Oak Street ", "email": "", "phone-1": "555-0199", "phone-2": "+1 (555) 0104 ext 7"}
    page = writer.send(FORM, sent)
    (request,) = writer.requests()
    assert (request.kind, request.state, request.record_id, request.snapshot) == ("contact", "sent", "R1047", 1)
    assert (request.user_name, request.user_email) == ("Ruth Alvarez", "ruth@example.com")
    assert writer.wish().changes == (
        Change("street", "PO Box 7", "14  Oak Street"),
        Change("email", "ruth@example.com", ""),
        Change("phones/1/work", "555-0103", "555-0199"),
        Change("phones/2/", "", "+1 (555) 0104 ext 7"),
    )
    assert writer.visitor.answer.url.endswith("/requests/1")
    assert "Your request is sent." in page.one(role="status").text
    for words in ("Sent", "It is stored here", "PO Box 7", "14 Oak Street", "(nothing)", "ext 7"):
        assert words in page.one("main").text


def test_B4_what_waits_stands_beside_the_field_and_in_a_list(writer: Writer) -> None:
    writer.send(FORM, {"street": "14 Oak Street", "phone-0": "555-0188"})
    page = writer.visitor.get("contact")
    waiting = [one.text for one in page.all("span") if "asked-for" in one.attributes.get("class", "")]
    assert waiting == ["Sent Request 1 14 Oak Street", "Sent Request 1 555-0188"]
    writer.hear("seen")
    assert "Seen Request 1 14 Oak Street" in writer.visitor.get("contact").text
    writer.hear("declined", "We write to the PO box.")
    assert "Request 1" not in writer.visitor.get("contact").text
    page = writer.visitor.get("requests")
    assert "Change of contact information Declined" in page.text
    assert "We write to the PO box." in writer.visitor.get("requests/1").text


def test_B4_nothing_changed_is_said_and_nothing_sent(writer: Writer) -> None:
    page = writer.send(FORM, {})
    assert "nothing was sent" in page.one(role="alert").text
    assert writer.requests() == []


def test_B4_texts_of_the_office_that_a_field_shows_otherwise_were_not_changed(served: Office, guest: Guests) -> None:
    served.publish(ruth(street="PO Box 7\r\nrear\x00 ", email="no address", phones=(records.Phone("", "–"),)))
    visitor = guest(served)
    visitor.sign_in("1047", WORD)
    writer = Writer(visitor, served)
    assert "nothing was sent" in writer.send(FORM, {}).one(role="alert").text
    writer.send(FORM, {"city": "Shelbyville"})
    assert writer.wish().changes == (Change("city", "Springfield", "Shelbyville"),)


@pytest.mark.parametrize("kind", KINDS)
def test_bad_input_43_a_double_click_is_one_request(kind: str, request: pytest.FixtureRequest) -> None:
    serving: Serving = request.getfixturevalue("serving" if kind == "sqlite" else "serving_on_postgresql")
    office = serving.office()
    office.publish(ruth())
    with Visitor(serving.receiver.url, office.company_id) as visitor:
        visitor.sign_in("1047", WORD)
        writer = Writer(visitor, office)
        page = visitor.get(FORM)
        sent = filled(page, FORM) | {"street": "14 Oak Street"}
        with ThreadPoolExecutor(6) as pool:
            answers = list(pool.map(lambda _: writer.post(FORM, sent), range(6)))
        assert {one.status_code for one in answers} == {303}
        assert len({one.headers["Location"] for one in answers}) == len(writer.requests()) == 1
        # Back, and other words: that is another wish. Another tab with the same words is not.
        writer.send(FORM, {"street": "15 Oak Street"}, page=page)
        writer.send(FORM, {"street": "15 Oak Street"})
        assert [one.number for one in writer.requests()] == [1, 2]
        # Reloaded after the office has answered: still the same one.
        writer.hear("declined", "No.")
        assert writer.post(FORM, sent).headers["Location"].endswith("/requests/1")
        assert len(writer.requests()) == 2


def test_B4_the_office_changed_the_same_meanwhile(writer: Writer) -> None:
    page = writer.visitor.get(FORM)
    moved = (records.Phone("mobile", "555-0111"), records.Phone("work", "555-0103"))
    writer.office.publish(ruth(street="3 Elm Row", city="Shelbyville", phones=moved))
    typed = {"street": "14 Oak Street", "city": "Shelbyville", "phone-0": "555-0122", "postal_code": "62704"}
    page = writer.send(FORM, typed, 409, page)
    assert writer.requests() == []
    assert "The office changed this meanwhile. It has now: 3 Elm Row" in page.text
    assert "It has now: 555-0111" in page.text
    shown = filled(page, FORM)
    assert {name: shown[name] for name in typed} == typed
    writer.send(FORM, {}, page=page)
    assert writer.wish().changes == (
        Change("street", "3 Elm Row", "14 Oak Street"),
        Change("postal_code", "", "62704"),
        Change("phones/0/mobile", "555-0111", "555-0122"),
    )


def test_B4_what_the_office_changed_elsewhere_is_left_as_it_is(writer: Writer) -> None:
    page = writer.visitor.get(FORM)
    writer.office.publish(ruth(email="new@example.com"))
    writer.send(FORM, {"street": "14 Oak Street"}, page=page)
    assert writer.wish().changes == (Change("street", "PO Box 7", "14 Oak Street"),)
    assert writer.requests()[0].snapshot == 1


def test_B4_a_form_of_a_snapshot_that_is_gone_is_compared_anew(writer: Writer) -> None:
    for seen in ("", "99", "0", "-1", "1e3", "x" * 40):
        page = writer.send(FORM, {"street": "14 Oak Street", "seen": seen}, 409)
        assert "It has now: PO Box 7" in page.text
    assert writer.requests() == []
    writer.send(FORM, {}, page=page)
    assert len(writer.requests()) == 1


def test_bad_input_42_an_account_asks_for_so_much_an_hour(writer: Writer, guest: Guests) -> None:
    bo = Person("1048", "birch", "Bo Stone")
    writer.office.publish(ruth(), bo)
    page = writer.visitor.get(FORM)
    sent = filled(page, FORM)
    for number in range(AN_HOUR):
        assert writer.post(FORM, sent | {"street": f"{number} Oak Street"}).status_code == 303
    page = writer.send(FORM, {"street": "One too many"}, 429)
    assert 0 < int(writer.visitor.answer.headers["Retry-After"]) <= 3600
    assert "What you typed is still here. Try again in" in page.one(role="alert").text
    assert filled(page, FORM)["street"] == "One too many"
    assert len(writer.requests()) == AN_HOUR
    other = guest(writer.office)
    other.sign_in("1048", "birch")
    Writer(other, writer.office).send(FORM, {"city": "Springfield"})


def test_T2_a_request_of_another_account_is_no_page(writer: Writer, guest: Guests) -> None:
    writer.office.publish(ruth(), Person("1048", "birch", "Bo Stone"))
    writer.send(FORM, {"street": "14 Oak Street"})
    other = guest(writer.office)
    other.sign_in("1048", "birch")
    for path in ("requests/1", "requests/2", "requests/0", "requests/2147483647"):
        assert "Oak" not in other.get(path, status=404).text
    assert "You have not asked for anything yet" in other.get("requests").text
    other.get("requests?page=2", status=404)
