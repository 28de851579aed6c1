"""Pages that somebody spoiled, each in one way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import create_engine, text

from receiver.web.access import anybody
from tests.guards import accessibility, brightness, inline_code, markup, page_states, page_weight, reach, statements
from tests.planted.fault import Fault
from tests.support import pages
from tests.support.browser import chromium
from tests.support.showing import DARK, PHONE, Look, showing
from tests.support.states import Shown

WHOLE = """<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Planted</title>
    <style>button { min-height: 44px; min-width: 44px; } :focus-visible { outline: 3px solid #06c; }</style>
  </head>
  <body>
    <main>
      <h1>Planted</h1>
      <button type="button">Go</button>
    </main>
  </body>
</html>
"""
"""A page that nothing is wrong with but that it styles itself, so that the faults can."""

SPOILED = {
    "two headings": ("<h1>", "<h1>One</h1><h1>"),
    "an id that stands twice": ("<button", "<i id='a'></i><i id='a'></i><button"),
    "a label for no field": ("<button", "<label for='nothing'>Name</label><button"),
    "a handler in an attribute": ("<button", "<button onclick='go()'"),
    "a script from another host": ("<main>", "<main><script src='https://example.org/a.js'></script>"),
    "a form without its token": ("<button", "<form method='post' action='/'></form><button"),
}


def spoiled(old: str, new: str) -> Callable[[Path], list[str]]:
    """What the look at every page says of it."""

    def plant(_folder: Path) -> list[str]:
        plain = "".join(line for line in WHOLE.splitlines(keepends=True) if "<style>" not in line)
        if pages.faults(pages.read(plain)):
            return []
        return pages.faults(pages.read(plain.replace(old, new, 1)))

    return plant


def invalid_markup(folder: Path) -> list[str]:
    """A list item outside a list."""
    fine = folder / "fine"
    fine.mkdir()
    if markup.faults({"fine": WHOLE}, fine):
        return []
    return markup.faults({"planted": WHOLE.replace("<button", "<li>lost</li><button")}, folder)


def seen(style: str, look: Look, guard: Callable[[Page], list[str]]) -> list[str]:
    """What a guard says of the whole page with `style` added, where it says nothing of it without."""
    with chromium() as browser, showing(browser) as window:
        fine = guard(window.show(Shown("whole", "http://planted/", 200, WHOLE, {"Content-Type": "text/html"}), look))
        page = WHOLE.replace("<style>", f"<style>{style} ")
        found = guard(window.show(Shown("planted", "http://planted/", 200, page, {"Content-Type": "text/html"}), look))
    return found if not fine else []


def pale_words(_folder: Path) -> list[str]:
    """Grey on white."""
    return seen("h1 { color: #bbb; background: #fff; }", PHONE, accessibility.faults)


def wide_page(_folder: Path) -> list[str]:
    """A heading wider than a phone."""
    return seen("h1 { width: 500px; }", PHONE, reach.too_wide)


def small_button(_folder: Path) -> list[str]:
    """A button that a thumb misses."""
    return seen("main button { min-height: 20px; height: 30px; }", PHONE, reach.too_small)


def hidden_focus(_folder: Path) -> list[str]:
    """A button that does not show that it has the focus."""
    return seen("button:focus-visible { outline: none; }", PHONE, reach.out_of_reach)


def covered_button(_folder: Path) -> list[str]:
    """A button under a bar."""
    bar = "main::after { background: #fff; content: ''; inset: 0; position: fixed; }"
    return seen(bar, PHONE, reach.out_of_reach)


def white_in_the_dark(_folder: Path) -> list[str]:
    """A page that stays white where the system is dark."""
    return (
        brightness.faults(screenshot(WHOLE), dark=True) if not brightness.faults(screenshot(DIMMED), dark=True) else []
    )


DIMMED = WHOLE.replace("<style>", "<style>body { background: #111; color: #fff; } ")


def screenshot(html: str) -> bytes:
    """The page in the dark."""
    with chromium() as browser, showing(browser) as window:
        shown = Shown("planted", "http://planted/", 200, html, {"Content-Type": "text/html"})
        return window.show(shown, DARK).screenshot()


def styled_template(folder: Path) -> list[str]:
    """A style in a branch of a template, and a script beside one that is loaded."""
    (folder / "fine.html").write_text('<script src="/app.js" defer></script>\n<p class="on">online = {{ one }}</p>\n')
    (folder / "spoiled.html").write_text('{% if never %}<p style="color: red">{% endif %}\n<script>go()</script>\n')
    found = inline_code.faults(folder)
    return found if [one.partition(":")[0] for one in found] == ["spoiled.html, line 1", "spoiled.html, line 2"] else []


def route_without_state(_folder: Path) -> list[str]:
    """One of two pages is shown by no state."""
    app = Flask("planted", static_folder=None)
    app.add_url_rule("/", "home", anybody(lambda: "home"))
    app.add_url_rule("/new", "new", anybody(lambda: "new"))
    found = page_states.unseen(app, [Shown("home", "/", 200, "", {}, (("GET", "/"),))])
    return found if [one for one in found if not one.startswith("error")] == ["GET /new"] else []


def heavy_page(_folder: Path) -> list[str]:
    """A page that is a long book, and one that loads a large script."""
    book = page_weight.faults(Shown("book", "/", 200, WHOLE + "x" * page_weight.AFTER, {}), {})
    loads = WHOLE.replace("<style>", '<script src="/large.js"></script><style>')
    script = page_weight.faults(Shown("script", "/", 200, loads, {}), {"/large.js": page_weight.FIRST})
    light = page_weight.faults(Shown("light", "/", 200, WHOLE, {}), {})
    return book + script if book and script and not light else []


def question_for_every_row(_folder: Path) -> list[str]:
    """A page that asks the database once more for each row."""
    engine = create_engine("sqlite://")
    app = Flask("planted", static_folder=None)

    def rows() -> str:
        with engine.connect() as connection:
            return " ".join(str(connection.execute(text(f"SELECT {row}")).scalar_one()) for row in range(30))

    app.add_url_rule("/", "rows", rows)
    with statements.counted(app, engine) as counts:
        app.test_client().get("/")
    engine.dispose()
    return statements.faults(counts)


FAULTS = {
    **{f"a page with {what}": Fault(pages, spoiled(*words)) for what, words in SPOILED.items()},
    "a page whose markup is no HTML": Fault(markup, invalid_markup),
    "a page with pale words": Fault(accessibility, pale_words),
    "a page wider than a phone": Fault(reach, wide_page),
    "a button smaller than a thumb": Fault(reach, small_button),
    "a button without a ring": Fault(reach, hidden_focus),
    "a button under something else": Fault(reach, covered_button),
    "a page that stays white in the dark": Fault(brightness, white_in_the_dark),
    "a template with a style of its own": Fault(inline_code, styled_template),
    "a page that no state shows": Fault(page_states, route_without_state),
    "a page that is too heavy": Fault(page_weight, heavy_page),
    "a page that asks for each row": Fault(statements, question_for_every_row),
}
