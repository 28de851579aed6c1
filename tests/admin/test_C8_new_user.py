"""C8, C9: New User: added with a link or a password, removed with a notice or without."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from receiver.domain.people.users import OneTimeCode
from tests.admin.boss import ANN, Boss
from tests.admin.conftest import RUTH, TOM
from tests.admin.userly import SECRET, added, id_of, kept, noted
from tests.portal.cast import Office
from tests.portal.conftest import Serving
from tests.portal.mailed import mails
from tests.support.pages import Element
from tests.support.visitor import Visitor


@pytest.fixture
def guest(serving: Serving, office: Office) -> Visitor:
    """Nobody yet."""
    return Visitor(serving.receiver.url, office.company_id)


@pytest.fixture
def by_mail(posting: Serving) -> Iterator[tuple[Boss, Office]]:
    """Ann, signed in at a company of a host that sends mail."""
    office = posting.office()
    office.publish(ANN, RUTH, TOM)
    with Boss(posting.receiver.url, office.company_id) as ann:
        ann.sign_in()
        yield ann, office


def _path(link: str, company: int) -> str:
    """Of a link, below the company."""
    return link.partition(f"/{company}/")[2]


def _set(visitor: Visitor, link: str, password: str = SECRET, status: int = 200) -> Element:
    path = _path(link, visitor.company)
    return visitor.submit(visitor.get(path), path, {"password": password}, status)


def test_C8_a_link_shown_once_sets_a_password_once(boss: Boss, office: Office, guest: Visitor) -> None:
    page = added(boss, "Eve Short", number="1047", rights="see")
    assert "Eve Short is added." in page.text
    link = page.one("input", id="link").attributes["value"]
    assert not boss.get("users/new").all(id="link"), "it is shown once"
    for _looked in range(2):
        assert "For Eve Short." in guest.get(_path(link, office.company_id)).text
    assert "too short" in _set(guest, link, "short", 400).one(id="password-fault").text
    page = _set(guest, link)
    assert guest.signed_in and "Ruth Alvarez" in page.text
    guest.get(_path(link, office.company_id), status=410)
    Visitor(guest.url, guest.company).sign_in("eve@example.com", SECRET)
    assert [one.action for one in noted(office)] == ["users.added", "users.account-linked", "users.password-link"]


def test_C8_the_same_form_twice_adds_one_user_and_other_words_another(boss: Boss, office: Office) -> None:
    page = boss.get("users/new")
    told = {"name": "Eve Short", "email": "eve@example.com", "way": "typed", "password": SECRET}
    for _sent in range(2):
        boss.submit(page, "users/new", told)
    assert [one.name for one in kept(office).values()] == ["Eve Short"]
    assert [one.action for one in noted(office)] == ["users.added", "users.password-typed"]
    # Back, with the form as it was.
    again = boss.submit(page, "users/new", {**told, "password": "six red apples on a plate"}, 400)
    assert "with another password" in again.one(id="password-fault").text
    zoe = {"name": "Zoe Hill", "email": "zoe@example.com", "way": "shown"}
    first = boss.submit(page, "users/new", zoe).one("input", id="link").attributes["value"]
    assert sorted(one.name for one in kept(office).values()) == ["Eve Short", "Zoe Hill"]
    # The answer to the first of two clicks is dropped, so the second one has to show the link.
    assert boss.submit(page, "users/new", zoe).one("input", id="link").attributes["value"] == first
    _set(Visitor(boss.url, office.company_id), first)
    assert not boss.submit(page, "users/new", zoe).all(id="link"), "it is good for nothing any more"


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"name": "  "}, "name-fault"),
        ({"name": "Eve\x00"}, "name-fault"),
        ({"name": "E" * 101}, "name-fault"),
        ({"email": "eve@"}, "email-fault"),
        ({"email": "a@example.com, b@example.com"}, "email-fault"),
        ({"email": ""}, "email-fault"),
        ({"login": "1047"}, "login-fault"),
        ({"number": "9"}, "number-fault"),
        ({"number": "10\x0047"}, "number-fault"),
        ({"way": "mail"}, "way-fault"),
        ({"way": "magic"}, "way-fault"),
        ({"way": "typed", "password": "eve short"}, "password-fault"),
    ],
)
def test_C8_what_can_not_be_is_said_beside_its_field(
    boss: Boss, office: Office, told: dict[str, str], fault: str
) -> None:
    sent = {"name": "Eve Short", "email": "eve@example.com", "way": "shown", **told}
    page = boss.submit(boss.get("users/new"), "users/new", sent, 400)
    assert page.all(id=fault) or page.all("fieldset", aria_describedby=fault), page.text
    assert kept(office) == {}
    if "email" not in told:
        assert page.one("input", id="email").attributes["value"] == "eve@example.com"


def test_C8_settings_lead_to_add_and_remove(boss: Boss) -> None:
    page = boss.get("settings")
    (link,) = [one for one in page.all("a") if one.text == "Users"]
    page = boss.get(link.attributes["href"].partition("/admin/")[2])
    assert "everything" in page.text
    (link,) = [one for one in page.all("a") if one.text == "Add/Remove"]
    assert boss.get(link.attributes["href"].partition("/admin/")[2]).one("h1").text == "New User"


def test_C8_a_mailed_link_is_masked_and_sets_the_password(by_mail: tuple[Boss, Office]) -> None:
    boss, office = by_mail
    page = added(boss, "Eve Short", way="mail", number="1047")
    assert "on its way to eve@example.com" in page.text and not page.all(id="link")
    (mail,) = mails(office)
    assert (mail.kind, mail.to) == ("set-password", "eve@example.com")
    assert "you sign in with eve@example.com" in mail.text
    link = next(one for one in mail.text.split() if "/sign-in/password/" in one)
    with office.work.reading(office.company_id) as session:
        (code,) = session.scalars(select(OneTimeCode).where(OneTimeCode.company_id == office.company_id))
    assert link.rpartition("/")[2].encode() not in code.code_hash
    eve = Visitor(boss.url, office.company_id)
    _set(eve, link)
    assert eve.signed_in
    older, newer = (boss.get(f"users/password?user={id_of(office, 'Eve Short')}") for _page in range(2))
    for form, sent in ((older, True), (newer, True), (older, False)):
        page = boss.submit(form, "users/password", {"way": "mail"})
        assert page.one("p", role="status").text.startswith("Nothing was sent") is not sent
    assert [one.kind for one in mails(office)].count("set-password") == 3
    eve.get("schedule")


def test_C9_a_user_is_removed_with_a_notice_or_without(by_mail: tuple[Boss, Office]) -> None:
    boss, office = by_mail
    eve = Visitor(boss.url, office.company_id)
    for name in ("Eve Short", "Zoe Hill"):
        added(boss, name, way="typed", password=SECRET, number="1047")
    eve.sign_in("eve@example.com", SECRET)
    for name, icon, action in (
        ("Eve Short", "with a notice by e-mail", "users.removed"),
        ("Zoe Hill", "without a notice", "users.removed-silently"),
    ):
        page = boss.get("users/new")
        (button,) = [one for one in page.all("button") if one.text == f"Remove {name}, {icon}"]
        sent = {"user": id_of(office, name), "notice": button.attributes["value"]}
        page = boss.submit(page, "users/removing", sent)
        box = page.one("input", id="notice").attributes
        page = boss.submit(page, "users/remove", {"notice": "yes"} if "checked" in box else {})
        assert "1 user was removed." in page.text and page.one("h1").text == "New User"
        assert noted(office)[-1].action == action
    assert kept(office) == {}
    told = [one for one in mails(office) if one.kind == "user-removed"]
    assert [one.to for one in told] == ["eve@example.com"]
    assert "your name was removed from the list of users" in told[0].text
    eve.get("schedule", status=401)
    eve.sign_in("eve@example.com", SECRET, status=401)


def test_C9_a_form_that_comes_twice_removes_once(boss: Boss, office: Office) -> None:
    added(boss, "Eve Short")
    form = {"user": id_of(office, "Eve Short"), "notice": "no"}
    page = boss.submit(boss.get("users/new"), "users/removing", form)
    assert "1 user was removed." in boss.submit(page, "users/remove", {}).text
    assert "Nothing was left to do" in boss.submit(page, "users/remove", {}).text
