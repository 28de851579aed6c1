"""B10, T21: a link by mail to sign in: asked for, looked at, used once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from time import perf_counter

import pytest
from sqlalchemy import update

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.people import mail_limits
from receiver.domain.people.attempts import LOCKED_AFTER
from receiver.domain.people.models import Attempt
from receiver.domain.people.users import OneTimeCode
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.portal.mailed import mails
from tests.portal.timing import fastest
from tests.support.pages import looked_at
from tests.support.visitor import Visitor

WORD = "maple syrup"
MAIL = "ruth@example.com"
RUTH = Person("1047", WORD, details={"email": MAIL, "first_name": "Ruth"})
FIRM = Person("1049", "another word", name="Alvarez & Sons", details={"email": MAIL})
NEW = Person("1050", "", name="Nora Field", details={"email": "nora@example.com"})
LOST = Person("1051", WORD, name="Leo Grant")


@pytest.fixture
def office(posting: Serving) -> Office:
    """A company whose customers have, share, and lack an address."""
    made = posting.office()
    made.publish(RUTH, FIRM, NEW, LOST, phone="555-0142")
    return made


@pytest.fixture
def visitor(posting: Serving, office: Office) -> Iterator[Visitor]:
    """Somebody at its portal."""
    with Visitor(posting.receiver.url, office.company_id) as one:
        yield one


def ask(visitor: Visitor, identifier: str, status: int = 200) -> str:
    """Ask for a link; gives the heading of the answer."""
    page = visitor.submit(visitor.get("sign-in/forgotten"), "forgotten", {"identifier": identifier}, status)
    return page.one("h1").text


def path_of(visitor: Visitor, link: str) -> str:
    """The link as the visitor's own path."""
    prefix = visitor.address("")
    assert link.startswith(prefix), "links lead to the address that the host set"
    return link.removeprefix(prefix)


def test_B10_a_link_signs_in_who_forgot_and_a_new_password_counts(office: Office, visitor: Visitor) -> None:
    page = visitor.get("sign-in")
    assert "Forgotten your password" in page.text
    assert ask(visitor, "1047") == "Look into your mail"
    (mail,) = mails(office)
    assert (mail.kind, mail.to, mail.subject) == ("sign-in-link", MAIL, "Sign in at Green Valley Lawn Care")
    path = path_of(visitor, mail.link)
    page = visitor.submit(visitor.get(path), path, {})
    assert visitor.signed_in
    assert page.one("h1").text == "Change password"
    assert not page.all("input", name="current"), "the link stands in for the current password"
    visitor.submit(page, "account/password", {"password": "seven green gates"})
    assert [one.kind for one in mails(office)] == ["sign-in-link", "password-changed"]
    visitor.submit(visitor.get(), "sign-out", {})
    visitor.sign_in("1047", WORD, status=401)
    visitor.sign_in("1047", "seven green gates")
    assert visitor.signed_in


def test_B10_whoever_has_no_password_yet_signs_in_by_link_only(office: Office, visitor: Visitor) -> None:
    ask(visitor, "1050")
    path = path_of(visitor, mails(office)[0].link)
    page = visitor.submit(visitor.get(path), path, {})
    assert page.one("h1").text == "Set a password"
    visitor.get("schedule")
    assert visitor.signed_in


def test_T21_scanners_use_nothing_up_and_a_link_is_good_once(office: Office, visitor: Visitor) -> None:
    ask(visitor, "1047")
    path = path_of(visitor, mails(office)[0].link)
    for _ in range(3):
        assert visitor.session.head(visitor.address(path), timeout=30).status_code == 200
        visitor.get(path)
    page = visitor.get(path)
    visitor.submit(page, path, {})
    assert visitor.signed_in
    visitor.session.cookies.clear()
    with Visitor(visitor.url, visitor.company) as other:
        assert other.get(path, status=410).one("h1").text == "This link is over"
        assert "Get another link" in visitor.get(path, status=410).text
    visitor.get("sign-in")
    form = visitor.get("sign-in/forgotten")
    token = form.all("input", name="csrf_token")[0].attributes["value"]
    answer = visitor.session.post(visitor.address(path), data={"csrf_token": token}, timeout=30)
    assert answer.status_code == 410
    visitor.answer = answer
    assert not visitor.signed_in


def test_T21_what_expires_between_look_and_press_is_refused(office: Office, visitor: Visitor) -> None:
    ask(visitor, "1047")
    path = path_of(visitor, mails(office)[0].link)
    page = visitor.get(path)
    with office.work.writing(office.company_id, Lane.VISITORS) as session:
        over = update(OneTimeCode).where(OneTimeCode.company_id == office.company_id)
        session.execute(over.values(expires_at=now() - timedelta(seconds=1)))
    visitor.submit(page, path, {}, status=410)
    assert not visitor.signed_in


@pytest.mark.parametrize("path", ["x", "A" * 43, "é" * 43, "A" * 2000])
def test_T21_what_is_no_link_is_over_too(visitor: Visitor, path: str) -> None:
    visitor.get(f"sign-in/code/{path}", status=410)


def test_B10_a_link_opens_one_company_only(posting: Serving, office: Office, visitor: Visitor) -> None:
    other = posting.office()
    other.publish(RUTH)
    ask(visitor, "1047")
    path = path_of(visitor, mails(office)[0].link)
    with Visitor(posting.receiver.url, other.company_id) as stranger:
        stranger.get(path, status=410)
    visitor.get(path)


