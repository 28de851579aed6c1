"""A number that was given to somebody else starts empty; a customer with another number, or who came back, keeps what
the portal holds of him (A9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from receiver.domain.people.models import PortalSession
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.support.databases import KINDS
from tests.support.visitor import Visitor

Guests = Callable[[Office], Visitor]
RUTH = Person("1047", "maple syrup", record_id="R1", details={"first_name": "Ruth"})
BO = Person("1048", "birch beer", name="Bo Stone", record_id="R2", details={"first_name": "Bo"})


@pytest.fixture(params=KINDS)
def serving(request: pytest.FixtureRequest, serving: Serving) -> Serving:
    """A receiver on each kind of database in turn."""
    found: Serving = serving if request.param == "sqlite" else request.getfixturevalue("serving_on_postgresql")
    return found


def moved(person: Person, number: str) -> Person:
    """The same customer under another number, with the verifier he had."""
    return replace(person, number=number, same_as=person.number)


def wrong(visitor: Visitor, number: str, times: int, then: int) -> None:
    """Guess so often, and be answered with `then` the next time."""
    for _ in range(times):
        visitor.sign_in(number, "wrong word", status=401)
    visitor.sign_in(number, "wrong word", status=then)


def numbers(office: Office) -> list[str]:
    """Whose sessions there are."""
    with office.work.reading(office.company_id) as session:
        found = select(PortalSession.number).where(PortalSession.company_id == office.company_id)
        return list(session.scalars(found))


def test_A9_a_renumbered_customer_stays_signed_in_and_sees_his_own(served: Office, guest: Guests) -> None:
    served.publish(RUTH, BO)
    ruth, bo = guest(served), guest(served)
    ruth.sign_in("1047", "maple syrup")
    bo.sign_in("1048", "birch beer")
    served.publish(moved(RUTH, "1048"), moved(BO, "1047"))
    for visitor, name, number in ((ruth, "Ruth", "1048"), (bo, "Bo", "1047")):
        shown = visitor.get("contact").text
        assert name in shown and number in shown
    assert sorted(numbers(served)) == ["1047", "1048"]
    served.publish(replace(RUTH, number="2000"), BO)
    page = ruth.get("contact", status=401)
    assert "changed the number of this account" in page.one(role="alert").text
    assert "2000" not in page.text


def test_A9_a_number_that_was_given_to_somebody_else_starts_empty(served: Office, guest: Guests) -> None:
    served.publish(RUTH, BO)
    visitor, stranger = guest(served), guest(served)
    visitor.sign_in("1047", "maple syrup")
    wrong(stranger, "1047", 5, 429)
    new = Person("1047", "walnut tree", name="Mia Grant", record_id="R3", details={"first_name": "Mia"})
    served.publish(new, BO)
    page = visitor.get("contact", status=401)
    assert "no longer on the portal" in page.one(role="alert").text
    assert "Mia" not in page.text
    # The guesses were at Ruth's account: they neither keep the new owner out nor help to guess at him.
    mia = guest(served)
    assert "Mia" in mia.sign_in("1047", "walnut tree").text
    stranger.sign_in("1047", "maple syrup", status=401)


def test_A9_guesses_stay_with_the_customer(served: Office, guest: Guests) -> None:
    served.publish(RUTH, BO)
    wrong(guest(served), "1047", 5, 429)
    served.publish(replace(RUTH, number="1050"), BO)
    guest(served).sign_in("1050", "maple syrup", status=429)
    served.publish(BO)
    served.publish(RUTH, BO)
    guest(served).sign_in("1047", "maple syrup", status=429)


def test_A9_who_comes_back_finds_his_browser_still_signed_in(served: Office, guest: Guests) -> None:
    served.publish(RUTH, BO)
    ruth = guest(served)
    ruth.sign_in("1047", "maple syrup")
    served.publish(BO)
    served.publish(RUTH, BO)
    assert "Ruth" in ruth.get("").text
