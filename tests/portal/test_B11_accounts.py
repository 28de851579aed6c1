"""B11: one sign-in for several accounts; each is linked once, by its own number and password."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from shared import records
from tests.portal.cast import Office, Person
from tests.support.pages import Element
from tests.support.visitor import Visitor

Guests = Callable[[Office], Visitor]
HOUSE = records.Property("p1", "", "14 Maple Court", "Springfield")
RUTH = Person("1047", "maple syrup", "Ruth Alvarez", "R1", details={"first_name": "Ruth", "properties": (HOUSE,)})
FIRM = Person("2000", "birch beer", "Alvarez & Sons", "R2", details={"balance": Decimal("12.5"), "first_name": "Firm"})
BO = Person("1048", "walnut tree", "Bo Stone", "R3", details={"first_name": "Bo"})


@pytest.fixture
def ruth(served: Office, guest: Guests) -> Visitor:
    """Ruth, signed in; the firm is hers too."""
    served.publish(RUTH, FIRM, BO, shares_money=True)
    visitor = guest(served)
    visitor.sign_in("1047", "maple syrup")
    return visitor


def link(visitor: Visitor, number: str, password: str, status: int = 200) -> Element:
    """Link an account."""
    page = visitor.get("account/accounts")
    return visitor.submit(page, "account/accounts", {"number": number, "password": password}, status)


def look(visitor: Visitor, name: str) -> Element:
    """Look at the linked account of that name."""
    page = visitor.get("account/accounts")
    return visitor.submit(page, "accounts/look", {"account": mark(page, name, "look")})


def mark(page: Element, name: str, action: str) -> str:
    """What the button for the account of that name sends."""
    row = next(one for one in page.all("li") if name in one.text and one.all("button", name="account"))
    form = next(one for one in row.all("form") if one.attributes["action"].endswith(action))
    return form.one("button", name="account").attributes["value"]


def test_B11_an_account_is_linked_by_its_own_number_and_password_and_looked_at(ruth: Visitor) -> None:
    assert not ruth.get().all("a", class_="switch")
    page = link(ruth, "2000", "birch beer")
    assert "Alvarez & Sons is linked" in page.one(role="status").text
    assert "1047" in ruth.get("contact").text and "2000" in ruth.get("account/accounts").text
    home = look(ruth, "Alvarez & Sons")
    assert "Alvarez & Sons" in home.text and "$12.50" in home.text
    assert home.one("h1").text.endswith("Ruth Alvarez")
    assert "2000" in ruth.get("contact").text and "14 Maple Court" not in ruth.get("contact").text
    who = ruth.get("schedule").one("div", **{"class": "who"})
    assert "Alvarez & Sons" in who.text and "2000" in who.text and "Switch" in who.text
    account = ruth.get("account").text
    assert "Ruth Alvarez" in account and "1047" in account and "Alvarez & Sons" in account
    # Another browser of hers begins at her own account.
    other = Visitor(ruth.url, ruth.company)
    assert "Ruth" in other.sign_in("1047", "maple syrup").one("h1").text
    other.session.close()
    look(ruth, "Ruth Alvarez")
    assert "14 Maple Court" in ruth.get("contact").text


def test_B11_linking_counts_like_a_sign_in_and_answers_alike(served: Office, ruth: Visitor, guest: Guests) -> None:
    wrong = [link(ruth, number, "wrong word", 401).one(role="alert").text for number in ("2000", "9999")]
    assert wrong[0] == wrong[1]
    for _ in range(4):
        link(ruth, "2000", "wrong word", 401)
    assert "Try again" in link(ruth, "2000", "birch beer", 429).one(role="alert").text
    assert "Retry-After" in ruth.answer.headers
    guest(served).sign_in("2000", "birch beer", status=429)
    assert "own account" in link(ruth, "1047", "maple syrup", 400).one(role="alert").text
    assert ruth.get("account/accounts").text.count("Look at it") == 0


def test_B11_a_first_password_of_a_live_company_links_nothing(served: Office, ruth: Visitor) -> None:
    served.publish(RUTH, replace(FIRM, shared=True), BO)
    served.set_state("live")
    assert "only for the first time" in link(ruth, "2000", "birch beer", 400).one(role="alert").text
    served.set_state("trial")
    link(ruth, "2000", "birch beer")


def test_B11_a_removed_link_leads_back_to_the_own_account(ruth: Visitor, served: Office) -> None:
    link(ruth, "2000", "birch beer")
    look(ruth, "Alvarez & Sons")
    page = ruth.get("account/accounts")
    page = ruth.submit(page, "accounts/remove", {"account": mark(page, "Alvarez & Sons", "remove")})
    assert "You can't see account 2000 any more" in page.text
    assert "14 Maple Court" in ruth.get("contact").text


def test_B11_links_follow_the_customer_and_not_the_number(served: Office, ruth: Visitor) -> None:
    link(ruth, "2000", "birch beer")
    look(ruth, "Alvarez & Sons")
    # The firm gets another number, and Bo the firm's.
    moved = replace(FIRM, number="2001", same_as="2000")
    served.publish(RUTH, moved, replace(BO, number="2000", same_as="1048"))
    told = ruth.get("contact").text
    assert "Alvarez & Sons" in told and "2001" in told and "Bo" not in told
    # The firm leaves: it is named, skipped, and its page leads home.
    served.publish(RUTH, replace(BO, number="2001", same_as="1048"))
    assert "You can't see account 2001 any more" in ruth.get("contact").text
    page = ruth.get("account/accounts")
    assert "not on the portal at the moment" in page.text and "Alvarez & Sons" in page.text
    assert not [one for one in page.all("form") if one.attributes["action"].endswith("look")]
    assert "Bo Stone" not in page.text
    served.publish(RUTH, FIRM, BO)
    assert "Alvarez & Sons" in look(ruth, "Alvarez & Sons").one("div", **{"class": "who"}).text
    # Ruth herself leaves: whoever she was, she signs in no more, whatever is linked.
    served.publish(FIRM, BO)
    assert "no longer on the portal" in ruth.get("contact", status=401).one(role="alert").text


def test_B11_a_form_of_another_account_changes_nothing(ruth: Visitor) -> None:
    link(ruth, "2000", "birch beer")
    page = ruth.get("account/accounts")
    look(ruth, "Alvarez & Sons")
    # The second tab still shows the first account; switching works from there, linking does not.
    ruth.submit(page, "account/accounts", {"number": "1048", "password": "walnut tree"}, 403)
    assert "Bo Stone" not in ruth.get("account/accounts").text
    ruth.submit(page, "accounts/look", {"account": mark(page, "Alvarez & Sons", "look")})


@pytest.mark.parametrize(
    "fields",
    [
        {"number": "", "password": ""},
        {"number": "2000\r\nX: y", "password": "birch beer"},
        {"number": "2" * 4000, "password": "x" * 2000},
        {"number": "\u202e<script>", "password": "\x00"},
    ],
)
def test_bad_input_accounts_are_refused_at_the_field(ruth: Visitor, fields: dict[str, str]) -> None:
    page = link(ruth, **fields, status=400)
    assert page.all(aria_invalid="true")
    assert "<script" not in ruth.answer.text.replace("<script src=", "")
    for action in ("look", "remove"):
        ruth.submit(ruth.get("account/accounts"), "account/accounts", fields, 400)
        token = page.all("input", name="csrf_token")[0].attributes["value"]
        sent = {"csrf_token": token, "account": fields["number"]}
        answer = ruth.session.post(ruth.address(f"account/accounts/{action}"), data=sent, timeout=30)
        assert answer.status_code == 200
