"""C7: User List: everybody who can sign in, edited, permitted, given a password, let in and out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import delete, text

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.people.attempts import LOCKED_AFTER
from receiver.domain.people.models import Attempt
from receiver.domain.snapshots.models import listing
from tests.admin.boss import ANN, Boss
from tests.admin.conftest import RUTH, TOM
from tests.admin.userly import SECRET, added, go, id_of, kept, names, noted
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.portal.contacting import Writer
from tests.support.visitor import Visitor


@pytest.fixture
def ruth(serving: Serving, office: Office) -> Visitor:
    """Ruth, signed in at the portal."""
    visitor = Visitor(serving.receiver.url, office.company_id)
    visitor.sign_in(RUTH.number, RUTH.password)
    return visitor


def test_C7_everybody_who_signs_in_is_listed_those_who_are_activated_first(boss: Boss) -> None:
    added(boss, "Zoe Hill")
    added(boss, "Eve Short")
    page = boss.get("users")
    assert names(page) == ["Ann", "Eve Short", "Zoe Hill", "Ruth Alvarez", "Tom Baker"]
    page = go(boss, page, "Eve Short", "Ruth Alvarez", status="deactivate")
    assert "2 users were deactivated" in page.text
    assert names(page) == ["Ann", "Zoe Hill", "Tom Baker", "Eve Short", "Ruth Alvarez"]
    assert names(boss.get("users?who=deactivated")) == ["Eve Short", "Ruth Alvarez"]
    assert names(boss.get("users?who=customers&sort=z-a")) == ["Tom Baker", "Ruth Alvarez"]
    assert names(boss.get("users?q=1048")) == ["Tom Baker"]
    assert names(boss.get("users?q=EVE@")) == ["Eve Short"]


def test_C7_names_are_found_with_their_accents_and_without(boss: Boss, office: Office, serving: Serving) -> None:
    jose = Person("3001", "maple syrup", "José Álvarez", "R3001")
    office.publish(ANN, RUTH, jose)
    for name in ("Álvaro Muñoz", "Zoe Hill"):
        added(boss, name, email=f"{name[-4:].strip()}@example.com")
    assert names(boss.get("users?who=people")) == ["Álvaro Muñoz", "Zoe Hill"]
    for words in ("José", "jose", "ÁLVAREZ"):
        assert "José Álvarez" in names(boss.get(f"users?q={words}")), words
    for words in ("Álvaro", "alvaro", "MUÑOZ"):
        assert names(boss.get(f"users?q={words}")) == ["Álvaro Muñoz"], words
    with Visitor(serving.receiver.url, office.company_id) as visitor:
        visitor.sign_in(jose.number, jose.password)
        Writer.at(visitor).send("Bye.")
    office.publish(ANN, RUTH)
    assert "José Álvarez" in boss.get("settings/erasing?q=JOSÉ").text
    with office.work.writing(office.company_id) as session:
        # When the snapshots with him are gone, the request still has his name.
        his = (listing.c.company_id == office.company_id, listing.c.record_id == jose.record_id)
        session.execute(delete(listing).where(*his))
    assert "José Álvarez" in boss.get("settings/erasing?q=jose").text


def test_C7_the_list_is_cut_into_pages_by_the_database(boss: Boss, office: Office) -> None:
    people = [type(TOM)(f"{number}", "", f"Customer {number}") for number in range(2001, 2091)]
    office.publish(ANN, RUTH, *people)
    first, last = boss.get("users"), boss.get("users?page=3")
    assert len(names(first)) == 40 and names(last) == [
        *(f"Customer {one}" for one in range(2080, 2091)),
        "Ruth Alvarez",
    ]
    assert "Page 3 of 3" in last.text
    assert names(boss.get("users?page=999")) == names(last)


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=1e3", "sort=evil", "who=all", "page=1&page=2"])
def test_C7_an_address_that_no_page_makes_is_refused(boss: Boss, query: str) -> None:
    boss.get(f"users?{query}", status=400 if "&" in query else 404)


@pytest.mark.parametrize("words", ["%25", "_", "%5C", "%27%20OR%201=1--", "%00%01", "a" * 101], ids=str)
def test_C7_a_search_is_taken_word_for_word(boss: Boss, words: str) -> None:
    page = boss.get(f"users?q={words}", status=400 if len(words) > 100 else 200)
    everybody = words == "%00%01"
    assert len(page.all("tbody")) == everybody
    assert ("Nobody is found" in page.text) is not everybody


def test_C7_a_deactivated_user_is_out_at_once_and_stays_out(boss: Boss, office: Office, ruth: Visitor) -> None:
    go(boss, boss.get("users"), "Ruth Alvarez", status="deactivate")
    ruth.get("schedule", status=401)
    office.publish(ANN, RUTH, TOM, phone="555-0100")
    ruth.sign_in(RUTH.number, RUTH.password, status=401)
    page = go(boss, boss.get("users"), "Ruth Alvarez", status="activate")
    assert "1 user was activated." in page.text
    ruth.sign_in(RUTH.number, RUTH.password)
    assert [(one.action, one.details) for one in noted(office)] == [
        ("users.deactivated", {"user": RUTH.number}),
        ("users.activated", {"user": RUTH.number}),
    ]


def test_C7_activate_unlocks_who_was_guessed_at(boss: Boss, office: Office, serving: Serving) -> None:
    with office.work.writing(office.company_id, Lane.VISITORS) as session:
        session.add(
            Attempt(company_id=office.company_id, subject="record:R1047", failures=LOCKED_AFTER, updated_at=now())
        )
    page = boss.get("users")
    assert [row.one("strong").text for row in page.one("tbody").all("tr") if "locked" in row.text] == ["Ruth Alvarez"]
    assert "1 user was activated." in go(boss, page, "Ruth Alvarez", status="activate").text
    Visitor(serving.receiver.url, office.company_id).sign_in(RUTH.number, RUTH.password)


def test_C7_go_says_what_is_missing_and_does_nothing(boss: Boss, office: Office) -> None:
    page = boss.get("users")
    assert "Nobody is ticked." in boss.submit(page, "users/go", {"status": "deactivate"}, 400).text
    assert "Choose first what to do" in boss.submit(page, "users/go", {"user-4": "record:R1048"}, 400).text
    both = {"user-4": "record:R1048", "status": "deactivate", "delete": "yes"}
    again = boss.submit(page, "users/go", both, 400)
    assert "not both" in again.text
    assert "checked" in again.one("input", id="delete").attributes, "what was chosen stands there again"
    assert [one for one in kept(office).values() if one.deactivated_at] == []


def test_C7_delete_checked_users_removes_extra_users_and_deactivates_customers(boss: Boss, office: Office) -> None:
    added(boss, "Eve Short")
    part = "users?q=e&sort=z-a"
    page = go(boss, boss.get(part), "Eve Short", "Tom Baker", delete="yes")
    assert page.one("h1").text == "Remove 1 user and deactivate 1 customer?"
    assert "customers of the office: the next upload would bring them back" in page.text
    (button,) = [one for one in page.all("button") if one.text == "Remove 1 user and deactivate 1 customer"]
    assert "danger" in button.attributes["class"].split()
    (cancel,) = [one.attributes["href"] for one in page.all("a") if one.text == "Cancel"]
    assert boss.url + cancel == boss.address(part)
    assert id_of(office, "Eve Short"), "nothing is removed before it was confirmed"
    page = boss.submit(page, "users/remove", {})
    assert "1 user was removed. 1 customer of the office was deactivated." in page.text
    assert boss.answer.url == boss.address(part)
    assert names(page) == ["Ann", "Ruth Alvarez", "Tom Baker"]
    boss.submit(boss.get("users"), "users/go", {"user-1": "person:gone", "status": "activate"}, 400)


def test_C7_permissions_hide_sections_from_one_user(boss: Boss, office: Office, ruth: Visitor) -> None:
    ruth.get("history")
    page = boss.get("users/permissions?user=record:R1047")
    seen = {one.attributes["name"]: "yes" for one in page.all("input", type="checkbox")}
    del seen["section-history"]
    boss.submit(page, "users/permissions", seen)
    ruth.get("history", status=404)
    ruth.get("schedule")
    assert kept(office)["record:R1047"].hidden == "history"
    page = boss.get("users/permissions?user=record:R1047")
    assert "checked" not in page.one("input", id="section-history").attributes
    assert not page.all("input", id="right-users"), "no customer administers"
    page = boss.get("audit")
    assert "Set the sections that user 1047 does not see: History" in page.text
    page = boss.submit(page, "language", {"language": "es"})
    assert "no ve: Historial" in page.text


def test_C7_an_extra_users_details_are_saved(boss: Boss, office: Office) -> None:
    added(boss, "Eve Short")
    added(boss, "Zoe Hill")
    where = f"users/edit?user={id_of(office, 'Eve Short')}"
    page = boss.submit(
        boss.get(where), "users/edit", {"name": "Eve Long", "email": "zoe@EXAMPLE.com", "login": ""}, 400
    )
    assert page.one(id="email-fault").text == "Another extra user signs in with this e-mail address already."
    assert page.one("input", id="name").attributes["value"] == "Eve Long"
    for login, words in (("1048", "with a letter first"), ("x", "3 to 40 letters")):
        page = boss.submit(boss.get(where), "users/edit", {"name": "Eve", "email": "", "login": login}, 400)
        assert words in page.one(id="login-fault").text
    page = boss.submit(boss.get(where), "users/edit", {"name": " ", "email": "a@b@c", "login": ""}, 400)
    assert page.all(id="name-fault") and page.all(id="email-fault")
    boss.submit(boss.get(where), "users/edit", {"name": "Eve Long", "email": "", "login": "evelong"})
    eve = kept(office)[id_of(office, "Eve Long")]
    assert (eve.email, eve.login_id) == ("", "evelong")


def test_C7_an_account_is_seen_with_the_rights_that_the_office_chose_last(
    boss: Boss, office: Office, serving: Serving
) -> None:
    added(boss, "Eve Short", number="1047", rights="money", way="typed", password=SECRET)
    page = boss.get(f"users/edit?user={id_of(office, 'Eve Short')}")
    page = boss.submit(page, "users/account", {"number": "1047", "rights": "see"})
    assert "Eve Short sees the account no. 1047 now: see only." in page.text
    assert [one.text for one in page.all("span", **{"class": "pill"}) if "see" in one.text] == ["see only"]
    rights = [one.details["rights"] for one in noted(office) if one.action == "users.account-linked"]
    assert rights == ["money", "see"]
    # An account that she linked by its password is her own as much as its customer's.
    with Visitor(serving.receiver.url, office.company_id) as eve:
        page = eve.sign_in("eve@example.com", SECRET)
        linked = {"number": RUTH.number, "password": RUTH.password}
        eve.submit(eve.get("account/accounts"), "account/accounts", linked)
    page = boss.submit(
        boss.get(f"users/edit?user={id_of(office, 'Eve Short')}"), "users/account", {"number": "1047", "rights": "see"}
    )
    assert "Nothing was changed" in page.text and "linked it" in page.text


def test_C7_a_customers_details_become_a_request_to_the_office(boss: Boss, office: Office) -> None:
    page = boss.get("users/edit?user=record:R1047")
    answer = boss.submit(page, "users/edit", {"name": RUTH.name, "email": "ruth@example.com", "city": "Shelbyville"})
    assert "Request 1 is at the office." in answer.text
    again = boss.submit(page, "users/edit", {"name": RUTH.name, "email": "ruth@example.com", "city": "Shelbyville"})
    assert "Request 1 is at the office." in again.text, "the same form once more asks for nothing more"
    with office.work.engine.connect() as connection:
        rows = connection.execution_options(porchlight_company="every company").execute(
            text("SELECT kind, user_id, user_name, state, body FROM requests WHERE company_id = :company"),
            {"company": office.company_id},
        )
        ((kind, user_id, user_name, state, body),) = rows.all()
    assert (kind, user_id, user_name, state) == ("contact", "staff:Ann", "Ann", "sent")
    assert b"Shelbyville" in bytes(body)
    page = boss.get("users/edit?user=record:R1047")
    boss.submit(page, "users/edit", {"email": "nobody"}, 400)
    # Where the office changed the same meanwhile, both are shown, and what was typed stays.
    office.publish(ANN, replace(RUTH, details={"email": "new@example.com"}), TOM)
    page = boss.submit(page, "users/edit", {"email": "typed@example.com", "street": "12 Elm Row"}, 409)
    found = {one.attributes["name"]: one.attributes["value"] for one in page.all("input", **{"class": "input"})}
    assert (found["email"], found["street"]) == ("typed@example.com", "12 Elm Row")
    assert "It has now: new@example.com" in page.one("p", id="email-hint").text
    assert "Request 2 is at the office." in boss.submit(page, "users/edit", found).text


@pytest.mark.parametrize("path", ["edit", "permissions", "password"])
@pytest.mark.parametrize("user", ["", "person:0", "record:R9", "staff:Ann", "record:R1047%00", "x" * 400])
def test_C7_foreign_missing_and_deleted_users_are_not_found(boss: Boss, path: str, user: str) -> None:
    boss.get(f"users/{path}?user={user}", status=404)


def test_C7_a_password_is_typed_or_made_and_every_session_ends(
    boss: Boss, office: Office, ruth: Visitor, serving: Serving
) -> None:
    where = "users/password?user=record:R1047"
    for password, words in (("", "Type a new password"), ("short", "too short"), ("password1", "tried first")):
        page = boss.submit(boss.get(where), "users/password", {"way": "typed", "password": password}, 400)
        assert words in page.one(id="password-fault").text
    boss.submit(boss.get(where), "users/password", {"way": "typed", "password": SECRET})
    ruth.get("schedule", status=401)
    ruth.sign_in(RUTH.number, RUTH.password, status=401)
    ruth.sign_in(RUTH.number, SECRET)
    page = boss.submit(boss.get(where), "users/password", {"way": "shown"})
    made = page.one("input", id="password-made").attributes["value"]
    assert not boss.get(where).all(id="password-made"), "it is shown once"
    ruth.sign_in(RUTH.number, SECRET, status=401)
    ruth.sign_in(RUTH.number, made)
    assert [one.action for one in noted(office)] == ["users.password-typed", "users.password-made"]
    assert made not in str(noted(office)) and SECRET not in str(noted(office))
    assert "No link can be mailed: this host sends no mail." in boss.get(where).text
