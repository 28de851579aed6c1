"""A real browser: a customer of each company signs in, reads, signs out, and never sees the other."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.conftest import TwoCompanies
from tests.support.office import Office


def customer(office: Office) -> tuple[str, str, str]:
    """Number, password and name of a customer with work and a password of his own."""
    found = office.rows(
        "SELECT number, password, name FROM customers c WHERE number = (SELECT min(number) FROM customers"
        " WHERE status = 'ACTIVE' AND is_customer AND NOT is_employee AND NOT not_on_portal AND length(password) > 6)"
    )
    number, password, name = found[0]
    return number, password, name


def sign_in(page: Page, url: str, office: Office) -> str:
    """Sign in as a person does; gives the customer's name."""
    number, password, name = customer(office)
    page.goto(f"{url}/{office.company}/")
    expect(page).to_have_url(re.compile(rf"/{office.company}/sign-in(\?.*)?$"))
    page.locator("input[type=text]").fill(number)
    page.locator("input[type=password]").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{url}/{office.company}/")
    return name


def test_B2_two_customers_of_two_companies_see_only_their_own(two_companies: TwoCompanies, page: Page) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
    url = two_companies.receiver.url
    names = [sign_in(page, url, office) for office in two_companies.offices]
    assert names[0] != names[1]
    for office, own, foreign in zip(two_companies.offices, names, names[::-1], strict=True):
        page.goto(f"{url}/{office.company}/contact")
        expect(page.locator("main")).to_contain_text(own)
        assert foreign not in page.content()
    assert faults == []


def test_B5_B6_a_customer_finds_schedule_and_history_by_their_buttons(two_companies: TwoCompanies, page: Page) -> None:
    office = two_companies.green_valley
    sign_in(page, two_companies.receiver.url, office)
    for button in ("Contact Information", "See Schedule", "History"):
        page.locator("main").get_by_role("link", name=button).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(button)
        width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width == 0, f"{button} is wider than a phone"
        page.locator("main").get_by_role("link", name="Back").click()
    page.get_by_role("button", name="Sign out").first.click()
    page.goto(f"{two_companies.receiver.url}/{office.company}/history")
    expect(page).to_have_url(f"{two_companies.receiver.url}/{office.company}/sign-in?to=history")
