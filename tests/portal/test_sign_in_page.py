"""B2: signing in and out as a visitor does, at a real receiver."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from sqlalchemy import select

from receiver.domain.people.models import Attempt
from shared.limits import PASSWORD_CHARACTERS
from tests.portal.cast import Office, Person
from tests.support.visitor import Visitor

Guests = Callable[[Office], Visitor]
RUTH = Person("1047", "maple syrup", details={"email": "ruth@example.com", "first_name": "Ruth"})
FIRM = Person("1049", "maple syrup", name="Alvarez & Sons", details={"email": "ruth@example.com"})


def test_B2_sign_in_shows_company_and_help(served: Office, guest: Guests) -> None:
    served.publish(RUTH, phone="555-0142", hours="Mon-Fri 7-17")
    page = guest(served).get("sign-in")
    assert all(words in page.text for words in ("Green Valley Lawn Care", "555-0142", "Mon-Fri 7-17", "ask the office"))
    assert "Customer number, login id or e-mail" in page.text


def test_B2_a_wrong_sign_in_says_nothing_about_which(served: Office, guest: Guests) -> None:
    served.publish(RUTH, Person("1050", ""))
    visitor = guest(served)
    said = {
        visitor.sign_in(identifier, password, status=401).one(role="alert").text
        for identifier, password in (("1047", "wrong"), ("9999", "maple syrup"), ("1050", "x"), ("a@b", "x"))
    }
    assert len(said) == 1
    assert not visitor.signed_in


def test_B2_what_was_typed_stays_and_the_fault_stands_at_the_field(served: Office, guest: Guests) -> None:
    served.publish(RUTH)
    page = guest(served).sign_in('"><b>1047', "", status=400)
    assert page.one("input", id="identifier").attributes["value"] == '"><b>1047'
    field = page.one("input", id="password")
    assert field.attributes["aria-invalid"] == "true"
    assert page.one(id=field.attributes["aria-describedby"]).text == "Type your password."
    assert "value" not in field.attributes


@pytest.mark.parametrize(
    ("identifier", "password", "status"),
    [
        ("   ", "x", 400),
        ("\u00a0", "x", 400),
        ("1" * 321, "x", 400),
        ("1047", "x" * (PASSWORD_CHARACTERS + 1), 400),
        ("1047", "x" * PASSWORD_CHARACTERS, 401),
        ("1047\x00", "maple syrup\x00", 400),
        ("\ud7ff\U0010ffff", "\U0001f511", 401),
        ("1047\r\nX: y", "a", 400),
        ("{{7*7}}", "${7*7}", 401),
    ],
)
def test_B2_odd_input_is_answered_politely(
    served: Office, guest: Guests, identifier: str, password: str, status: int
) -> None:
    served.publish(RUTH)
    visitor = guest(served)
    visitor.sign_in(identifier, password, status=status)
    assert not visitor.signed_in


def test_B2_bytes_that_are_no_text_and_large_forms_are_refused(served: Office, guest: Guests) -> None:
    served.publish(RUTH)
    visitor = guest(served)
    token = visitor.get("sign-in").all("input", name="csrf_token")[0].attributes["value"]
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for body, status in (
        (f"csrf_token={token}&identifier=%ff%c0%80&password=%ed%a0%80", 400),
        (f"csrf_token={token}&identifier=1&identifier=2&password=x", 400),
        (f"csrf_token={token}&identifier=1&password={'x' * 100_000}", 413),
    ):
        answer = visitor.session.post(visitor.address("sign-in"), data=body, headers=headers, timeout=30)
        assert answer.status_code == status, body[:100]


def test_B2_an_address_of_several_accounts_asks_which(served: Office, guest: Guests) -> None:
    served.publish(RUTH, FIRM, Person("1051", "other password", details={"email": "ruth@example.com"}))
    visitor = guest(served)
    page = visitor.sign_in("ruth@example.com", "maple syrup")
    assert [one.attributes["value"] for one in page.all("button", name="account")] == ["record:R1047", "record:R1049"]
    assert not visitor.signed_in
    visitor.submit(page, "sign-in/account", {"account": "record:R1051"})
    assert not visitor.signed_in
    assert "Alvarez & Sons" in visitor.submit(page, "sign-in/account", {"account": "record:R1049"}).text
    assert visitor.signed_in


def test_B2_a_choice_is_refused_after_the_password_changed(served: Office, guest: Guests) -> None:
    served.publish(RUTH, FIRM)
    visitor = guest(served)
    page = visitor.sign_in("ruth@example.com", "maple syrup")
    served.publish(RUTH, Person("1049", "a new one", details={"email": "ruth@example.com"}))
    visitor.submit(page, "sign-in/account", {"account": "record:R1049"})
    assert not visitor.signed_in


def test_B2_sign_in_leads_to_the_page_that_was_asked_for(served: Office, guest: Guests) -> None:
    served.publish(RUTH)
    visitor = guest(served)
    page = visitor.get("history")
    assert (
        visitor.submit(page, "sign-in", {"identifier": "1047", "password": "maple syrup"}).one("h1").text == "History"
    )
    visitor.submit(visitor.get(), "sign-out", {})
    page = visitor.get("sign-in?to=//evil.example/")
    visitor.submit(page, "sign-in", {"identifier": "1047", "password": "maple syrup"})
    assert visitor.answer.url == visitor.address("")


def test_B2_a_hundred_guesses_at_one_moment_open_nothing_more(served: Office, guest: Guests) -> None:
    served.publish(RUTH)
    visitor = guest(served)
    form = visitor.get("sign-in").all("input", type="hidden")
    fields = {one.attributes["name"]: one.attributes["value"] for one in form}
    cookies = visitor.session.cookies.get_dict()

    def guess(number: int) -> int:
        data = {**fields, "identifier": "1047", "password": f"guess {number}"}
        return requests.post(visitor.address("sign-in"), data=data, cookies=cookies, timeout=60).status_code

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(guess, range(100)))
    assert (answers.count(401), answers.count(429)) == (5, 95)
    with served.work.reading(served.company_id) as session:
        rows = select(Attempt).where(Attempt.company_id == served.company_id, Attempt.subject == "record:R1047")
        assert session.scalars(rows).one().failures == 5
    page = visitor.sign_in("1047", "maple syrup", status=429)
    assert "Try again in" in page.one(role="alert").text
    assert 0 < int(visitor.answer.headers["Retry-After"]) <= 31


def test_B2_an_unknown_account_waits_like_a_known_one(served: Office, guest: Guests) -> None:
    served.publish(RUTH)
    visitor = guest(served)
    for _ in range(5):
        visitor.sign_in("nobody", "x", status=401)
    visitor.sign_in("nobody", "x", status=429)
    visitor.sign_in("1047", "maple syrup")
    assert visitor.signed_in


def test_B2_sign_out_ends_the_session_in_the_database(served: Office, guest: Guests) -> None:
    served.publish(RUTH)
    visitor = guest(served)
    page = visitor.sign_in("1047", "maple syrup")
    kept = visitor.session.cookies.get_dict()
    assert "You are signed out." in visitor.submit(page, "sign-out", {}).text
    answer = requests.get(visitor.address("contact"), cookies=kept, timeout=30)
    assert answer.status_code == 401
    assert "Ruth" not in answer.text
