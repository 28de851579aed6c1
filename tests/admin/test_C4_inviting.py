"""C4: the office invites its customers by mail, one or many, and tries the mail on itself first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.admin.boss import ANN, Boss
from tests.admin.conftest import RUTH, TOM
from tests.admin.customers import go, letters, row
from tests.admin.test_C4_list import deeds
from tests.portal.cast import Chief, Office, Person
from tests.portal.conftest import Serving
from tests.portal.mailed import found_in, mails
from tests.support.printed import code_in
from tests.support.visitor import Visitor

LINK = re.compile(r"https?://\S+/sign-in/password/\S+")
SECRET = "six red apples on a plate"
SON = Person("1050", "", "Sam Alvarez", details={"first_name": "Sam", "email": "sam@example.com"})
WRONG = Person("1051", "", "Wally", details={"email": "no address"})


@pytest.fixture
def company(posting: Serving) -> Office:
    """A company on a host that sends mail: two with an address, one without, one with what is none."""
    made = posting.office()
    made.publish(ANN, RUTH, TOM, SON, WRONG, phone="555-0142", email="office@greenvalley.example")
    return made


@pytest.fixture
def ann(posting: Serving, company: Office) -> Iterator[Boss]:
    """Ann, signed in there."""
    with Boss(posting.receiver.url, company.company_id) as boss:
        boss.sign_in()
        yield boss


def test_C4_invited_by_mail_a_customer_sets_his_password(ann: Boss, company: Office) -> None:
    asked = go(ann, "invite", SON.number)
    assert asked.one("h1").text == "Invite 1 customer by e-mail"
    assert "Hello Sam," in asked.text and "555-0142" in asked.text, "the mail stands there"
    assert mails(company) == []
    page = ann.submit(asked, "customers/invite", {"language": "en"})
    assert page.one("p", role="status").text == "1 invitation is on its way."
    assert "by e-mail" in row(page, SON.number).text
    (mail,) = mails(company)
    assert (mail.kind, mail.to) == ("welcome", "sam@example.com")
    assert "your customer number 1050" in mail.text
    path = urlsplit(found_in(LINK, mail.text)).path.partition(f"/{company.company_id}/")[2]
    with Visitor(ann.url, company.company_id) as sam:
        sam.submit(sam.get(path), path, {"password": SECRET})
        sam.get()
        assert sam.signed_in
        sam.get(path, status=410)
        sam.session.cookies.clear()
        sam.sign_in(SON.number, SECRET)
        assert sam.signed_in
    assert ("customers.invited", "record:R1050") in deeds(company)


def test_C4_who_gets_no_mail_is_named_and_gets_a_letter(ann: Boss, company: Office) -> None:
    deactivated = go(ann, "deactivate", RUTH.number)
    ann.submit(deactivated, "customers/deactivate", {})
    asked = go(ann, "invite", RUTH.number, TOM.number, SON.number, WRONG.number)
    assert asked.one("h1").text == "Invite 1 customer by e-mail"
    left_out = asked.one("section", aria_labelledby="left-out").text
    assert "1 is deactivated." in left_out
    assert "2 have no e-mail address that mail can go to. Print letters instead." in left_out
    asked = ann.submit(asked, "customers/go", {"do": "letters"})
    assert asked.one("h1").text == "Print 2 letters"
    asked = go(ann, "invite", TOM.number)
    assert asked.one("h1").text == "Nobody can be invited by e-mail"
    assert mails(company) == []


def test_C4_test_mode_mails_to_nobody_but_the_administrator(ann: Boss, company: Office) -> None:
    asked = go(ann, "invite", RUTH.number, SON.number)
    for words in ("The invitation is on its way to you, ann@greenvalley.example.", "was sent to you already"):
        page = ann.submit(asked, "customers/invite", {"try": "yes", "language": "en"})
        assert words in page.one("p", role="status").text
    (mail,) = mails(company)
    assert mail.to == ANN.email
    assert "Hello Ruth Alvarez," in mail.text
    assert not LINK.search(mail.text), "nobody sets a customer's password with it"
    assert deeds(company) == []
    own = {"do": "save", "subject": "Come in", "text": "Hello {name}, {link}"}
    ann.submit(ann.get("mail/texts/welcome"), "mail/texts/welcome", own)
    page = ann.submit(page, "customers/invite", {"try": "yes", "language": "en"})
    assert "on its way to you" in page.one("p", role="status").text
    assert {one.subject for one in mails(company)} == {mail.subject, "Come in"}
    page = ann.submit(page, "customers/invite", {"language": "en"})
    assert {one.to for one in mails(company)} == {ANN.email, "ruth@example.com", "sam@example.com"}


def test_C4_the_same_form_twice_invites_once_and_a_new_one_ends_the_earlier_link(ann: Boss, company: Office) -> None:
    older = go(ann, "invite", SON.number)
    for _ in range(2):
        page = ann.submit(older, "customers/invite", {"language": "en"})
        assert page.one("p", role="status").text == "1 invitation is on its way."
    assert len(mails(company)) == 1
    asked = go(ann, "invite", SON.number)
    assert "1 was invited before: the earlier link is over with this one." in asked.text
    ann.submit(asked, "customers/invite", {"language": "en"})
    first, second = (found_in(LINK, one.text).partition(f"/{company.company_id}/")[2] for one in mails(company))
    with Visitor(ann.url, company.company_id) as sam:
        states = {path: sam.session.get(sam.address(path), timeout=30).status_code for path in (first, second)}
        assert sorted(states.values()) == [200, 410]
        # The older form once more neither brings its link back nor ends the newer one.
        page = ann.submit(older, "customers/invite", {"language": "es"})
        assert page.one("p", role="status").text.startswith("1 was left out: a newer invitation")
        for path, state in states.items():
            assert sam.session.get(sam.address(path), timeout=30).status_code == state
    assert len(mails(company)) == 2


def test_C4_a_password_of_his_own_ends_link_and_letter(ann: Boss, company: Office) -> None:
    code = code_in(letters(ann, SON.number), SON.number)
    ann.submit(go(ann, "invite", SON.number), "customers/invite", {"language": "en"})
    path = urlsplit(found_in(LINK, mails(company)[0].text)).path.partition(f"/{company.company_id}/")[2]
    with Visitor(ann.url, company.company_id) as sam:
        sam.submit(sam.get("sign-in/letter"), "sign-in/letter", _typed(code))
        sam.get(path, status=410)
        sam.submit(sam.get("sign-in/letter"), "sign-in/letter", _typed(code), 401)


def _typed(code: str) -> dict[str, str]:
    return {"identifier": SON.number, "code": code, "password": SECRET}


def test_C4_without_an_address_of_his_own_nobody_tries(posting: Serving) -> None:
    office = posting.office()
    office.publish(Chief("Zed", ANN.password), SON)
    with Boss(posting.receiver.url, office.company_id) as zed:
        zed.sign_in("Zed")
        asked = go(zed, "invite", SON.number)
        assert not asked.all("button", name="try")
        page = zed.submit(asked, "customers/invite", {"try": "yes", "language": "en"}, 400)
        assert page.one("p", role="alert").text == "No e-mail address of yours is known, so nothing was sent."
    assert mails(office) == []


def test_C4_a_host_without_mail_offers_letters_alone(boss: Boss, office: Office) -> None:
    page = boss.get("customers")
    assert {one.attributes["value"] for one in page.one("select", id="do").all("option")} == {
        "",
        "letters",
        "unlock",
        "deactivate",
        "activate",
    }
    assert not boss.get(f"customer?number={RUTH.number}").all("button", value="invite")


@pytest.mark.parametrize("fields", [{"language": "xx"}, {"key": ""}, {"key": "x" * 65}, {"customers": "[0]"}])
def test_C4_an_invitation_that_we_did_not_make_is_refused(ann: Boss, company: Office, fields: dict[str, str]) -> None:
    asked = go(ann, "invite", SON.number)
    ann.submit(asked, "customers/invite", {"language": "en", **fields}, 400)
    assert mails(company) == []


def test_B11_the_office_sees_who_sees_an_account(ann: Boss, company: Office) -> None:
    with Visitor(ann.url, company.company_id) as ruth, Visitor(ann.url, company.company_id) as guest:
        ruth.sign_in(RUTH.number, RUTH.password)
        for email in ("eva@example.com", "late@example.com"):
            ruth.submit(ruth.get("account/people"), "account/people", {"email": email, "rights": "ask"})
        ruth.submit(ruth.get("account/accounts"), "account/accounts", {"number": TOM.number, "password": TOM.password})
        (mail,) = [one for one in mails(company) if one.to == "eva@example.com"]
        path = found_in(re.compile(r"invitation/\S+"), mail.text)
        guest.submit(guest.get(path), path, {"name": "Eva Gray", "password": SECRET, "way": "new"})
    page = ann.get(f"customer?number={RUTH.number}")
    seers = page.one("section", aria_labelledby="seers").text
    assert "Eva Gray eva@example.com see and ask" in seers
    assert "late@example.com invited" in seers
    sees = page.one("section", aria_labelledby="sees").text
    assert "Tom Baker No. 1048 everything: linked by number and password" in sees
    page = ann.get(f"customer?number={TOM.number}")
    assert "Ruth Alvarez everything" in page.one("section", aria_labelledby="seers").text
