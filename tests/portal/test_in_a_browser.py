"""B14: the pages in a real browser: without JavaScript, with it, in the dark, on paper."""

from __future__ import annotations

import re
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
    page.get_by_label("Customer number or e-mail").fill("1047")
    page.get_by_label("Password", exact=True).fill("maple syrup")
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(address)


def test_B14_everything_works_without_javascript(plain: Page, address: str) -> None:
    sign_in(plain, address)
    for name in ("Contact Information", "See Schedule", "History"):
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


def test_B14_dark_is_dark_and_paper_is_light(page: Page, address: str) -> None:
    sign_in(page, address)
    assert brightness(page) > 200
    page.emulate_media(color_scheme="dark")
    assert brightness(page) < 60
    page.goto(address + "schedule")
    page.emulate_media(color_scheme="dark", media="print")
    expect(page.get_by_role("navigation").first).to_be_hidden()
    card = page.locator("[data-job='7']").evaluate("one => getComputedStyle(one).backgroundColor")
    assert numbers(card) == [255, 255, 255]


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_B14_no_page_is_wider_than_its_window(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, address)
    for path in ("", "contact", "schedule", "history", "nothing"):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, path


def brightness(page: Page) -> float:
    """Of the page's ground, 0 to 255."""
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(numbers(colour)) / 3


def numbers(colour: str) -> list[int]:
    return [int(one) for one in re.findall(r"\d+", colour)][:3]
