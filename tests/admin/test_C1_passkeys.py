"""C1: passkeys of administrators, with chromium and an authenticator of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import now
from receiver.domain.people.passkeys import Party, options_to_sign_in
from receiver.domain.people.users import PortalUser
from tests.admin.boss import ANN, Boss
from tests.admin.conftest import RUTH, TOM
from tests.admin.factoring import Program
from tests.admin.userly import SECRET, added, id_of
from tests.guards import accessibility
from tests.portal.cast import Chief, Office
from tests.portal.conftest import Serving
from tests.portal.test_B10_passkeys import local, page

__all__ = ["local", "page"]

ZED = Chief("Zed", "one more long word")


@pytest.fixture
def firm(local: Serving) -> Office:
    """A company with Ann and Zed."""
    made = local.office()
    made.publish(ANN, ZED, RUTH, TOM)
    return made


def at(local: Serving, firm: Office, path: str = "") -> str:
    """The address of a page of the site."""
    return f"{local.receiver.environment['PORCHLIGHT_PUBLIC_URL']}/{firm.company_id}/admin/{path}"


def sign_in(page: Page, local: Serving, firm: Office, who: Chief = ANN) -> None:
    """With the password."""
    page.goto(at(local, firm, "sign-in"))
    page.get_by_label("User name").fill(who.name)
    page.get_by_label("Password", exact=True).fill(who.password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def add_passkey(page: Page, local: Serving, firm: Office) -> None:
    """At the device of this browser."""
    page.goto(at(local, firm, "own-sign-in/passkeys"))
    assert accessibility.faults(page) == []
    page.get_by_label("What to call it").fill("My laptop")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text("The passkey is added").wait_for()


def test_C1_a_passkey_signs_in_and_stands_in_for_a_second_factor(local: Serving, firm: Office, page: Page) -> None:
    sign_in(page, local, firm)
    add_passkey(page, local, firm)
    page.goto(at(local, firm, "sign-ins"))
    page.get_by_role("button", name="Switch on").click()
    page.get_by_text("From now on every administrator needs a second factor.").wait_for()
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    # As if the page had been open for a quarter of an hour; the one that follows can be used.
    url = local.receiver.environment["PORCHLIGHT_PUBLIC_URL"]
    party = Party("localhost", url, firm.company_id, "", local.secrets.form_key)
    old = options_to_sign_in(party, now() - timedelta(minutes=15))
    page.locator("[data-passkey-get]").evaluate("(form, old) => { form.dataset.passkeyGet = old }", old)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("This page was open for a long time. Please try again.").wait_for()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="Overview").wait_for()
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    # With the password the passkey is asked for besides, as each needs a second factor now.
    sign_in(page, local, firm)
    page.get_by_role("heading", name="One more step").wait_for()
    assert accessibility.faults(page) == []
    page.goto(at(local, firm, "settings"))
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="Settings", exact=True).wait_for()


def test_C1_who_has_none_sets_up_a_program_and_scans_a_picture(local: Serving, firm: Office, page: Page) -> None:
    sign_in(page, local, firm, ZED)
    page.goto(at(local, firm, "own-sign-in"))
    page.get_by_role("button", name="Set up").click()
    picture = page.get_by_alt_text("QR code with the key below")
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") > 100
    page.get_by_text("The camera does not work?").click()
    program = Program(page.get_by_label("Type this key").input_value().replace(" ", ""))
    page.get_by_label("Code").fill(program.code())
    page.get_by_role("button", name="Switch on").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    assert accessibility.faults(page) == []
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    sign_in(page, local, firm, ZED)
    page.get_by_label("Code").fill(program.code(1))
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Overview").wait_for()


def test_C1_who_administers_no_more_has_no_way_in_by_passkey(local: Serving, firm: Office, page: Page) -> None:
    sign_in(page, local, firm)
    add_passkey(page, local, firm)
    # Not even for whoever gets her user name, although nobody has forgotten it yet.
    for staff in ((ZED,), (Chief(ANN.name, "quite another person"), ZED)):
        firm.publish(*staff, RUTH, TOM)
        page.goto(at(local, firm, "sign-in"))
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.get_by_text("That passkey is not known here").wait_for()


EVE = Chief("eve@example.com", SECRET)


def test_C1_a_passkey_of_the_portal_does_not_open_the_administration(local: Serving, firm: Office, page: Page) -> None:
    with Boss(local.receiver.environment["PORCHLIGHT_PUBLIC_URL"], firm.company_id) as ann:
        ann.sign_in()
        added(ann, "Eve Short", way="typed", password=SECRET, number="1047", rights="see")
    # What who knows her password only can do: the portal asks for no second factor.
    page.goto(at(local, firm, "../sign-in"))
    page.get_by_label("Customer number, login id or e-mail").fill(EVE.name)
    page.get_by_label("Password", exact=True).fill(EVE.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(at(local, firm, "../account/passkeys"))
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text("The passkey is added").wait_for()
    with firm.work.writing(firm.company_id, Lane.VISITORS) as session:
        eve = session.get(PortalUser, (firm.company_id, id_of(firm, "Eve Short")))
        assert eve is not None
        eve.administers = "settings"
    page.goto(at(local, firm, "sign-in"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("That passkey opens the customers' portal only.").wait_for()
    sign_in(page, local, firm, EVE)
    page.goto(at(local, firm, "sign-ins"))
    assert "passkey" not in page.get_by_role("listitem").filter(has_text="Eve Short").first.inner_text()
    add_passkey(page, local, firm)
    page.goto(at(local, firm, "own-sign-in/passkeys"))
    page.get_by_text("Opens the portal only").wait_for()
    assert page.get_by_role("button", name="Remove").count() == 1
    page.goto(at(local, firm, "../account/passkeys"))
    page.get_by_text("Opens the administration site only").wait_for()
    assert page.get_by_role("button", name="Remove").count() == 1
