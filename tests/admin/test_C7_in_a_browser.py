"""C7: the icons of User List: as the article says, a page of the user pops up, and after Save the list is there."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.admin.boss import Boss
from tests.admin.conftest import RUTH
from tests.admin.userly import SECRET, added, id_of, kept
from tests.guards import accessibility
from tests.portal.cast import Office
from tests.portal.conftest import Serving
from tests.support.browser import follow
from tests.support.showing import LIGHT, Look, look_otherwise
from tests.support.visitor import Visitor


def test_C7_permissions_pop_up_and_are_saved(desk: Page, office: Office) -> None:
    follow(desk, "User List")
    desk.get_by_label("Which").select_option("Customers of the office")
    lock = desk.get_by_role("link", name="Set permissions: Ruth Alvarez")
    expect(desk).to_have_url(re.compile("who=customers$"))
    desk.wait_for_load_state("domcontentloaded")
    lock.click()
    above = desk.get_by_role("dialog", name="Set permissions")
    expect(above.get_by_role("checkbox", name="History")).to_be_checked()
    assert accessibility.faults(desk) == []
    desk.keyboard.press("Escape")
    expect(above).to_have_count(0)
    expect(lock).to_be_focused()
    lock.click()
    above.get_by_role("link", name="Cancel").click()
    expect(above).to_have_count(0)
    lock.click()
    above.get_by_role("checkbox", name="History").uncheck()
    above.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("status")).to_have_text("The permissions of Ruth Alvarez are saved.")
    expect(desk.get_by_label("Which")).to_have_value("customers")
    assert kept(office)["record:R1047"].hidden == "history"


def test_C7_a_password_is_typed_in_the_pop_up(desk: Page, serving: Serving, office: Office) -> None:
    follow(desk, "User List")
    desk.get_by_role("link", name="Change password: Ruth Alvarez").click()
    above = desk.get_by_role("dialog", name="Change password")
    above.get_by_role("radio", name="Manually").check()
    above.get_by_label("New password", exact=True).fill("short")
    above.get_by_role("button", name="Show").click()
    expect(above.get_by_label("New password", exact=True)).to_have_attribute("type", "text")
    above.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("That is too short.")).to_be_visible()
    desk.get_by_label("New password", exact=True).fill(SECRET)
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("status")).to_have_text("The new password of Ruth Alvarez counts from now on.")
    with Visitor(serving.receiver.url, office.company_id) as ruth:
        ruth.sign_in(RUTH.number, SECRET)
        assert ruth.signed_in


def test_C7_who_was_signed_out_meanwhile_is_led_to_the_sign_in_page(desk: Page) -> None:
    follow(desk, "User List")
    desk.context.clear_cookies()
    desk.get_by_role("link", name="Edit user information: Ruth Alvarez").click()
    expect(desk.get_by_label("User name")).to_be_visible()


@pytest.mark.parametrize(
    ("told", "back"),
    [("who=people&q=eve", "users?q=eve&who=people"), ("page=-1", "users"), ("who=evil", "users"), ("%00=%ff", "users")],
)
def test_C7_saving_leads_back_to_the_part_of_the_list_it_came_from(
    boss: Boss, office: Office, told: str, back: str
) -> None:
    added(boss, "Eve Short")
    page = boss.get(f"users/edit?user={id_of(office, 'Eve Short')}&list={quote(told)}")
    boss.submit(page, "users/edit", {"name": "Eve Tall", "email": "eve@example.com"})
    assert boss.answer.url == boss.address(back)


def test_C7_lists_fit_in_every_window(desk: Page) -> None:
    follow(desk, "User List")
    for way in ("User List", "List Customers", "Snapshots"):
        look_otherwise(desk, LIGHT)
        follow(desk, way)
        expect(desk.get_by_role("heading", name=way, level=1)).to_be_visible()
        for width in (390, 650, 960, 1280):
            look_otherwise(desk, Look("some width", width, 860))
            wide: int = desk.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{way} is {wide} pixels wide in a window of {width}"


def test_C8_copying_a_link_is_said_on_the_button(desk: Page) -> None:
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    follow(desk, "New User")
    desk.get_by_label("Name", exact=True).fill("Eve Short")
    desk.get_by_label("Login id", exact=True).fill("eve")
    desk.get_by_role("radio", name="a link to set it is shown here once").check()
    desk.get_by_role("button", name="Add", exact=True).click()
    desk.get_by_role("button", name="Copy the link").click()
    expect(desk.get_by_role("button", name="Copied")).to_be_visible()
    assert desk.evaluate("navigator.clipboard.readText()") == desk.get_by_label("Link", exact=True).input_value()
