"""B10, T22: change password, and the list of sessions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from receiver.web.browsers import described
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.portal.mailed import mails
from tests.support.pages import Element
from tests.support.visitor import Visitor

WORD = "maple syrup"
OWN = "seven green gates"
RUTH = Person(
    "1047",
    WORD,
    details={
        "email": "ruth@example.com",
        "company_name": "Alvarez Bakery",
        "phones": ({"kind": "home", "number": "555-0104-22"},),
    },
)
BO = Person("1048", "birch beer", name="Bo Stone")
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"


@pytest.fixture
def office(posting: Serving) -> Office:
    """A company with two customers."""
    made = posting.office()
    made.publish(RUTH, BO, name="Green Valley Lawn Care", phone="555-0142-11")
    return made


@pytest.fixture
def visitor(posting: Serving, office: Office) -> Iterator[Visitor]:
    """Ruth, signed in with Firefox."""
    with Visitor(posting.receiver.url, office.company_id) as one:
        one.session.headers["User-Agent"] = FIREFOX
        one.sign_in("1047", WORD)
        yield one


@pytest.fixture
def phone(posting: Serving, office: Office) -> Iterator[Visitor]:
    """Ruth once more, signed in with her phone."""
    with Visitor(posting.receiver.url, office.company_id) as one:
        one.session.headers["User-Agent"] = PHONE
        one.sign_in("1047", WORD)
        yield one


def change(visitor: Visitor, current: str, password: str, status: int = 200) -> Element:
    """Type both; gives the page that follows."""
    page = visitor.get("account/password")
    return visitor.submit(page, "account/password", {"current": current, "password": password}, status)


def test_B10_a_changed_password_ends_every_other_session(office: Office, visitor: Visitor, phone: Visitor) -> None:
    page = change(visitor, WORD, OWN)
    assert "Your new password counts from now on." in page.one(role="status").text
    visitor.get("schedule")
    assert visitor.signed_in
    assert "signed out" in phone.get("schedule", status=401).one(role="alert").text
    (mail,) = mails(office)
    assert (mail.kind, mail.to, mail.subject) == (
        "password-changed",
        "ruth@example.com",
        "Your password was changed. (Green Valley Lawn Care)",
    )
    assert "/sign-in/forgotten" in mail.text
    phone.sign_in("1047", WORD, status=401)
    phone.sign_in("1047", OWN)
    assert phone.signed_in


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "Type a new password"),
        ("   \u00a0  ", "Type a new password"),
        ("1", "too short"),
        ("1234567", "too short"),
        ("\U0001f511" * 7, "too short"),
        ("e\u0301" * 7, "too short"),
        ("12345678", "tried first"),
        ("P-a-s-s-w-o-r-d", "tried first"),
        ("Porchlight", "tried first"),
        ("........", "tried first"),
        ("ruth alvarez", "others know"),
        ("GreenValleyLawnCare", "others know"),
        ("alvarez.bakery", "others know"),
        ("555010422", "others know"),
        ("5550142-11", "others know"),
        ("ruth@example.com", "others know"),
        ("x" * 1025, "too long"),
        ("seven green\x00gates", "no character"),
    ],
    ids=ascii,
)
def test_bad_input_32_a_password_that_may_not_be_chosen_says_why(visitor: Visitor, password: str, words: str) -> None:
    page = change(visitor, WORD, password, status=400)
    field = page.one("input", id="password")
    assert field.attributes["aria-describedby"] == "password-hint password-fault"
    assert words in page.one(id="password-fault").text
    assert "value" not in field.attributes
    assert "value" not in page.one("input", id="current").attributes


FIT = (
    "eightlet",
    "x7 " * 5,
    " led by a blank",
    "\U0001f511\U0001f984\U0001f3e1\U0001f33f" * 2,
    "na\u00efve caf\u00e9s",
    "h" * 63 + "i",
    "q7" * 512,
)


def test_bad_input_32_any_other_may_be_chosen_and_opens(visitor: Visitor) -> None:
    current = WORD
    for password in FIT:
        change(visitor, current, password)
        visitor.submit(visitor.get(), "sign-out", {})
        visitor.sign_in("1047", password)
        assert visitor.signed_in
        current = password


def test_bad_input_07_the_twin_of_a_chosen_password_opens(visitor: Visitor) -> None:
    change(visitor, WORD, "na\u00efve caf\u00e9s")
    visitor.submit(visitor.get(), "sign-out", {})
    visitor.sign_in("1047", "nai\u0308ve cafe\u0301s")
    assert visitor.signed_in


def test_B10_the_current_password_is_guessed_no_faster_here(visitor: Visitor, phone: Visitor) -> None:
    for _ in range(5):
        page = change(visitor, "wrong", OWN, status=400)
        assert "not your current password" in page.one(id="current-fault").text
    page = change(visitor, WORD, OWN, status=429)
    assert "Too many attempts." in page.one(role="alert").text
    phone.get("schedule")
    assert phone.signed_in


def test_B10_a_form_of_another_session_changes_nothing_and_nothing_is_kept(
    office: Office, visitor: Visitor, phone: Visitor
) -> None:
    page = visitor.get("account/password")
    fields = {"current": WORD, "password": OWN}
    phone.submit(page, "account/password", fields, status=403)
    visitor.submit(visitor.get(), "sign-out", {})
    visitor.submit(page, "account/password", fields, status=401)
    assert f"porchlight-draft-{office.company_id}" not in visitor.session.cookies
    visitor.sign_in("1047", WORD)
    assert visitor.signed_in


def test_B10_sessions_are_listed_and_ended(office: Office, visitor: Visitor, phone: Visitor, posting: Serving) -> None:
    page = visitor.get("account/sessions")
    listed = [one.text for one in page.all("li") if "Last seen" in one.text]
    assert ["Firefox, Windows" in one and "this one" in one for one in listed] == [True, False]
    assert "Safari, iPhone" in listed[1]
    with Visitor(posting.receiver.url, office.company_id) as bo:
        bo.sign_in("1048", "birch beer")
        mark = next(one for one in page.all("button", name="end") if len(one.attributes["value"]) == 64)
        own = bo.get("account/sessions")
        assert "iPhone" not in own.text
        bo.submit(own, "account/sessions", {"end": mark.attributes["value"]})
        phone.get("schedule")
        for odd in ("", "zz", "00" * 32, "../x"):
            visitor.submit(page, "account/sessions", {"end": odd})
        bo.get("schedule")
        visitor.submit(page, "account/sessions", {"end": mark.attributes["value"]})
        phone.get("schedule", status=401)
        phone.sign_in("1047", WORD)
        visitor.submit(visitor.get("account/sessions"), "account/sessions", {"end": "others"})
        phone.get("schedule", status=401)
        phone.sign_in("1047", WORD)
        visitor.submit(visitor.get("account/sessions"), "account/sessions", {"end": "all"})
        assert not visitor.signed_in
        phone.get("schedule", status=401)
        bo.get("schedule")


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        (PHONE, "Safari, iPhone"),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0", "Edge, Linux"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_B10_a_browser_is_told_in_two_words(user_agent: str, words: str) -> None:
    assert described(user_agent) == words
