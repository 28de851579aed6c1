"""B14: the portal used in a real browser, without JavaScript and with it. How every page looks is `tests.guards`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from shared import records
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving

JOB = records.Job("7", "Leaf removal", next_visit=datetime(2027, 1, 2, 8), delayed=True)
DONE = {2026: records.History((records.Visit("7", datetime(2026, 1, 2, 8), service="Leaf removal"),))}
RUTH = Person("1047", "maple syrup", details={"jobs": (JOB,)}, history=DONE)


@pytest.fixture
def address(serving: Serving, served: Office) -> str:
    """The portal that Ruth is a customer of."""
    served.publish(RUTH)
    return f"{serving.receiver.url}/{served.company_id}/"


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def sign_in(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Customer number, login id or e-mail").fill("1047")
    page.get_by_label("Password", exact=True).fill("maple syrup")
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(address)


def test_B14_everything_works_without_javascript(plain: Page, address: str) -> None:
    sign_in(plain, address)
    for name in ("Contact Information", "See Schedule", "History", "Contact Company"):
        plain.get_by_role("navigation", name="Go to").get_by_role("link", name=name).click()
        expect(plain.get_by_role("heading", level=1)).to_have_text(name)
        plain.get_by_role("link", name="Back").click()
    plain.get_by_role("button", name="Sign out").click()
    expect(plain.get_by_role("status")).to_have_text("You are signed out.")
    expect(plain.get_by_role("button", name="Show password")).to_have_count(0)


def test_B14_the_password_can_be_shown_and_hidden(page: Page, address: str) -> None:
    page.goto(address)
    field = page.get_by_label("Password", exact=True)
    field.fill("wrong")
    page.get_by_role("button", name="Show password").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide password").click()
    expect(field).to_have_attribute("type", "password")


def test_B14_back_leads_to_the_form_after_one_that_was_refused(page: Page, address: str) -> None:
    sign_in(page, address)
    page.goto(f"{address}message")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Please fill this in.")).to_be_visible()
    # What makes Back lead to the form is a script of this page.
    page.wait_for_load_state("domcontentloaded")
    expect(page.get_by_text("Please choose the photos once more.")).to_have_count(0)
    page.get_by_label("Your message").fill("The gate is open.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_have_text("Your message was sent to the office.")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Home").last.click()
    for _times in range(3):
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("Contact Company")
