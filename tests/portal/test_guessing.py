"""T3, S3: one password at many accounts, through a real receiver; and the browsers that a customer is known by."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import update

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.people import attempts
from receiver.domain.people.attempts import NETWORK_BUDGET
from receiver.domain.people.models import Attempt
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.support.visitor import Visitor

Guests = Callable[[Office], Visitor]
WORD = "maple syrup"
RUTH = Person("1047", WORD, details={"email": "ruth@example.com"})
FIRM = Person("1049", WORD, name="Alvarez & Sons", details={"email": "ruth@example.com"})
BO = Person("1048", "birch beer", name="Bo Stone")
ACCOUNTS = 45


def guesses(visitor: Visitor, numbers: range) -> list[int]:
    """Try one wrong password at each account, by one form; the statuses."""
    token = visitor.get("sign-in").all("input", name="csrf_token")[0].attributes["value"]
    found = []
    for number in numbers:
        fields = {"csrf_token": token, "identifier": str(number), "password": "clip"}
        found.append(visitor.session.post(visitor.address("sign-in"), data=fields, timeout=30).status_code)
    return found


def spray(office: Office, times: int) -> None:
    """What as many wrong guesses from the tests' own network leave behind."""
    with office.work.writing(office.company_id) as session:
        for number in range(times):
            attempts.count(
                session, office.company_id, [attempts.account_subject(str(5000 + number))], "127.0.0.1", now()
            )


@pytest.fixture
def known(served: Office, guest: Guests) -> Visitor:
    """The browser that Ruth was signed in at, before somebody in her network tried one password at many accounts."""
    served.publish(RUTH, BO, FIRM)
    browser = guest(served)
    browser.submit(browser.sign_in("1047", WORD), "sign-out", {})
    spray(served, NETWORK_BUDGET)
    return browser


def test_T3_one_password_at_many_accounts_is_slowed_after_thirty_also_after_a_restart(
    serving: Serving, served: Office, guest: Guests
) -> None:
    served.publish(RUTH, *(Person(str(2000 + n), "") for n in range(ACCOUNTS)))
    said = guesses(guest(served), range(2000, 2000 + ACCOUNTS))
    assert said == [401] * NETWORK_BUDGET + [429] * (ACCOUNTS - NETWORK_BUDGET)
    serving.receiver.end()
    try:
        with served.work.writing(served.company_id, Lane.VISITORS) as session:
            # As if it had taken no time: after 20 seconds one more would be free.
            session.execute(update(Attempt).where(Attempt.company_id == served.company_id).values(updated_at=now()))
    finally:
        serving.receiver.serve()
    assert guesses(guest(served), range(2100, 2103)) == [429] * 3
    guest(served).sign_in("1047", WORD, status=429)
    other = serving.office()
    other.publish(RUTH)
    guest(other).sign_in("1047", WORD)


def test_S3_the_customers_own_browser_is_not_slowed(known: Visitor, served: Office, guest: Guests) -> None:
    guest(served).sign_in("1047", WORD, status=429)
    known.sign_in("1047", WORD)
    assert known.signed_in


def test_S3_a_known_browser_is_known_for_one_account_and_no_better_at_guessing(known: Visitor) -> None:
    known.sign_in("1048", "birch beer", status=429)
    assert [guesses(known, range(1047, 1048)) for _ in range(6)] == [[401]] * 5 + [[429]]
    known.sign_in("1047", WORD, status=429)


def test_S3_only_the_receiver_makes_a_browser_known(
    serving: Serving, known: Visitor, served: Office, guest: Guests
) -> None:
    name = f"porchlight-known-{served.company_id}"
    mark = known.session.cookies[name]
    elsewhere = serving.office()
    elsewhere.publish(RUTH)
    there = guest(elsewhere)
    there.sign_in("1047", WORD)
    foreign = there.session.cookies[f"porchlight-known-{elsewhere.company_id}"]
    for value in ("", "." * 8_000, mark[::-1], f"{mark[:-1]}{'0' if mark[-1] != '0' else '1'}", foreign, "1047"):
        stranger = guest(served)
        stranger.session.cookies.set(name, value)
        stranger.sign_in("1047", WORD, status=429)
    stranger.session.cookies.clear()
    stranger.session.cookies.set(name, f"x.{mark}")
    stranger.sign_in("1047", WORD)


def test_S3_signing_in_again_and_again_buys_no_guesses(known: Visitor, served: Office, guest: Guests) -> None:
    for _ in range(3):
        known.submit(known.sign_in("1047", WORD), "sign-out", {})
    assert guesses(guest(served), range(6000, 6003)) == [429] * 3


def test_S3_choosing_an_account_again_and_again_buys_no_guesses(served: Office, guest: Guests) -> None:
    served.publish(RUTH, FIRM)
    visitor = guest(served)
    spray(served, NETWORK_BUDGET - 1)
    page = visitor.sign_in("ruth@example.com", WORD)
    chosen = visitor.session.cookies.copy()
    for _ in range(4):
        visitor.session.cookies.update(chosen)
        visitor.submit(page, "sign-in/account", {"account": "record:R1049"})
        assert visitor.signed_in
    assert guesses(guest(served), range(6000, 6003)) == [401, 429, 429]
