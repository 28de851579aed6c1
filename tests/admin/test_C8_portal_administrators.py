"""C1, C8, C9: portal users who administer a part: let in by a level-1 user, and never more than he ticked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from receiver.domain.administrators.left import still_administered
from receiver.domain.companies.queries import find_company
from tests.admin.boss import ANN, Boss
from tests.admin.conftest import RUTH, TOM
from tests.admin.test_C4_inviting import LINK
from tests.admin.test_T22_proving import grown_stale
from tests.admin.userly import SECRET, added, go, id_of, kept, noted
from tests.portal.cast import Chief, Office
from tests.portal.conftest import Serving
from tests.portal.mailed import found_in, mails
from tests.portal.test_B11_people import accept, invite
from tests.support.pages import Element
from tests.support.visitor import Visitor

EVE = "eve@example.com"


@pytest.fixture
def eve(boss: Boss, office: Office, serving: Serving) -> Iterator[Boss]:
    """Eve, who administers users and nothing else, signed in."""
    added(boss, "Eve Short", way="typed", password=SECRET)
    _set_by(_give(boss, office, "users"), serving, office)
    with Boss(serving.receiver.url, office.company_id) as one:
        one.sign_in(EVE, SECRET)
        yield one


def _give(boss: Boss, office: Office, *rights: str, name: str = "Eve Short") -> Element:
    """Tick these rights; gives the page that follows."""
    page = boss.get(f"users/permissions?user={id_of(office, name)}")
    sections = {
        one.attributes["name"]: "yes" for one in page.all("input", type="checkbox") if "section-" in str(one.attributes)
    }
    return boss.submit(page, "users/permissions", {**sections, **{f"right-{one}": "yes" for one in rights}})


def _set_by(page: Element, serving: Serving, office: Office, password: str = SECRET, status: int = 200) -> Visitor:
    """Set a password with the link that the page shows."""
    path = page.one("input", id="link").attributes["value"].partition(f"/{office.company_id}/")[2]
    with Visitor(serving.receiver.url, office.company_id) as visitor:
        visitor.get(path, status=status)
        if status == 200:
            visitor.submit(visitor.get(path), path, {"password": password})
    return visitor


def test_C8_a_portal_user_administers_what_was_ticked(boss: Boss, office: Office, eve: Boss) -> None:
    assert "Signed in: Eve Short" in eve.get("users").text
    ways = [one.text for one in eve.get().one("nav", aria_label="Administration").all("a")]
    assert "User List" in ways and "Admin" not in ways
    eve.get("splash", status=403)
    _give(boss, office, "look")
    eve.get("users", status=403)
    eve.get("splash")
    _give(boss, office)
    eve.get("splash", status=401)
    assert [one.details["rights"] for one in noted(office) if one.action == "users.administers"] == [
        "users",
        "look",
        "-",
    ]


def test_C8_who_may_change_users_gets_no_other_right_by_it(boss: Boss, office: Office, eve: Boss) -> None:
    added(boss, "Zoe Hill")
    zoe, own = id_of(office, "Zoe Hill"), id_of(office, "Eve Short")
    page = eve.get(f"users/permissions?user={zoe}")
    assert not page.all(id="right-data")
    sent = {one.attributes["name"]: "yes" for one in page.all("input", type="checkbox")}
    eve.submit(page, "users/permissions", {**sent, "right-data": "yes", "right-users": "yes"})
    assert kept(office)[zoe].administers == ""
    for path in ("edit", "permissions", "password"):
        eve.get(f"users/{path}?user={own}", status=403)
    page = eve.get("users")
    eve.submit(page, "users/go", {"user-1": own, "status": "deactivate"}, 400)
    assert "Only a level 1 user of the office does that" in eve.answer.text
    page = eve.submit(eve.get("users/new"), "users/removing", {"user": zoe, "notice": "no"})
    eve.submit(page, "users/remove", {"users": f'["{own}"]'}, 403)
    assert kept(office)[own].administers == "users" and zoe in kept(office)


def test_C8_what_others_know_opens_nothing_for_whoever_is_given_the_first_right(
    boss: Boss, office: Office, eve: Boss, serving: Serving
) -> None:
    # The links and passwords that Eve gave, she knows.
    earlier = added(eve, "Zoe Hill")
    added(eve, "Max Weak", way="typed", password="blue mouse", number=RUTH.number)
    with Visitor(serving.receiver.url, office.company_id) as max_:
        max_.sign_in("max@example.com", "blue mouse")
        link = _give(boss, office, "audit", name="Zoe Hill")
        _give(boss, office, "audit", name="Max Weak")
        max_.get(status=401)
        max_.sign_in("max@example.com", "blue mouse", 401)
    with Boss(serving.receiver.url, office.company_id) as one:
        one.sign_in("max@example.com", "blue mouse", 401)
    _set_by(earlier, serving, office, status=410)
    assert [one.action for one in noted(office)][-3:] == [
        "users.administers",
        "users.password-ended",
        "users.password-link",
    ]
    # More of them, or others, end nothing; taken and given again, they do.
    _give(boss, office, "audit", "users")
    eve.get("users")
    assert not _give(boss, office).all("input", id="link")
    assert _give(boss, office, "audit").all("input", id="link")
    eve.get(status=401)
    _set_by(link, serving, office)
    with Boss(serving.receiver.url, office.company_id) as one:
        one.sign_in("zoe@example.com", SECRET)


def test_C8_a_set_password_link_leads_who_only_administers_to_this_site(
    boss: Boss, office: Office, serving: Serving
) -> None:
    added(boss, "Eve Short")
    link = _give(boss, office, "audit").one("input", id="link").attributes["value"]
    visitor = Visitor(serving.receiver.url, office.company_id)
    path = link.partition(f"/{office.company_id}/")[2]
    page = visitor.submit(visitor.get(path), path, {"password": "blue mouse"}, 400)
    assert "at least 12 characters" in page.one(id="password-fault").text
    page = visitor.submit(page, path, {"password": SECRET})
    assert visitor.answer.url.endswith("/admin/sign-in") and "You can sign in with it now." in page.text
    with Boss(serving.receiver.url, office.company_id) as eve:
        assert eve.sign_in(EVE, SECRET).one("h1").text == "Overview"
        go(boss, boss.get("users"), "Eve Short", status="deactivate")
        eve.get(status=401)
        eve.sign_in(EVE, SECRET, status=401)


def test_C8_who_administers_has_twelve_characters(boss: Boss, office: Office, eve: Boss) -> None:
    where = f"users/password?user={id_of(office, 'Eve Short')}"
    page = boss.submit(boss.get(where), "users/password", {"way": "typed", "password": "blue mouse"}, 400)
    assert "at least 12 characters" in page.one(id="password-fault").text
    boss.submit(boss.get(where), "users/password", {"way": "typed", "password": "blue mouse runs"})
    eve.get("users", status=401)


def test_C8_who_only_administers_changes_and_recovers_the_password_here(posting: Serving) -> None:
    office = posting.office()
    office.publish(ANN, RUTH, TOM)
    url, number = posting.receiver.url, office.company_id

    def mailed() -> str:
        (mail,) = [one for one in mails(office) if one.kind == "set-password"]
        return found_in(LINK, mail.text).partition(f"/{number}/")[2]

    with Boss(url, number) as ann, Boss(url, number) as eve, Boss(url, number) as other, Visitor(url, number) as door:
        ann.sign_in()
        added(ann, "Eve Short", way="typed", password=SECRET)
        assert EVE in _give(ann, office, "audit").one("p", role="status").text
        door.submit(door.get(mailed()), mailed(), {"password": SECRET})
        eve.sign_in(EVE, SECRET)
        other.sign_in(EVE, SECRET)
        assert [one for one in eve.get("own-sign-in").all("a") if one.attributes["href"].endswith("/password")]
        page = eve.get("own-sign-in/password")
        eve.submit(page, "own-sign-in/password", {"password": "blue mouse"}, 400)
        ann.get("own-sign-in/password", status=404)
        grown_stale(office)
        page = eve.submit(page, "own-sign-in/password", {"password": "blue mouse runs"})
        page = eve.submit(page, "prove", {"proof": SECRET})
        eve.submit(page, "own-sign-in/password", {"password": "blue mouse runs"})
        other.get(status=401)
        other.sign_in(EVE, "blue mouse runs")
        # Forgotten: a mail to her, and one sentence for whatever is typed.
        said = set()
        before = len(mails(office))
        for name in (ANN.name, ANN.email, RUTH.number, "nobody", EVE):
            asked = other.submit(other.get("sign-in/forgotten"), "sign-in/forgotten", {"name": name})
            said.add(asked.one("main").text)
            assert len(mails(office)) == before + (name == EVE), name
        assert len(said) == 1 and "office program" in said.pop()
        path = found_in(LINK, mails(office)[-1].text).partition(f"/{number}/")[2]
        door.submit(door.get(path), path, {"password": SECRET})
        assert door.answer.url.endswith("/admin/sign-in")
        eve.get(status=401)
        eve.sign_in(EVE, SECRET)


def test_C10_the_right_to_settings_makes_nobody_a_level_1_user(boss: Boss, office: Office, eve: Boss) -> None:
    _give(boss, office, "settings")
    office.set_state("live")
    for where, action, words in (
        ("devices", "devices/code", "Only level 1 users of the office pair a computer."),
        ("settings/go-live", "go-live/trial", "Only level 1 users of the office go back to trial."),
    ):
        page = eve.get(where)
        assert words in page.text
        assert not [one for one in page.all("form") if one.attributes["action"].endswith(action)]
        page = boss.get(where)
        assert words not in page.text
        (form,) = (one for one in page.all("form") if one.attributes["action"].endswith(action))
        token = eve.get("settings").all("input", name="csrf_token")[0].attributes["value"]
        answer = eve.session.post(eve.url + form.attributes["action"], data={"csrf_token": token}, timeout=30)
        assert answer.status_code == 403, action


def test_B11_nobody_takes_the_place_of_an_administrator_by_inviting_him(
    boss: Boss, office: Office, eve: Boss, serving: Serving
) -> None:
    added(boss, "Zoe Hill")
    with Visitor(serving.receiver.url, office.company_id) as ruth:
        ruth.sign_in(RUTH.number, RUTH.password)
        links = [invite(ruth, email=one) for one in (EVE, "zoe@example.com")]
    before = [(one.name, one.verifier) for one in kept(office).values()]
    with Visitor(serving.receiver.url, office.company_id) as guest:
        for link in links:
            assert "already" in accept(guest, link, "Somebody", "ninechars", 400).one("p", role="alert").text
        known = {"identifier": EVE, "known-password": "ninechars", "way": "known"}
        guest.submit(guest.get(links[0]), links[0], known, 401)
        assert [(one.name, one.verifier) for one in kept(office).values()] == before
        # She herself accepts with her own password, and goes on administering.
        guest.submit(guest.get(links[0]), links[0], {**known, "known-password": SECRET})
        assert "Ruth" in guest.get().one("div", **{"class": "who"}).text
    eve.get("users")


def test_C9_the_last_administrator_is_not_removed(boss: Boss, office: Office, eve: Boss) -> None:
    def left(*without: str) -> bool:
        with office.work.reading(office.company_id) as session:
            company = find_company(session, office.company_id)
            assert company is not None
            return still_administered(session, company, without)

    own = id_of(office, "Eve Short")
    assert left(own), "Ann is there"
    office.publish(RUTH, Chief("Bob", "another long word", level=2))
    assert left() and not left(own), "only Eve is left"
    office.publish(ANN, RUTH)
    office.set_state("live")
    assert left(own)
    office.publish(Chief("Ann", "gardens", weak=True), RUTH)
    assert not left(own), "a weak password opens nothing in a live company"
