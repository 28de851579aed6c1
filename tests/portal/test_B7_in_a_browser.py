"""B7 as on a phone: photos are made smaller before they travel, and sent as they are without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page, Request, expect

from shared.outbound import PHOTO_PIXELS
from shared.photo import SMALL_PIXELS
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.portal.contacting import noise
from tests.support.showing import PHONE


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def phone(request: pytest.FixtureRequest, browser: Browser, serving: Serving, served: Office) -> Iterator[Page]:
    """Ruth's phone, at Contact Company; with JavaScript and without it."""
    served.publish(Person("1047", "maple syrup"))
    context = browser.new_context(
        java_script_enabled=request.param, viewport={"width": PHONE.width, "height": PHONE.height}
    )
    page = context.new_page()
    page.goto(f"{serving.receiver.url}/{served.company_id}/")
    page.get_by_label("Customer number").fill("1047")
    page.get_by_label("Password", exact=True).fill("maple syrup")
    page.get_by_role("button", name="Sign in").click()
    page.locator("nav.tabs").get_by_role("link", name="Company").click()
    page.wait_for_load_state("domcontentloaded")
    yield page
    context.close()


def test_B7_a_photo_from_a_phone(phone: Page, request: pytest.FixtureRequest) -> None:
    sent: list[int] = []

    def note(one: Request) -> None:
        if one.method == "POST":
            sent.append(int(one.all_headers()["content-length"]))

    phone.on("request", note)
    chosen: FilePayload = {"name": "gate.jpg", "mimeType": "image/jpeg", "buffer": noise(3000, 2000)}
    phone.get_by_label("Your message").fill("This is how it looks.")
    phone.get_by_label("Photos").set_input_files(chosen)
    phone.get_by_role("button", name="Send").click()
    # A photo is made smaller in the browser first, which takes its time where others want the processor too.
    expect(phone.get_by_role("status")).to_have_text("Your message was sent to the office.", timeout=30_000)
    small = phone.get_by_role("img", name="Photo gate.jpg")
    expect(small).to_have_js_property("naturalWidth", SMALL_PIXELS)
    phone.get_by_role("link", name="Photo gate.jpg").click()
    expect(phone.locator("img")).to_have_js_property("naturalWidth", PHOTO_PIXELS)
    scripts = "no-scripts" not in request.node.name
    assert (sent[0] < len(chosen["buffer"]) / 2) is scripts
