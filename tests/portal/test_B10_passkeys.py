"""B10: passkeys, with chromium and an authenticator of its own (WebDriver's virtual one)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select, update

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.people import passkeys
from receiver.domain.people.models import PortalSession
from receiver.domain.people.passkeys import BadPasskey, OldPage, Party
from receiver.domain.people.users import Passkey
from tests.guards import accessibility
from tests.portal.cast import Office, Person
from tests.portal.conftest import NO_WORKER, Serving, portal_on
from tests.portal.mailed import mails
from tests.support.databases import Databases
from tests.support.processes import free_port
from tests.support.visitor import Visitor

WORD = "maple syrup"
RUTH = Person("1047", WORD, details={"email": "ruth@example.com", "first_name": "Ruth"})


@pytest.fixture(scope="module")
def local(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A receiver that people reach as `localhost`: passkeys need a name, and there they need no https."""
    port = free_port()
    settings = {"PORCHLIGHT_PUBLIC_URL": f"http://localhost:{port}", **NO_WORKER}
    with portal_on(databases, "sqlite", tmp_path_factory.mktemp("portal"), port=port, **settings) as one:
        yield one


@pytest.fixture
def office(local: Serving) -> Office:
    """A company with Ruth."""
    made = local.office()
    made.publish(RUTH)
    return made


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of a browser whose device has a lock, which its owner opens each time."""
    context = browser.new_context()
    made = context.new_page()
    device = context.new_cdp_session(made)
    device.send("WebAuthn.enable")
    lock = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = {**lock, "isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield made
    context.close()


def at(local: Serving, office: Office, path: str) -> str:
    """The address of a page."""
    return f"{local.receiver.environment['PORCHLIGHT_PUBLIC_URL']}/{office.company_id}/{path}"


def signed_in(page: Page, local: Serving, office: Office) -> None:
    """Sign in with the password."""
    page.goto(at(local, office, "sign-in"))
    page.get_by_label("Customer number, login id or e-mail").fill("1047")
    page.get_by_label("Password", exact=True).fill(WORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Sign out").wait_for()


def add(page: Page, local: Serving, office: Office) -> None:
    """Sign in, and add a passkey."""
    signed_in(page, local, office)
    page.goto(at(local, office, "account/passkeys"))
    page.get_by_label("What to call it").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text("The passkey is added").wait_for()


def test_B10_a_passkey_is_added_signs_in_and_is_removed(local: Serving, office: Office, page: Page) -> None:
    add(page, local, office)
    assert accessibility.faults(page) == []
    page.get_by_role("button", name="Sign out").click()
    assert accessibility.faults(page) == []
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="Ruth").wait_for()
    page.goto(at(local, office, "account/sessions"))
    page.get_by_text("with a passkey").wait_for()
    page.goto(at(local, office, "account/passkeys"))
    page.get_by_text("Last used").wait_for()
    page.get_by_role("button", name="Remove My phone").click()
    page.get_by_text("The passkey is removed").wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("That passkey is not known here").wait_for()
    told = [one.subject.partition(" (")[0] for one in mails(office)]
    assert told == ["A passkey was added.", "A passkey was removed."]


def test_B10_a_passkey_opens_its_own_company_only(local: Serving, office: Office, page: Page) -> None:
    add(page, local, office)
    other = local.office()
    other.publish(RUTH)
    page.goto(at(local, other, "sign-in"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("That passkey is not known here").wait_for()


def test_B10_an_answer_signs_in_once(local: Serving, office: Office, page: Page) -> None:
    add(page, local, office)
    page.get_by_role("button", name="Sign out").click()
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.post_data or "") if one.method == "POST" else None)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("button", name="Sign out").wait_for()
    cookies = {one["name"]: one["value"] for one in page.context.cookies()}
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()
    with Visitor(local.receiver.environment["PORCHLIGHT_PUBLIC_URL"], office.company_id) as thief:
        form = thief.get("sign-in").all("input", name="csrf_token")[0].attributes["value"]
        replayed = dict(one.split("=", 1) for one in sent[0].split("&"))
        body = "&".join(f"{name}={form if name == 'csrf_token' else value}" for name, value in replayed.items())
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = thief.session.post(thief.address("sign-in/passkey"), data=body, headers=kind, timeout=30)
        assert answer.status_code == 401
        assert "This page was open for a long time. Please try again." in answer.text
        assert cookies


def test_B10_who_was_switched_off_has_no_way_in(local: Serving, office: Office, page: Page) -> None:
    add(page, local, office)
    office.publish(Person("1048", "birch beer"))
    page.get_by_role("link", name="Back").click()
    page.goto(at(local, office, "sign-in"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("That passkey is not known here").wait_for()


def test_B10_adding_one_needs_a_fresh_sign_in(local: Serving, office: Office) -> None:
    with Visitor(local.receiver.environment["PORCHLIGHT_PUBLIC_URL"], office.company_id) as visitor:
        visitor.sign_in("1047", WORD)
        page = visitor.get("account/passkeys")
        for answer in ("", "{}", "[]", '{"id": 1}', "x" * 30_000, '{"id":"AA","rawId":"AA","type":"public-key"}'):
            visitor.submit(page, "account/passkeys", {"credential": answer, "name": "x"}, status=400)
        with office.work.writing(office.company_id, Lane.VISITORS) as session:
            mine = update(PortalSession).where(PortalSession.company_id == office.company_id)
            session.execute(mine.values(created_at=now() - timedelta(hours=1)))
        assert "sign out and sign in again first" in visitor.get("account/passkeys").text
        form = visitor.get("account/sessions")
        visitor.submit(form, "account/sessions", {"end": ""})
    with office.work.reading(office.company_id) as session:
        assert session.scalars(select(Passkey).where(Passkey.company_id == office.company_id)).all() == []


def test_B10_without_https_nothing_is_offered(serving: Serving) -> None:
    made = serving.office()
    made.publish(RUTH)
    with Visitor(serving.receiver.url, made.company_id) as visitor:
        assert "passkey" not in visitor.get("sign-in").text
        visitor.sign_in("1047", WORD)
        assert "Passkeys" not in visitor.get("account").text
        assert "need an https address" in visitor.get("account/passkeys").text


def test_B10_a_challenge_is_good_for_one_purpose_company_and_time() -> None:
    moment = now()
    party = Party("localhost", "http://localhost", 112, "Green Valley", b"k" * 32)
    challenge = party.challenge("sign-in", moment)
    party.check("sign-in", challenge, moment + passkeys.LIFE - timedelta(seconds=1))
    others = (
        (party, "record:R1", challenge, moment),
        (Party("localhost", "http://localhost", 113, "", b"k" * 32), "sign-in", challenge, moment),
        (party, "sign-in", challenge, moment + passkeys.LIFE + timedelta(seconds=2)),
        (party, "sign-in", challenge[:-1] + bytes([challenge[-1] ^ 1]), moment),
        (party, "sign-in", b"", moment),
    )
    for one, purpose, said, time in others:
        with pytest.raises(BadPasskey) as refused:
            one.check(purpose, said, time)
        assert (refused.type is OldPage) == (time > moment), "a page that was open for long can be tried again"
