"""C1, A14: level-1 users of the office reach the administration site, and nobody else does."""

from __future__ import annotations

import pytest

from receiver.domain.administrators.sign_in import candidate_of
from receiver.domain.companies.queries import find_company
from receiver.domain.people.candidates import find_users
from tests.admin.boss import ANN, Boss
from tests.admin.conftest import RUTH, TOM
from tests.mail.test_plans import planned
from tests.portal.cast import Chief, Office
from tests.portal.conftest import Serving

SENTENCE = "That did not match. Sign in with the user name and password of a level 1 user of the office."


def test_C1_a_level_1_user_signs_in_and_out(boss: Boss) -> None:
    page = boss.get()
    assert page.one("h1").text == "Overview"
    assert "Signed in: Ann" in page.text
    page = boss.submit(page, "sign-out", {})
    assert "You are signed out." in page.text
    assert boss.get().one("h1").text == "Administration"


@pytest.mark.parametrize(
    ("name", "password"),
    [
        (ANN.name, "many green garden"),
        ("Annie", ANN.password),
        ("Bob", "another long word"),
        (RUTH.number, RUTH.password),
        ("ruth@example.com", RUTH.password),
    ],
    ids=["wrong password", "no such user", "level 2", "a customer's number", "a customer's address"],
)
def test_C1_everybody_else_reads_the_same_sentence(office: Office, serving: Serving, name: str, password: str) -> None:
    # No office sends a user of another level; a receiver that was sent one lets him in no more for that.
    office.publish(ANN, Chief("Bob", "another long word", level=2), RUTH, TOM)
    with Boss(serving.receiver.url, office.company_id) as stranger:
        page = stranger.sign_in(name, password, status=401)
        assert page.one(id="fault").text == SENTENCE
        assert page.one("input", id="name").attributes["value"] == name


@pytest.mark.parametrize("change", ["removed", "demoted", "another password"])
def test_T22_a_session_ends_with_what_the_office_changed(boss: Boss, office: Office, change: str) -> None:
    others = {
        "removed": (),
        "demoted": (Chief(ANN.name, ANN.password, level=2),),
        "another password": (Chief(ANN.name, "many red gardens"),),
    }[change]
    office.publish(RUTH, TOM, Chief("Zed", "one more long word"), *others)
    page = boss.get(status=401)
    assert "You were signed out. Please sign in again." in page.text
    assert boss.get().one("h1").text == "Administration", "the cookie is gone"


def test_T22_held_back_or_pinned_a_removed_user_is_out_all_the_same(boss: Boss, office: Office) -> None:
    with office.work.writing(office.company_id) as session:
        company = find_company(session, office.company_id)
        assert company is not None
        company.pinned_at, company.pinned_by = company.created_at, "Ann"
    office.publish(RUTH, TOM)
    boss.get(status=401)


def test_A14_a_weak_password_opens_nothing_in_a_live_company(boss: Boss, office: Office, serving: Serving) -> None:
    office.publish(Chief("Ann", "gardens", weak=True), RUTH, TOM)
    with Boss(serving.receiver.url, office.company_id) as other:
        assert other.sign_in("Ann", "gardens").one("h1").text == "Overview"
        office.set_state("live")
        other.get(status=401)
        assert other.sign_in("Ann", "gardens", status=401).one(id="fault").text == SENTENCE


def test_C1_guesses_are_counted(office: Office, serving: Serving) -> None:
    with Boss(serving.receiver.url, office.company_id) as stranger:
        for name in ("Ann", "nobody"):
            for _ in range(5):
                stranger.sign_in(name, "wrong", status=401)
            assert "Too many attempts. Try again in" in stranger.sign_in(name, "wrong", status=429).text
        assert "Too many attempts." in stranger.sign_in(ANN.name, ANN.password, status=429).text


def test_C1_a_name_is_found_by_indexes_among_a_hundred_thousand_customers(office: Office) -> None:
    with office.work.reading(office.company_id) as session:
        company = find_company(session, office.company_id)
        assert company is not None
        engine = session.get_bind().engine
        with planned(engine) as steps:
            assert candidate_of(session, company, "nobody") is None
            assert find_users(session, company.company_id, "nobody") == []
    users = [one for one in steps if "portal_users" in one]
    assert len(users) == 5
    assert [one for one in users if "AND user_id=?" not in one and "AND folded_" not in one] == []


def test_C1_the_page_that_was_asked_for_opens_after_the_sign_in(office: Office, serving: Serving) -> None:
    with Boss(serving.receiver.url, office.company_id) as ann:
        page = ann.get("settings")
        page = ann.submit(page, "sign-in", {"name": ANN.name, "password": ANN.password})
        assert page.one("h1").text == "Settings"


def test_C1_a_form_without_the_sessions_token_does_nothing(boss: Boss) -> None:
    assert boss.session.post(boss.address("sign-out"), data={}, timeout=30).status_code == 403
    boss.get()
