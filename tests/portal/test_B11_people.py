"""B11: a customer lets other people see his account, as much as he chooses, and takes it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from receiver.db.unit_of_work import now
from receiver.domain.mail.models import Mail
from receiver.domain.people import invitations
from receiver.domain.people.users import OneTimeCode
from shared import records
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.portal.mailed import found_in, mails
from tests.support.pages import Element
from tests.support.people_states import LINK
from tests.support.visitor import Visitor

Guests = Callable[[Office], Visitor]
JOB = records.Job("7", "Leaf removal", next_visit=datetime(2030, 5, 3, 8, 30), price=Decimal(85))
DETAILS = {"first_name": "Ruth", "balance": Decimal("184.5"), "jobs": (JOB,)}
VISIT = records.Visit("7", datetime(2026, 5, 3, 8), service="Leaf removal", amount=Decimal(77))
RUTH = Person("1047", "maple syrup", "Ruth Alvarez", "R1", details=DETAILS, history={2026: records.History((VISIT,))})
BO = Person("1048", "walnut tree", "Bo Stone", "R3", details={"first_name": "Bo", "email": "bo@example.com"})
AMOUNTS = ("$184.50", "$85.00", "$77.00")
EMAIL, SECRET = "ann@example.com", "four words of hers"


@pytest.fixture
def ruth(served: Office, guest: Guests) -> Visitor:
    """Ruth, signed in."""
    served.publish(RUTH, BO, shares_money=True)
    visitor = guest(served)
    visitor.sign_in("1047", "maple syrup")
    return visitor


def invite(visitor: Visitor, rights: str = "see", email: str = EMAIL, status: int = 200) -> str:
    """Invite; gives the path of the link, which is shown as this host sends no mail."""
    page = visitor.submit(visitor.get("account/people"), "account/people", {"email": email, "rights": rights}, status)
    links = page.all("input", id="link")
    return urlsplit(links[0].attributes["value"]).path.partition(f"/{visitor.company}/")[2] if links else ""


def accept(visitor: Visitor, path: str, name: str = "Ann Field", secret: str = SECRET, status: int = 200) -> Element:
    """Accept as somebody new."""
    fields = {"name": name, "password": secret, "way": "new"}
    return visitor.submit(visitor.get(path), path, fields, status)


def person(page: Element, name: str, action: str) -> str:
    """What the button for that person sends."""
    row = next(one for one in page.all("li") if name in one.text and one.all("form"))
    form = next(one for one in row.all("form") if one.attributes["action"].endswith(action))
    return form.all("button")[0].attributes["value"]


def whose(page: Element) -> str:
    """Whose account a page shows."""
    return page.one("div", **{"class": "who"}).text


@pytest.mark.parametrize(
    ("rights", "asks", "money"), [("see", False, False), ("ask", True, False), ("money", True, True)]
)
def test_B11_an_invited_person_sees_what_was_chosen_and_no_more(
    ruth: Visitor, served: Office, guest: Guests, rights: str, asks: bool, money: bool
) -> None:
    path = invite(ruth, rights)
    ann = guest(served)
    invited = ann.get(path)
    assert "Ruth Alvarez" in invited.text and "1047" in invited.text
    # Looking at the link, as mail scanners do, uses nothing up.
    ann.session.head(ann.address(path), timeout=30)
    assert "You see the account Ruth Alvarez, no. 1047 now" in accept(ann, path).one(role="status").text
    told = "".join(ann.get(page).text for page in ("", "schedule", "history", "contact"))
    assert "Leaf removal" in told
    assert [amount in told for amount in AMOUNTS] == [money] * 3
    for path in ("", "schedule", "contact", "message", "requests"):
        forms = ann.get(path).one("main").all("form")
        assert asks or [one.attributes for one in forms] == [], path
    assert "Ann Field" in ann.get("account").text
    for address in ("account/people", "account/people/remove"):
        ann.get("account/people", status=404)
        token = ann.get("account").all("input", name="csrf_token")[0].attributes["value"]
        assert ann.session.post(ann.address(address), data={"csrf_token": token}, timeout=30).status_code in (403, 404)
    # With the e-mail address and the password that she chose.
    again = guest(served)
    assert "Ruth" in whose(again.sign_in(EMAIL, SECRET))
    page = ruth.get("account/people")
    assert "Ann Field" in page.text and "Last here on" in page.text and "invited" not in page.text


def test_B11_a_link_is_good_once_and_for_its_account_only(ruth: Visitor, served: Office, guest: Guests) -> None:
    path = invite(ruth)
    first, second = guest(served), guest(served)
    form = second.get(path)
    accept(first, path)
    second.submit(form, path, {"name": "Eve", "password": "another secret", "way": "new"}, 410)
    second.get(path, status=410)
    second.get("invitation/" + "A" * 43, status=410)
    # An earlier link is over as soon as the same address is invited again, or the invitation is taken back.
    earlier = invite(ruth, email="eve@example.com")
    later = invite(ruth, email="EVE@example.com")
    second.get(earlier, status=410)
    second.get(later)
    page = ruth.get("account/people")
    ruth.submit(page, "people/withdraw", {"invitation": person(page, "EVE@example.com", "withdraw")})
    second.get(later, status=410)
    with served.work.writing(served.company_id) as session:
        for one in session.query(OneTimeCode).filter(OneTimeCode.company_id == served.company_id):
            one.expires_at = now()
    assert "eve@" not in ruth.get("account/people").text


def test_B11_the_same_form_invites_each_address_that_is_written_into_it(ruth: Visitor) -> None:
    page = ruth.get("account/people")
    for email in ("eve@example.com", "zoe@example.com", "zoe@example.com"):
        ruth.submit(page, "account/people", {"email": email, "rights": "see"})
    rows = [one.text for one in ruth.get("account/people").all("li") if "@example.com" in one.text]
    assert len(rows) == 2 and "eve@" in rows[0] and "zoe@" in rows[1]
    ruth.submit(ruth.get("account/people"), "account/people", {"email": "zoe@example.com", "rights": "see"})
    told = ruth.submit(page, "account/people", {"email": "zoe@example.com", "rights": "see"})
    assert "that invitation of zoe@example.com is over" in told.text and not told.all("input", id="link")


def test_B11_who_signs_in_already_accepts_as_who_he_is(ruth: Visitor, served: Office, guest: Guests) -> None:
    path = invite(ruth, "ask")
    bo = guest(served)
    known = {"identifier": "1048", "known-password": "wrong", "way": "known"}
    bo.submit(bo.get(path), path, known, 401)
    bo.submit(bo.get(path), path, {**known, "known-password": "walnut tree"})
    assert "Ruth" in whose(bo.get()) and "Switch" in bo.get().text
    assert "Bo Stone" in ruth.get("account/people").text
    # Signed in already, one press is enough; her own account she has.
    other = invite(ruth, "money", "bo@work.example")
    assert "own account already" in ruth.submit(ruth.get(other), "/accept", {}, 400).text
    bo.submit(bo.get(other), "/accept", {})
    assert "$184.50" in bo.get().text


def test_B11_rights_change_at_once_and_a_removed_person_sees_nothing(
    ruth: Visitor, served: Office, guest: Guests
) -> None:
    ann = guest(served)
    accept(ann, invite(ruth, "money"))
    assert "$184.50" in ann.get().text
    made = ann.submit(ann.get("account/calendar"), "account/calendar", {}).one("input", id="address")
    feed = urlsplit(made.attributes["value"]).path
    assert ann.session.get(ann.url + feed, timeout=30).status_code == 200
    page = ruth.get("account/people")
    ruth.submit(page, "people/rights", {"person": person(page, "Ann Field", "rights"), "rights": "see"})
    assert "$184.50" not in ann.get().text
    assert "May see only" in ruth.get("account/people").text
    ruth.submit(page, "people/rights", {"person": person(page, "Ann Field", "rights"), "rights": "own"})
    ann.get("account/people", status=404)
    ruth.submit(page, "people/remove", {"person": person(page, "Ann Field", "remove")})
    assert ann.session.get(ann.url + feed, timeout=30).status_code == 404
    shown = ann.get("contact", status=403)
    assert "No account to show" in shown.text and "Alvarez" not in shown.text
    guest(served).sign_in(EMAIL, SECRET, status=401)
    # Invited again, she comes back with a new password: nothing was left that the old one opened.
    path = invite(ruth)
    accept(guest(served), path, "Ann F.", "another four words")
    guest(served).sign_in(EMAIL, SECRET, status=401)
    guest(served).sign_in(EMAIL, "another four words")


def test_B11_with_another_account_left_she_goes_on_there(ruth: Visitor, served: Office, guest: Guests) -> None:
    bo, ann = guest(served), guest(served)
    bo.sign_in("1048", "walnut tree")
    accept(ann, invite(ruth))
    assert "already" in accept(guest(served), invite(bo, email=EMAIL), status=400).text
    path = invite(bo, email=EMAIL)
    ann.submit(ann.get(path), "/accept", {})
    assert "Bo" in whose(ann.get())
    page = bo.get("account/people")
    bo.submit(page, "people/remove", {"person": person(page, "Ann Field", "remove")})
    assert "You can't see account 1048 any more" in ann.get("schedule").text
    assert "Ruth" in whose(ann.get())


def test_B11_an_extra_person_goes_with_the_account(ruth: Visitor, served: Office, guest: Guests) -> None:
    ann = guest(served)
    accept(ann, invite(ruth))
    served.publish(replace(RUTH, number="3000", same_as="1047"), replace(BO, number="1047", same_as="1048"))
    assert "3000" in ann.get("contact").text
    served.publish(BO)
    assert "Bo" not in ann.get("contact", status=403).text
    served.publish(RUTH, BO)
    assert "1047" in ann.get("contact").text


def test_B11_ten_people_and_no_more(ruth: Visitor, served: Office, guest: Guests) -> None:
    for number in range(invitations.MOST_PEOPLE):
        assert invite(ruth, email=f"p{number}@example.com")
    page = ruth.get("account/people")
    assert "Remove somebody first" in page.text
    assert not [one for one in page.all("form") if one.attributes["action"].endswith("account/people")]
    again = person(page, "p3@example.com", "resend")
    forms = [one for one in page.all("form") if one.attributes["action"].endswith("resend")]
    form = next(one for one in forms if one.all("button")[0].attributes["value"] == again)
    hidden = {one.attributes["name"]: one.attributes["value"] for one in form.all("input", type="hidden")}
    shown = ruth.submit(page, "people/resend", {**hidden, "invitation": again})
    assert shown.all("input", id="link")


@pytest.mark.parametrize(
    "email",
    ["", "nobody", "a@b", "ann@example.com, eve@example.com", "ann@example.com\r\nBcc: eve@example.com", "x" * 9000],
)
def test_bad_input_an_invitation_goes_to_one_address(ruth: Visitor, email: str) -> None:
    page = ruth.submit(ruth.get("account/people"), "account/people", {"email": email, "rights": "own"}, 400)
    assert "no e-mail address" in page.one(id="email-fault").text
    assert "invited" not in page.text


@pytest.mark.parametrize(
    "name", ["", "Ann\x00", "x" * 101, "\x1b[31mAnn", "Ann\r\nBcc: eve@example.com", "\u202e\u200b"]
)
def test_bad_input_a_name_is_one_line_of_characters(ruth: Visitor, served: Office, guest: Guests, name: str) -> None:
    path = invite(ruth)
    assert accept(guest(served), path, name, status=400).all(id="name-fault")
    ann = guest(served)
    accept(ann, path, "\u202e<b>Ann</b>\u200b &amp; Ω" + "e" + "\u0301" * 50)
    # What turns the words around it, or piles up over them, does not come along.
    shown = ann.get("account").text
    assert "<b>Ann</b> &amp; Ω\u00e9" + "\u0301" * 4 in shown and "\u0301" * 5 not in shown and "\u202e" not in shown


def test_B11_where_the_host_sends_mail_the_link_goes_to_the_invited_alone(
    posting: Serving, request: pytest.FixtureRequest
) -> None:
    office = posting.office()
    office.publish(RUTH, BO, phone="555-0142")
    ruth, ann = (Visitor(posting.receiver.url, office.company_id) for _ in range(2))
    request.addfinalizer(ruth.session.close)
    request.addfinalizer(ann.session.close)
    ruth.sign_in("1047", "maple syrup")
    form = ruth.get("account/people")
    for _ in range(2):
        # A double click invites once.
        page = ruth.submit(form, "account/people", {"email": " Ann@Example.COM ", "rights": "ask"})
    assert "is on its way" in page.text and not page.all("input", id="link")
    (mail,) = mails(office)
    assert (mail.kind, mail.to) == ("invitation", "Ann@example.com")
    assert "Ruth Alvarez" in mail.subject and "1047" in mail.text and "555-0142" in mail.text
    path = urlsplit(found_in(LINK, mail.text)).path.partition(f"/{office.company_id}/")[2]
    with office.work.reading(office.company_id) as session:
        (kept,) = session.scalars(select(Mail).where(Mail.company_id == office.company_id))
        assert path[-43:] not in kept.text and path[-43:].encode() not in kept.secrets
    accept(ann, path)
    assert "Ann Field" in ruth.get("account/people").text
    # Nobody's mailbox is filled: an address gets a few, an account invites so many a day.
    sent = {"email": "eve@example.com", "rights": "see"}
    for _ in range(6):
        ruth.submit(ruth.get("account/people"), "account/people", sent)
    refused = ruth.submit(ruth.get("account/people"), "account/people", sent, 429)
    assert "Try again" in refused.text and "Retry-After" in ruth.answer.headers
    assert len(mails(office)) == 7
