"""B2, A6, C11: first passwords. In trial "clip" works as the article says; in a live company it is good once, with a
code by mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from receiver.domain.people.codes import TRIES
from receiver.domain.people.mail_limits import ACCOUNT
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.portal.mailed import mails
from tests.support.pages import Element
from tests.support.visitor import Visitor

OWN = "seven green gates"
MAIL = "ruth@example.com"
RUTH = Person("1047", "clip", details={"email": MAIL, "first_name": "Ruth"}, shared=True)
TOM = Person("1048", "clip", name="Tom Baker", shared=True)
BO = Person("1049", "birch beer and rye", name="Bo Stone")


@pytest.fixture
def office(posting: Serving) -> Office:
    """A live company: two have "clip", one of them an address; one has a password of his own."""
    made = posting.office()
    made.publish(RUTH, TOM, BO, phone="555-0142")
    made.set_state("live")
    return made


@pytest.fixture
def visitor(posting: Serving, office: Office) -> Iterator[Visitor]:
    """Somebody at its portal."""
    with Visitor(posting.receiver.url, office.company_id) as one:
        yield one


def code_of(office: Office) -> str:
    """The code in the newest mail that has one."""
    return [one for one in mails(office) if one.kind == "sign-in-code"][-1].code


def typed(visitor: Visitor, page: Element, code: str, password: str = OWN, status: int = 200) -> Element:
    """Type the code and a new password."""
    return visitor.submit(page, "sign-in/first", {"code": code, "password": password}, status)


def test_B2_a_trial_works_as_the_article_says(posting: Serving) -> None:
    made = posting.office()
    made.publish(RUTH, TOM)
    for number in ("1047", "1048"):
        with Visitor(posting.receiver.url, made.company_id) as visitor:
            visitor.sign_in(number, "clip")
            assert visitor.signed_in
    assert mails(made) == []


def test_A6_a_shared_password_is_good_once_with_a_code_and_then_the_customers_own_counts(
    office: Office, visitor: Visitor
) -> None:
    page = visitor.sign_in("1047", "clip")
    assert (page.one("h1").text, visitor.signed_in) == ("Set your own password", False)
    assert "r•••@example.com" in page.text
    assert MAIL not in visitor.answer.text
    page = typed(visitor, page, code_of(office).lower().replace("-", " "))
    assert visitor.signed_in
    assert page.one("h1").text.endswith("Ruth")
    assert [(one.kind, one.to) for one in mails(office)] == [("sign-in-code", MAIL), ("password-changed", MAIL)]
    visitor.submit(visitor.get(), "sign-out", {})
    visitor.sign_in("1047", "clip", status=401)
    visitor.sign_in("1047", OWN)
    assert visitor.signed_in


def test_A6_a_code_has_five_tries_and_is_good_once(office: Office, visitor: Visitor) -> None:
    page = visitor.sign_in("1047", "clip")
    code = code_of(office)
    wrong = ("A" if code[0] != "A" else "B") + code[1:]
    for _ in range(TRIES):
        page = typed(visitor, page, wrong, status=401)
        assert "That code is not right" in page.one(id="code-fault").text
    typed(visitor, page, code, status=401)
    page = visitor.submit(page, "sign-in/first", {"again": "yes"})
    assert "Another code is on its way" in page.text
    kept = visitor.session.cookies.copy()
    typed(visitor, page, code_of(office))
    assert visitor.signed_in
    visitor.session.cookies.clear()
    visitor.session.cookies.update(kept)
    assert visitor.get("sign-in/first").one("h1").text == "Sign in"


def test_A6_a_bad_new_password_costs_no_try_and_keeps_the_code(office: Office, visitor: Visitor) -> None:
    page = visitor.sign_in("1047", "clip")
    for _ in range(TRIES + 1):
        page = typed(visitor, page, code_of(office), "clip", status=400)
        assert "too short" in page.one(id="password-fault").text
        assert page.one("input", id="code").attributes["value"] == code_of(office)
    typed(visitor, page, code_of(office))
    assert visitor.signed_in


def test_A6_nobody_else_uses_the_code(office: Office, visitor: Visitor, posting: Serving) -> None:
    visitor.sign_in("1047", "clip")
    with Visitor(posting.receiver.url, office.company_id) as other:
        assert other.get("sign-in/first").one("h1").text == "Sign in"
    other_office = posting.office()
    other_office.publish(RUTH)
    other_office.set_state("live")
    with Visitor(posting.receiver.url, other_office.company_id) as other:
        page = other.sign_in("1047", "clip")
        typed(other, page, code_of(office), status=401)


def test_A6_without_an_address_the_office_has_to_help(office: Office, visitor: Visitor, posting: Serving) -> None:
    page = visitor.sign_in("1048", "clip")
    assert "The office gives you a password of your own" in page.text
    assert "555-0142" in page.text
    assert not page.all("input", name="code")
    office.publish(RUTH, replace(TOM, password="unique for tom 9", shared=False), BO)
    visitor.sign_in("1048", "unique for tom 9")
    assert visitor.signed_in


def test_A6_a_host_without_mail_says_so(serving: Serving) -> None:
    made = serving.office()
    made.publish(RUTH, phone="555-0142")
    made.set_state("live")
    with Visitor(serving.receiver.url, made.company_id) as visitor:
        assert "The office gives you a password" in visitor.sign_in("1047", "clip").text


def test_A6_codes_are_limited(office: Office, visitor: Visitor) -> None:
    page = visitor.sign_in("1047", "clip")
    for _ in range(ACCOUNT.most - 1):
        page = visitor.submit(page, "sign-in/first", {"again": "yes"})
    page = visitor.submit(page, "sign-in/first", {"again": "yes"}, status=429)
    assert "try again in a while" in page.one(id="code-fault").text
    assert len(mails(office)) == ACCOUNT.most
    typed(visitor, page, code_of(office))
    assert visitor.signed_in


def test_A6_a_password_of_his_own_is_not_asked_for_a_code(office: Office, visitor: Visitor) -> None:
    visitor.sign_in("1049", "birch beer and rye")
    assert visitor.signed_in


def test_C11_going_live_is_told_and_ends_what_began_with_clip(posting: Serving) -> None:
    made = posting.office()
    number = str(made.company_id)
    assert posting.receiver.run("company", "live", number).code == 1
    made.publish(RUTH, TOM, BO)
    with (
        Visitor(posting.receiver.url, made.company_id) as clip,
        Visitor(posting.receiver.url, made.company_id) as own,
    ):
        clip.sign_in("1047", "clip")
        own.sign_in("1049", "birch beer and rye")
        told = posting.receiver.must("company", "live", number, "--json").json
        assert told == {
            "company": made.company_id,
            "state": "live",
            "customers_with_password": 3,
            "first_passwords": 2,
            "without_address": 1,
            "signed_out": 1,
            "mail": True,
            "open": ["level-1", "mail", "passwords", "privacy", "factor"],
        }
        clip.get("schedule", status=401)
        own.get("schedule")
        assert "Trial." not in own.get().text
        assert posting.receiver.run("company", "live", number).code == 3
        assert posting.receiver.must("company", "trial", number, "--json").json["state"] == "trial"
        clip.sign_in("1047", "clip")
        assert clip.signed_in
        assert "Trial." in clip.get().text
