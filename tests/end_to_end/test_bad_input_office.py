"""Bad input 3, 5, 9 to 14 of reliability.md section 7, from the practice database to a real browser (T15): every text
in every text column is published and shown as the text that it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page

from tests.end_to_end.naughty_office import LONELY, Naughty, fill, line, memo
from tests.support.office import Office
from tests.support.pages import Element
from tests.support.receiver import Receiver
from tests.support.texts import HANDS_ON, WORST
from tests.support.visitor import Visitor

PAGES = ("", "contact", "schedule", "history")
IN_A_BROWSER = frozenset({*(one for one in WORST if {"<", "\u202e", "\x00", "\r", "{"} & set(one)), *HANDS_ON})
"""Texts of lonely customers that are opened in the browser too; the crowded ones all are."""


@dataclass(frozen=True)
class Published:
    """The office after its one Process, and what that reported."""

    receiver: Receiver
    company: int
    told: dict[str, Any]
    lonely: list[Naughty]
    crowded: list[Naughty]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """The naughty office, published."""
    folder = tmp_path_factory.mktemp("naughty")
    receiver, office = Receiver(folder / "receiver"), Office(folder / "office")
    receiver.init()
    code = receiver.create_company(office.company, "Green Valley")
    receiver.serve()
    try:
        office.sample(12)
        lonely, crowded = fill(office, date.today().year)
        office.pair(receiver, code)
        yield Published(receiver, office.company, office.process(), lonely, crowded)
    finally:
        receiver.end()


@pytest.fixture(scope="module")
def visitors(published: Published) -> Iterator[dict[str, Visitor]]:
    """Every customer, signed in."""
    made = {}
    for who in (*published.lonely, *published.crowded):
        made[who.number] = Visitor(published.receiver.url, published.company)
        made[who.number].sign_in(who.number, who.password)
    yield made
    for one in made.values():
        one.session.close()


def history(visitor: Visitor) -> list[Element]:
    """All pages of the history."""
    pages = [visitor.get("history")]
    while further := pages[-1].all("a", rel="next"):
        pages.append(visitor.get(further[0].attributes["href"].removeprefix(f"/{visitor.company}/")))
    return pages


def missing(texts: tuple[str, ...], page: str, *, lines: bool) -> list[str]:
    """Those of the texts that a page does not show as they are."""
    return [text for text in texts if (line(text) if lines else memo(text)) not in page]


def test_bad_input_39_every_text_in_every_column_is_published_and_counted(published: Published) -> None:
    told = published.told
    assert told["outcome"] == "published"
    assert told["customers"] == len(published.lonely) + len(published.crowded)
    assert told["without_password"] == 0
    for reason in (
        "texts with control characters, which are shown as signs",
        "texts shortened to what the portal shows",
        "texts with characters that could not be read",
    ):
        assert told["left_out"][reason] > 0, told["left_out"]


def test_bad_input_32_a_text_that_can_be_typed_is_a_password(
    published: Published, visitors: dict[str, Visitor]
) -> None:
    assert len({who.password for who in published.lonely} & set(LONELY)) > 20
    assert all(one.signed_in for one in visitors.values())


def test_bad_input_09_to_14_a_text_changes_no_page(published: Published, visitors: dict[str, Visitor]) -> None:
    """All that is filled in looks alike but for the words, wherever the words stand."""
    plain, shapes = published.lonely[3], dict[str, list[str]]()
    assert plain.texts == ("NULL",)
    for who in (plain, *published.lonely):
        text = line(who.texts[0])
        for path in PAGES if text else ():
            page = visitors[who.number].get(path)
            assert text in page.exact_text, (path, text)
            tags = [one.tag for one in page]
            assert tags == shapes.setdefault(path, tags), (path, text)


def test_bad_input_09_to_14_crowds_of_texts_are_all_shown(published: Published, visitors: dict[str, Visitor]) -> None:
    for who in published.crowded:
        visitor = visitors[who.number]
        contact, schedule = visitor.get("contact").exact_text, visitor.get("schedule").exact_text
        visits = "".join(page.exact_text for page in history(visitor))
        assert missing(who.texts, contact, lines=False) == []
        assert missing(who.texts, schedule, lines=True) == []
        assert missing(who.texts, visits, lines=False) == []


class Watched:
    """A browser window whose every complaint is written down."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.found: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("dialog", self._dismissed)
        self.page.on("console", lambda one: self.found.append(f"console: {one.text}"))
        self.page.on("pageerror", lambda one: self.found.append(f"error: {one}"))
        self.page.on("request", lambda one: None if one.url.startswith(url) else self.found.append(f"to: {one.url}"))

    def _dismissed(self, dialog: Dialog) -> None:
        self.found.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def become(self, visitor: Visitor) -> None:
        """Go on as somebody who has signed in."""
        self.page.context.clear_cookies()
        self.page.context.add_cookies(
            [{"name": one.name, "value": one.value or "", "url": visitor.url} for one in visitor.session.cookies]
        )


LOOSE = """() => {
  const strong = /[\\u202a-\\u202e\\u2066-\\u2069\\u200e\\u200f\\u0590-\\u08ff]/, loose = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text; (text = walk.nextNode()); ) {
    if (!strong.test(text.data) || text.parentElement.tagName === 'OPTION') continue;
    const apart = (one) => /isolate|plaintext/.test(getComputedStyle(one).unicodeBidi);
    let one = text.parentElement;
    while (!apart(one)) one = one.parentElement;
    if (one.textContent.trim() !== text.data.trim()) loose.push(text.parentElement.outerHTML.slice(0, 200));
  }
  return loose;
}"""
"""Texts that turn the direction of writing, and stand where they turn their neighbours too. (A browser sets the options
of a list apart itself.)"""

STRAY = "document.querySelectorAll('body script, img, iframe, object, embed, style, [onerror], [onload]').length"


@pytest.fixture
def watched(browser: Browser, published: Published) -> Iterator[Watched]:
    """A window on the portal."""
    context = browser.new_context(locale="en-US")
    yield Watched(context, published.receiver.url)
    context.close()


def test_T15_nothing_that_the_office_wrote_runs_in_a_browser(
    published: Published, visitors: dict[str, Visitor], watched: Watched
) -> None:
    chosen = [who for who in published.lonely if who.texts[0] in IN_A_BROWSER]
    assert len(chosen) > 15
    for who in (*chosen, *published.crowded):
        watched.become(visitors[who.number])
        for path in PAGES:
            watched.page.goto(visitors[who.number].address(path))
            shown = watched.page.evaluate("document.body.textContent")
            assert watched.page.evaluate(STRAY) == 0, (path, who.texts[:3])
            assert watched.page.evaluate(LOOSE) == [], (path, who.texts[:3])
            assert "Sign out" in shown
            if who in chosen:
                assert line(who.texts[0]) in shown, (path, who.texts)
    assert watched.found == []
