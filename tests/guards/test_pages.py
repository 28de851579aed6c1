"""S9, B14: every page in every state: markup, accessibility, reach by thumb and keyboard, light, dark and on paper."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from installer.project import ROOT
from tests.guards import accessibility, answer_headers, brightness, inline_code, markup, page_states, reach
from tests.guards.conftest import Gathered
from tests.support.pages import looked_at
from tests.support.showing import DARK, DARK_PHONE, LIGHT, PHONE, Look, Showing
from tests.support.states import Shown

CONTRAST = ("color-contrast",)


def test_every_page_route_and_error_has_a_state(gathered: Gathered) -> None:
    assert len(gathered.states) > 35
    assert page_states.unseen(gathered.app, gathered.states) == []


def test_S9_pages_are_whole(gathered: Gathered, tmp_path: Path) -> None:
    for one in gathered.states:
        looked_at(one.html)
        assert answer_headers.faults(one.headers, public=False) == [], one.name
    assert markup.faults({one.name: one.html for one in gathered.states}, tmp_path) == []


def test_S9_templates_hold_nothing_inline() -> None:
    templates = ROOT / "receiver" / "templates"
    assert len(list(templates.rglob("*.html"))) > 10
    assert inline_code.faults(templates) == []


def test_B14_axe_finds_nothing_on_any_page(gathered: Gathered, window: Showing) -> None:
    found, first = {}, first_of_each_page(gathered.states)
    for one in looked_at_closely(gathered.states, first):
        page = window.show(one, LIGHT)
        found[one.name, LIGHT.name] = accessibility.faults(page)
        # What depends on colours alone is looked at once more in the dark, what depends on the size on a phone.
        for look, rules in ((DARK, CONTRAST), (PHONE, accessibility.RULES)) if one.name in first else ():
            window.look(look)
            found[one.name, look.name] = accessibility.faults(page, rules)
    for name in ("home", "history", "sign-in-no-match"):
        found[name, DARK_PHONE.name] = accessibility.faults(window.show(gathered.state(name), DARK_PHONE))
    assert {place: faults for place, faults in found.items() if faults} == {}
    assert (window.strayed, window.complaints) == ([], [])


def test_B14_every_page_fits_its_window_the_thumb_and_the_keyboard(gathered: Gathered, window: Showing) -> None:
    found: dict[tuple[str, object], list[str]] = {}
    first = first_of_each_page(gathered.states)
    for one in looked_at_closely(gathered.states, first):
        page = window.show(one, PHONE)
        found[one.name, 390] = reach.too_wide(page) + reach.too_small(page)
        found[one.name, 390] += reach.out_of_reach(page) if one.name in first else []
        for width in (320, 1280):
            window.look(Look("another width", width, 800))
            found[one.name, width] = reach.too_wide(page)
    for name in ("sign-in", "home", "history"):
        found[name, "keyboard"] = reach.out_of_reach(window.show(gathered.state(name), LIGHT))
    assert {place: faults for place, faults in found.items() if faults} == {}


def test_B14_the_keyboard_leads_from_sign_in_to_sign_out(gathered: Gathered, window: Showing) -> None:
    assert names(window.show(gathered.state("sign-in"), LIGHT)) == [
        "Skip to the content",
        "555-0142",
        "identifier",
        "password",
        "Show password",
        "Sign in",
        "You have a letter with a code?",
        "Forgotten your password, or none yet?",
        "office@greenvalley.example",
        "Español",
    ]
    assert names(window.show(gathered.state("home"), LIGHT))[:7] == [
        "Skip to the content",
        "555-0142",
        "Sign out",
        "Home",
        "See Schedule",
        "History",
        "Contact Information",
    ]


def test_B14_dark_pages_are_dark_and_paper_is_light(gathered: Gathered, window: Showing) -> None:
    found, first = {}, first_of_each_page(gathered.states)
    for one in gathered.states:
        if one.name not in first:
            continue
        page = window.show(one, DARK_PHONE)
        found[one.name, "dark"] = brightness.faults(page.screenshot(), dark=True)
    for name in ("home", "schedule", "history", "contact"):
        page = window.show(gathered.state(name), LIGHT)
        found[name, "light"] = brightness.faults(page.screenshot(), dark=False)
        page.emulate_media(color_scheme="dark", media="print")
        found[name, "paper"] = brightness.faults(page.screenshot(), dark=False)
        assert not page.locator("nav:visible, button:visible, .actions:visible").count(), name
    assert {place: faults for place, faults in found.items() if faults} == {}


def test_B14_nothing_moves_for_those_who_asked_for_that(gathered: Gathered, window: Showing) -> None:
    page = window.show(gathered.state("home"), LIGHT)
    lasting = "getComputedStyle(document.querySelector('.tile')).transitionDuration.split(', ').map(parseFloat)"
    assert max(page.evaluate(lasting)) == 0
    page.emulate_media(reduced_motion="no-preference")
    assert max(page.evaluate(lasting)) > 0


def first_of_each_page(states: list[Shown]) -> frozenset[str]:
    """The names of one state for each page and status: most looks find the same at all states of a page."""
    found: dict[tuple[str, int], str] = {}
    for one in states:
        found.setdefault((looked_at(one.html).one("h1").text, one.status), one.name)
    return frozenset(found.values())


def looked_at_closely(states: list[Shown], first: frozenset[str]) -> list[Shown]:
    """Every state of the portal, and of the administration site one of each page and status: its states differ in what
    is said, hardly in how."""
    return [one for one in states if one.name in first or not one.name.startswith("admin-")]


def names(page: Page) -> list[str]:
    """What the Tab key meets, by its words or its name."""
    met: list[str] = []
    while True:
        page.keyboard.press("Tab")
        name = page.evaluate(
            "document.activeElement === document.body ? '' : "
            "document.activeElement.innerText.trim() || document.activeElement.name"
        )
        if not name or len(met) > 50:
            return met
        met.append(" ".join(name.split()))
