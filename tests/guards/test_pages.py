"""S9, B14: every page in every state: markup, weight, accessibility, reach by thumb and keyboard, light, dark and on
paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page

from installer.project import ROOT
from tests.guards import accessibility, answer_headers, brightness, inline_code, markup, page_states, page_weight, reach
from tests.guards.conftest import Gathered
from tests.support.pages import Element, looked_at
from tests.support.showing import DARK, DARK_PHONE, LIGHT, PHONE, Look, Showing, showing
from tests.support.states import Shown

CONTRAST = ("color-contrast",)

WORDY = ("-long", "-many", "-spanish")
"""Ends of the names of states with longer texts."""

Kind = tuple[str, str, str, frozenset[str]]
"""A tag, its type and classes, and the names of its attributes."""

Found = dict[tuple[str, str], list[str]]
"""Faults by the state's name and how it was looked at."""


def test_every_page_route_and_error_has_a_state(gathered: Gathered) -> None:
    assert len(gathered.states) > 35
    assert page_states.unseen(gathered.town.app, gathered.states) == []


def test_S9_pages_are_whole(gathered: Gathered, tmp_path: Path) -> None:
    for one in gathered.states:
        looked_at(one.html)
        assert answer_headers.faults(one.headers, public=False) == [], one.name
    assert markup.faults({one.name: one.html for one in gathered.states}, tmp_path) == []


def test_S9_signed_in_pages_are_stored_nowhere(gathered: Gathered) -> None:
    pages = [one for one in gathered.states if one.name.partition("-")[0] in ("home", "contact", "schedule", "history")]
    assert len(pages) > 10
    for one in pages:
        assert "Cookie" in one.headers.get("Vary", ""), one.name


def test_S9_pages_are_light(gathered: Gathered) -> None:
    loaded = {path for one in gathered.states for path in page_weight.parts(one.html)}
    answers = {path: requests.get(gathered.town.url + path, timeout=30) for path in loaded}
    sizes = {path: int(answer.headers["Content-Length"]) for path, answer in answers.items()}
    assert len(sizes) > 4
    assert [fault for one in gathered.states for fault in page_weight.faults(one, sizes)] == []


def test_S9_templates_hold_nothing_inline() -> None:
    templates = ROOT / "receiver" / "templates"
    assert len(list(templates.rglob("*.html"))) > 10
    assert inline_code.faults(templates) == []


@pytest.fixture(scope="module")
def found(gathered: Gathered, browser: Browser) -> Found:
    """What the looks at all states found, each state opened once."""
    found: Found = {}
    first = first_of_each_page(gathered.states)
    with showing(browser) as window:
        for one in looked_at_closely(gathered.states):
            looks = [*seen_by_all(window, one), *(seen_by_some(window, one) if one.name in first else ())]
            found |= {(one.name, look): faults for look, faults in looks}
        assert (window.strayed, window.complaints) == ([], [])
    return found


def seen_by_all(window: Showing, one: Shown) -> Iterator[tuple[str, list[str]]]:
    """Opens a state, and gives what is looked at in each."""
    page = window.show(one, LIGHT)
    yield "axe, light", accessibility.faults(page)
    yield "wide, 1280", reach.too_wide(page)
    for width in (320, 390):
        window.look(Look("some width", width, 844))
        yield f"wide, {width}", reach.too_wide(page)
    yield "thumb", reach.too_small(page)


def seen_by_some(window: Showing, one: Shown) -> Iterator[tuple[str, list[str]]]:
    """What is looked at in one state of each page, which is open. Colours were looked at in the light: what depends on
    them is looked at again in the dark, and the rest on a phone."""
    page = window.page
    window.look(PHONE)
    yield "axe, phone", accessibility.faults(page, but=CONTRAST)
    yield "keyboard, phone", reach.out_of_reach(page)
    window.look(DARK)
    yield "axe, dark", accessibility.faults(page, CONTRAST)
    window.look(DARK_PHONE)
    yield "brightness, dark", brightness.faults(page.screenshot(), dark=True)


def those(found: Found, looks: str) -> Found:
    """What the looks of that kind found. Fails where they were not looked at."""
    looked = {place: faults for place, faults in found.items() if place[1].startswith(looks)}
    assert len(looked) > 60, f"hardly looked at: {looks}"
    return {place: faults for place, faults in looked.items() if faults}


def test_B14_axe_finds_nothing_on_any_page(gathered: Gathered, found: Found, window: Showing) -> None:
    assert those(found, "axe") == {}
    for name in ("home", "history", "sign-in-no-match"):
        assert accessibility.faults(window.show(gathered.state(name), DARK_PHONE)) == [], name


def test_B14_every_page_fits_its_window_the_thumb_and_the_keyboard(
    gathered: Gathered, found: Found, window: Showing
) -> None:
    for looks in ("wide", "thumb", "keyboard"):
        assert those(found, looks) == {}
    for name in ("sign-in", "home", "history"):
        assert reach.out_of_reach(window.show(gathered.state(name), LIGHT)) == [], name


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


def test_B14_dark_pages_are_dark_and_paper_is_light(gathered: Gathered, found: Found, window: Showing) -> None:
    assert those(found, "brightness") == {}
    wrong = {}
    for name in ("home", "schedule", "history", "contact"):
        page = window.show(gathered.state(name), LIGHT)
        wrong[name, "light"] = brightness.faults(page.screenshot(), dark=False)
        page.emulate_media(color_scheme="dark", media="print")
        wrong[name, "paper"] = brightness.faults(page.screenshot(), dark=False)
        assert not page.locator("nav:visible, button:visible, .actions:visible").count(), name
    assert {place: faults for place, faults in wrong.items() if faults} == {}


def test_B14_nothing_moves_for_those_who_asked_for_that(gathered: Gathered, window: Showing) -> None:
    page = window.show(gathered.state("home"), LIGHT)
    lasting = "getComputedStyle(document.querySelector('.tile')).transitionDuration.split(', ').map(parseFloat)"
    assert max(page.evaluate(lasting)) == 0
    page.emulate_media(reduced_motion="no-preference")
    assert max(page.evaluate(lasting)) > 0


def first_of_each_page(states: list[Shown]) -> frozenset[str]:
    """The names of one state for each page: most looks find the same at all states of a page."""
    found: dict[str, str] = {}
    for one in states:
        found.setdefault(looked_at(one.html).one("h1").text, one.name)
    return frozenset(found.values())


def looked_at_closely(states: list[Shown]) -> list[Shown]:
    """The states that show what none before them showed, a kind of element or one inside another kind, and those whose
    texts are longer or of another language: the rest would be the same once more."""
    seen: set[object] = set()
    found = []
    for one in states:
        kinds = set(pairs(looked_at(one.html)))
        if not kinds <= seen or one.name.endswith(WORDY):
            found.append(one)
        seen |= kinds
    return found


def pairs(element: Element, outer: Kind | None = None) -> Iterator[tuple[Kind | None, Kind]]:
    """Each element's kind, after that of the one around it."""
    for child in element.children:
        if isinstance(child, Element):
            told = child.attributes
            kind = (child.tag, told.get("type", ""), told.get("class", ""), frozenset(told))
            yield outer, kind
            yield from pairs(child, kind)


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
