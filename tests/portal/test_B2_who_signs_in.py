"""B2: the login ids and people that customers brought along, and whose password counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from time import perf_counter

import pytest
from sqlalchemy import select

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.people import sign_in
from receiver.domain.people.attempts import NETWORK_BUDGET, TooManyAttempts, unknown_subject
from receiver.domain.people.login_ids import BadLogin, Unusable, keep_login
from receiver.domain.people.models import Attempt
from receiver.domain.people.own_password import end_reset
from receiver.domain.people.users import PortalUser
from receiver.domain.requests.models import Counter
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.portal.mailed import mails
from tests.portal.members import chosen, invite
from tests.portal.test_sign_in_rules import NOW, opened
from tests.portal.timing import fastest
from tests.support.visitor import Visitor

Guests = Callable[[Office], Visitor]
WORD = "maple syrup"
OWN = "seven green gates"
RUTH = Person("1047", WORD, details={"email": "ruth@example.com", "first_name": "Ruth"})
BO = Person("1048", "birch beer", name="Bo Stone", details={"email": "bo@example.com"})
EVA = "person:eva"


def login(office: Office, user_id: str, name: str) -> None:
    """The user wants to sign in by that name."""
    with office.work.writing(office.company_id, Lane.VISITORS) as session:
        keep_login(session, office.company_id, office.company().published, user_id, name, now())


@pytest.fixture
def town(office: Office) -> Office:
    """Two customers, and Eva, whom Ruth invited."""
    office.publish(RUTH, BO, Person("green", "elm", name="A firm"))
    invite(office, EVA, "Eva@example.com", ("R1047",), "tall oak tree")
    return office


def test_B2_a_login_id_signs_in_in_any_case_of_letters(town: Office) -> None:
    login(town, "record:R1047", "Ruth.Alvarez")
    login(town, EVA, "eva")
    assert opened(town, " ruth.alvarez", WORD) == ["1047"]
    assert opened(town, "EVA", "tall oak tree") == ["1047"]
    assert opened(town, "ruth.alvarez", "birch beer") == []
    login(town, "record:R1047", "")
    assert opened(town, "ruth.alvarez", WORD) == []


NOBODYS = ("ab", "1047", "1x", "a b", "a@b", "_abc", "a" * 41, "a\x00b", "a\u200bbc", "<b>bold", "\u202eabc")
TAKEN = ("green", "GREEN", "Eva")


def test_B2_a_login_id_is_nobody_elses_name(town: Office) -> None:
    login(town, EVA, "eva")
    login(town, EVA, "Eva")
    for names, why in ((NOBODYS, Unusable.FORM), (TAKEN, Unusable.TAKEN)):
        for name in names:
            with pytest.raises(BadLogin) as refused:
                login(town, "record:R1047", name)
            assert refused.value.why is why, name


def test_B2_a_number_that_the_office_gives_later_is_the_customers(town: Office) -> None:
    login(town, EVA, "birch")
    town.publish(RUTH, BO, Person("birch", "number word"))
    assert opened(town, "birch", "number word") == ["birch"]
    assert opened(town, "birch", "tall oak tree") == []


def test_B2_an_extra_person_signs_in_by_his_own_address(town: Office) -> None:
    assert opened(town, "eva@example.com", "tall oak tree") == ["1047"]
    assert opened(town, "eva@example.com", WORD) == []


def test_B2_an_address_of_customer_and_person_opens_whose_password_it_is(town: Office) -> None:
    invite(town, "person:joint", "ruth@example.com", ("R1048",), "one for both")
    with town.work.writing(112, Lane.VISITORS) as session:
        found = sign_in.candidates(session, 112, town.company().published, "ruth@example.com")
    assert [one.user_id for one in found] == ["record:R1047", "person:joint"]
    assert opened(town, "ruth@example.com", "one for both") == ["1048"]


def test_B2_a_person_without_an_account_or_switched_off_opens_nothing(town: Office) -> None:
    invite(town, "person:old", "old@example.com", (), "tall oak tree")
    assert opened(town, "old@example.com", "tall oak tree") == []
    with town.work.writing(112, Lane.VISITORS) as session:
        session.get_one(PortalUser, (112, EVA)).deactivated_at = now()
    assert opened(town, "eva@example.com", "tall oak tree") == []


def test_A6_a_chosen_password_counts_until_the_office_resets_it(town: Office) -> None:
    hours = count(1)

    def opens(number: str, password: str) -> bool:
        """Whether it does, at a moment of its own, so that attempts of before do not matter."""
        return opened(town, number, password, NOW + timedelta(hours=2 * next(hours))) == [number]

    chosen(town, "record:R1047", OWN)
    assert (opens("1047", WORD), opens("1047", OWN)) == (False, True)
    town.publish(replace(RUTH, password="another of the office"), BO)
    assert opens("1047", OWN), "a later snapshot never overwrites it"
    town.publish(replace(RUTH, number="2047", record_id="R1047"), BO)
    assert opens("2047", OWN), "it stays with the customer, not with the number"
    town.publish(replace(RUTH, reset=1), BO)
    assert (opens("1047", OWN), opens("1047", WORD)) == (False, True)
    chosen(town, "record:R1047", "eight green gates", reset=1)
    assert opens("1047", "eight green gates")


def test_A7_the_office_learns_who_chose_a_password_each_time(town: Office) -> None:
    moved = []
    for user_id in ("record:R1047", "record:R1048", "record:R1047"):
        chosen(town, user_id, OWN)
        with town.work.reading(112) as session:
            kept = session.get_one(PortalUser, (112, user_id))
            moved.append((kept.moved, kept.chosen_at is not None, session.get_one(Counter, 112).moved))
    assert moved == [(2, True, 2), (3, True, 3), (4, True, 4)], "Eva was the first"


def test_A7_the_office_learns_when_its_reset_ended_a_choice(town: Office) -> None:
    chosen(town, "record:R1047", OWN)
    chosen(town, "record:R1048", OWN)

    def settled() -> int:
        with town.work.writing(112, Lane.VISITORS) as session:
            return end_reset(session, 112)

    assert settled() == 0
    town.publish(replace(RUTH, reset=1), BO)
    assert (settled(), settled()) == (1, 0)
    with town.work.reading(112) as session:
        ruth, bo = (session.get_one(PortalUser, (112, f"record:R{number}")) for number in (1047, 1048))
        assert (ruth.verifier, ruth.chosen_at, ruth.moved) == (b"", None, session.get_one(Counter, 112).moved)
        assert bo.chosen_at is not None
    assert opened(town, "1047", WORD) == ["1047"]


def test_T4_a_verifier_moved_to_another_user_opens_nothing(town: Office) -> None:
    chosen(town, "record:R1047", OWN)
    chosen(town, "record:R1048", "birch beer of my own")
    with town.work.writing(112, Lane.VISITORS) as session:
        rows = {one.user_id: one for one in session.scalars(select(PortalUser).where(PortalUser.company_id == 112))}
        rows["record:R1048"].verifier = rows["record:R1047"].verifier
    assert opened(town, "1048", OWN) == []
    assert opened(town, "1047", OWN) == ["1047"]


def test_T3_other_names_of_a_user_buy_no_more_guesses(town: Office) -> None:
    login(town, "record:R1047", "ruth")
    for name in ("1047", "ruth", "ruth@example.com", " RUTH ", "Ruth@example.com"):
        assert opened(town, name, "wrong") == []
    for name in ("1047", "ruth", "ruth@example.com"):
        with pytest.raises(TooManyAttempts):
            opened(town, name, WORD)


def test_B2_attempts_at_a_person_are_counted_by_the_person(town: Office) -> None:
    for word in ("wrong", "wrong too"):
        assert opened(town, "eva@example.com", word) == []
    with town.work.reading(112) as session:
        assert session.get_one(Attempt, (112, EVA)).failures == 2


@pytest.fixture
def signed_in(posting: Serving) -> Iterator[tuple[Office, Visitor]]:
    """Ruth, signed in."""
    made = posting.office()
    made.publish(RUTH, BO, phone="555-0142")
    with Visitor(posting.receiver.url, made.company_id) as visitor:
        visitor.sign_in("1047", WORD)
        yield made, visitor


def test_B2_a_login_id_is_set_on_a_page_and_told_by_mail(signed_in: tuple[Office, Visitor]) -> None:
    office, visitor = signed_in
    page = visitor.get("account/sign-in-name")
    page = visitor.submit(page, "sign-in-name", {"login": "1048"}, status=400)
    assert "letter first" in page.one(id="login-fault").text
    assert page.one("input", id="login").attributes["value"] == "1048"
    page = visitor.submit(page, "sign-in-name", {"login": " ruth.a "})
    assert "You can sign in as ruth.a" in page.text
    assert [one.subject for one in mails(office)] == ["Your login id was changed. (Green Valley Lawn Care)"]
    visitor.submit(page, "sign-out", {})
    visitor.sign_in("RUTH.A", WORD)
    assert visitor.signed_in


def test_B2_an_extra_person_sees_the_account_and_sets_a_password(posting: Serving) -> None:
    made = posting.office()
    made.publish(RUTH, BO)
    invite(made, EVA, "eva@example.com", ("R1048",), "tall oak tree")
    with Visitor(posting.receiver.url, made.company_id) as visitor:
        page = visitor.sign_in("eva@example.com", "tall oak tree")
        assert visitor.signed_in
        assert "Bo Stone" in page.text
        fields = {"current": "tall oak tree", "password": OWN}
        visitor.submit(visitor.get("account/password"), "account/password", fields)
        assert [(one.kind, one.to) for one in mails(made)] == [("password-changed", "eva@example.com")]
        visitor.submit(visitor.get(), "sign-out", {})
        visitor.sign_in("eva@example.com", OWN)
        assert visitor.signed_in
        visitor.submit(visitor.get(), "sign-out", {})
        for _ in range(5):
            visitor.sign_in("eva@example.com", "wrong", status=401)
        visitor.sign_in("eva@example.com", OWN, status=429)
        words = ("eva@example.com", "--company", str(made.company_id), "--json")
        assert posting.receiver.must("unlock", *words).json == {"unlocked": True}
        visitor.sign_in("eva@example.com", OWN)
        assert visitor.signed_in


def test_S4_a_wrong_sign_in_takes_as_long_whoever_is_named(posting: Serving) -> None:
    def alike(quick: float, slow: float) -> bool:
        return slow < 1.4 * quick + 0.005

    names = ("1047", "1048", "1049", "eva@example.com", "nobody")
    quick, slow = fastest(lambda: signed_in_wrongly(posting, *names), alike)
    assert alike(quick, slow), (quick, slow)


def signed_in_wrongly(posting: Serving, *names: str) -> Iterator[tuple[str, float]]:
    """Guess at each as often as a network may, at a company where nobody did yet: how long the answers took."""
    made = posting.office()
    made.publish(RUTH, BO, Person("1049", ""))
    invite(made, EVA, "eva@example.com", ("R1048",), "tall oak tree")
    chosen(made, "record:R1048", OWN)
    with made.work.writing(made.company_id, Lane.VISITORS) as session:
        users = ("record:R1047", "record:R1048", "record:R1049", EVA, unknown_subject("nobody"))
        for subject in users:
            # So far below zero that nobody has to wait in this test.
            held = {"company_id": made.company_id, "subject": subject, "failures": -500}
            session.add(Attempt(**held, blocked_until=None, updated_at=now()))
    with Visitor(posting.receiver.url, made.company_id) as visitor:
        form = visitor.get("sign-in").all("input", name="csrf_token")[0].attributes["value"]
        for name in names * (NETWORK_BUDGET // len(names)):
            fields = {"csrf_token": form, "identifier": name, "password": "wrong"}
            before = perf_counter()
            answer = visitor.session.post(visitor.address("sign-in"), data=fields, timeout=30)
            yield name, perf_counter() - before
            assert answer.status_code == 401