def test_B10_an_address_of_several_accounts_asks_which_after_the_link(office: Office, visitor: Visitor) -> None:
    ask(visitor, MAIL)
    (mail,) = mails(office)
    path = path_of(visitor, mail.link)
    page = visitor.submit(visitor.get(path), path, {})
    assert page.one("h1").text == "Which account?"
    assert not visitor.signed_in
    page = visitor.submit(page, "sign-in/account", {"account": "record:R1049"})
    assert (page.one("h1").text, visitor.signed_in) == ("Change password", True)


def test_B10_the_answer_is_the_same_whoever_is_asked_about(office: Office, visitor: Visitor) -> None:
    said = set()
    for identifier in ("1047", "nobody", "1051", "1050", "x@example.com"):
        ask(visitor, identifier)
        # The token of the form for the language says in which second it was made.
        token = looked_at(visitor.answer.text).all("input", name="csrf_token")[0].attributes["value"]
        said.add(visitor.answer.text.replace(token, "token"))
    assert len(said) == 1
    assert [one.to for one in mails(office)] == [MAIL, "nora@example.com"]


def test_S4_asking_takes_as_long_for_nobody_as_for_a_customer(posting: Serving) -> None:
    def alike(quick: float, slow: float) -> bool:
        return slow - quick < max(0.35 * slow, 0.004)

    quick, slow = fastest(lambda: asked_about(posting, "1047", "4711"), alike)
    assert alike(quick, slow), (quick, slow)


def asked_about(posting: Serving, *identifiers: str) -> Iterator[tuple[str, float]]:
    """Ask about each as often as a network may, at a company that nobody asked yet: how long the answers took."""
    office = posting.office()
    office.publish(RUTH, FIRM, NEW, LOST, phone="555-0142")
    with Visitor(posting.receiver.url, office.company_id) as visitor:
        form = visitor.get("sign-in/forgotten").all("input", name="csrf_token")[0].attributes["value"]
        for identifier in identifiers * (mail_limits.NETWORK.most // len(identifiers)):
            before = perf_counter()
            fields = {"csrf_token": form, "identifier": identifier}
            address = visitor.address("sign-in/forgotten")
            answer = visitor.session.post(address, data=fields, allow_redirects=False, timeout=30)
            yield identifier, perf_counter() - before
            assert answer.status_code == 303


def test_B10_mails_are_limited_by_account_and_by_network(office: Office, visitor: Visitor) -> None:
    for _ in range(mail_limits.ACCOUNT.most + 2):
        assert ask(visitor, "1047") == "Look into your mail"
    assert len(mails(office)) == mail_limits.ACCOUNT.most
    for number in range(mail_limits.NETWORK.most - mail_limits.ACCOUNT.most - 2):
        ask(visitor, f"nobody {number}")
    page = visitor.submit(visitor.get("sign-in/forgotten"), "forgotten", {"identifier": "1050"}, 429)
    assert "Too many attempts." in page.one(role="alert").text
    assert page.one("input", id="identifier").attributes["value"] == "1050"
    assert int(visitor.answer.headers["Retry-After"]) > 0
    assert len(mails(office)) == mail_limits.ACCOUNT.most


def test_B2_a_link_opens_a_locked_account_again(office: Office, visitor: Visitor) -> None:
    with office.work.writing(office.company_id, Lane.VISITORS) as session:
        lock = {"company_id": office.company_id, "subject": "record:R1047", "failures": LOCKED_AFTER}
        session.add(Attempt(**lock, blocked_until=None, updated_at=now()))
    page = visitor.sign_in("1047", WORD, status=429)
    assert "Get a link by e-mail" in page.one(role="alert").text
    ask(visitor, "1047")
    path = path_of(visitor, mails(office)[0].link)
    visitor.submit(visitor.get(path), path, {})
    visitor.submit(visitor.get(), "sign-out", {})
    visitor.sign_in("1047", WORD)
    assert visitor.signed_in


def test_T20_a_forged_host_gets_no_link_of_its_own(office: Office, visitor: Visitor) -> None:
    form = visitor.get("sign-in/forgotten").all("input", name="csrf_token")[0].attributes["value"]
    fields = {"csrf_token": form, "identifier": "1047"}
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example"}
    visitor.session.post(visitor.address("sign-in/forgotten"), data=fields, headers=forged, timeout=30)
    (mail,) = mails(office)
    assert "evil.example" not in mail.text
    path_of(visitor, mail.link)
    answer = visitor.session.post(
        visitor.address("sign-in/forgotten"), data=fields, headers={"Host": "evil.example"}, timeout=30
    )
    assert answer.status_code == 400
    assert len(mails(office)) == 1


@pytest.mark.parametrize(
    ("identifier", "words"),
    [("", "Type your customer number"), (" \u00a0", "Type your"), ("1" * 321, "too long"), ("1\x00", "no character")],
)
def test_B10_what_is_wrong_stands_at_the_field(visitor: Visitor, identifier: str, words: str) -> None:
    page = visitor.submit(visitor.get("sign-in/forgotten"), "forgotten", {"identifier": identifier}, 400)
    field = page.one("input", id="identifier")
    assert words in page.one(id=field.attributes["aria-describedby"]).text


def test_B10_without_mail_the_page_says_whom_to_ask(serving: Serving) -> None:
    made = serving.office()
    made.publish(RUTH, phone="555-0142", email="office@example.com")
    with Visitor(serving.receiver.url, made.company_id) as visitor:
        assert "forgotten" not in [one.attributes["href"] for one in visitor.get("sign-in").all("a")]
        page = visitor.get("sign-in/forgotten")
        assert "555-0142" in page.text
        assert not page.all("input", name="identifier")
        token = visitor.get("sign-in").all("input", name="csrf_token")[0].attributes["value"]
        fields = {"csrf_token": token, "identifier": "1047"}
        visitor.session.post(visitor.address("sign-in/forgotten"), data=fields, timeout=30)
        assert mails(made) == []
