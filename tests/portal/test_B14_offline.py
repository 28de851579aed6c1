"""B14: the portal on a phone's home screen, and the copy of the schedule on a device, in a real browser."""

from __future__ import annotations

from datetime import datetime

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from receiver.db.unit_of_work import now
from receiver.domain.looks.sections import Section, as_words
from receiver.domain.people.keeping import kept_user
from shared import records
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.portal.test_in_a_browser import sign_in
from tests.portal.test_pages import Guests

JOB = records.Job("7", "Leaf removal", next_visit=datetime(2027, 1, 2, 8))
RUTH = Person("1047", "maple syrup", details={"jobs": (JOB,)})
KEPT = """async () => {
  const counted = async (name) => [name, (await (await caches.open(name)).keys()).length];
  return Object.fromEntries(await Promise.all((await caches.keys()).map(counted)));
}"""


@pytest.fixture
def address(serving: Serving, served: Office) -> str:
    served.publish(RUTH)
    return f"{serving.receiver.url}/{served.company_id}/"


@pytest.fixture
def context(browser: Browser) -> BrowserContext:
    return browser.new_context(viewport={"width": 390, "height": 844})


@pytest.fixture
def phone(context: BrowserContext, address: str) -> Page:
    """A phone that keeps a copy of Ruth's schedule."""
    page = context.new_page()
    sign_in(page, address)
    page.goto(f"{address}schedule")
    assert kept(page) == {}
    page.get_by_role("button", name="Keep a copy").click()
    expect(page.get_by_role("button", name="Remove the copy")).to_be_visible()
    return page


def kept(page: Page) -> dict[str, int]:
    """The copies on the device: how many files each holds."""
    found: dict[str, int] = page.evaluate(KEPT)
    return found


def test_B14_the_schedule_can_be_read_without_a_connection(
    phone: Page, context: BrowserContext, address: str, served: Office
) -> None:
    assert list(kept(phone).values()) == [3]
    later = records.Job("7", "Leaf removal", next_visit=datetime(2027, 2, 3, 9))
    served.publish(Person("1047", "maple syrup", details={"jobs": (later,)}))
    phone.goto(f"{address}schedule")
    context.set_offline(True)
    for place in ("schedule", "", "history"):
        phone.goto(f"{address}{place}")
        expect(phone.get_by_text("There is no connection.")).to_be_visible()
        expect(phone.locator("[data-job='7'] .next time")).to_have_attribute("datetime", "2027-02-03T09:00:00")
    context.set_offline(False)
    phone.goto(f"{address}schedule")
    expect(phone.get_by_text("There is no connection.")).to_be_hidden()


def test_B14_the_schedule_of_one_property_is_no_copy_of_the_whole(
    phone: Page, context: BrowserContext, address: str, served: Office
) -> None:
    places = tuple(records.Property(one, street=one) for one in ("p1", "p2"))
    jobs = tuple(records.Job(number, "Mowing", property_id=one.id) for number, one in zip("78", places, strict=True))
    served.publish(Person("1047", "maple syrup", details={"jobs": jobs, "properties": places}))
    for place in ("schedule", "schedule?property=p2"):
        phone.goto(f"{address}{place}")
    context.set_offline(True)
    phone.goto(f"{address}schedule")
    assert [phone.locator(f"[data-job='{one.number}']").count() for one in jobs] == [1, 1]


@pytest.mark.parametrize("place", ["schedule", ""])
def test_B14_the_copy_goes_when_the_office_hides_the_schedule(
    phone: Page, address: str, served: Office, place: str
) -> None:
    with served.work.writing(served.company_id) as session:
        kept_user(session, served.company_id, "record:R1047", now()).hidden = as_words([Section.SCHEDULE])
    phone.goto(f"{address}{place}")
    assert kept(phone) == {}


def test_B14_the_copy_goes_at_sign_out(phone: Page, context: BrowserContext, address: str) -> None:
    phone.get_by_role("button", name="Sign out").click()
    expect(phone.get_by_role("status")).to_have_text("You are signed out.")
    assert kept(phone) == {}


def test_B14_the_copy_goes_when_the_session_has_ended(
    phone: Page, context: BrowserContext, address: str, served: Office
) -> None:
    served.publish(Person("1047", "another word", details={"jobs": (JOB,)}))
    phone.goto(f"{address}history")
    expect(phone.get_by_role("alert")).to_be_visible()
    assert kept(phone) == {}


def test_B14_the_copy_goes_when_it_is_switched_off(phone: Page, context: BrowserContext, address: str) -> None:
    phone.get_by_role("button", name="Remove the copy").click()
    expect(phone.get_by_role("button", name="Keep a copy")).to_be_visible()
    assert kept(phone) == {}
    context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        phone.goto(f"{address}schedule")


def test_B14_the_portal_can_be_put_on_a_home_screen(served: Office, guest: Guests) -> None:
    served.publish(RUTH)
    visitor = guest(served)
    told = visitor.get("sign-in").one("link", rel="manifest").attributes["href"]
    manifest = visitor.session.get(f"{visitor.url}{told}", timeout=30)
    assert manifest.headers["Content-Type"] == "application/manifest+json"
    described = manifest.json()
    assert (described["name"], described["display"]) == ("Green Valley Lawn Care", "standalone")
    assert described["scope"] == described["start_url"] == f"/{served.company_id}/"
    for icon in described["icons"]:
        answer = visitor.session.get(f"{visitor.url}{icon['src']}", timeout=30)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
