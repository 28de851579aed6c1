"""B1: the button for the office's website, at the window and at the command line; it leads to the sign-in page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect
from PySide6.QtWidgets import QApplication, QPushButton

from tests.support.office import Office
from tests.support.receiver import Receiver
from tests.window.seat import Seat

COMPANY = 151


@pytest.fixture
def office(served: Receiver, tmp_path: Path) -> Office:
    """Paired, nothing published yet."""
    one = Office(tmp_path, company=COMPANY)
    one.sample(12)
    one.pair(served, served.create_company(COMPANY, "Green Valley"))
    return one


def test_B1_the_button_for_the_website_leads_to_the_portal(
    office: Office, served: Receiver, sit: Callable[[Office], Seat], browser: Browser
) -> None:
    seat = sit(office)
    name = "Copy a button for your website"
    (button,) = (one for one in seat.window.findChildren(QPushButton) if one.accessibleName() == name)
    seat.click(button)
    assert button.text() == "Copied"
    copied = QApplication.clipboard().text()

    assert office.must("portals", "button") == {
        "name": "CLIP Customer Portal",
        "portal_url": f"{served.url}/{COMPANY}/",
        "html": copied,
    }
    words = office.must("portals", "button", "CLIP Customer Portal", "--words", "Pay & <see>")["html"]
    page = browser.new_page()
    page.set_content(f"<p>Welcome!</p>{words}")
    page.get_by_role("link", name="Pay & <see>").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert urlsplit(page.url).path == f"/{COMPANY}/sign-in"
    page.close()


def test_B1_without_a_portal_there_is_no_button(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.sample(12)
    assert office.run("portals", "button").code == 2
    assert "not paired" in office.run("portals", "button").err
