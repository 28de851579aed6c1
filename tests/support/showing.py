"""Captured pages shown in a real browser, from memory: the bytes and the headers that the receiver answered with."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Page, Route, ViewportSize

from receiver.domain.looks.accent import OURS, accent_of
from receiver.sites.admin.look import SAMPLE
from receiver.web.assets import STATIC
from receiver.web.qr_code import svg
from tests.support.looks_states import COLOUR, SPLASH
from tests.support.pictures import drawing, picture
from tests.support.states import Shown

OF_THE_WIRE: Final = frozenset({"content-length", "content-encoding", "transfer-encoding", "connection", "set-cookie"})
"""Headers that were about one transfer."""
HEARD: Final = """([width, dark]) => new Promise((done, failed) => {
    const end = performance.now() + 30000;
    const heard = () => innerWidth === width && matchMedia("(prefers-color-scheme: dark)").matches === dark;
    const look = () => {
        if (heard()) requestAnimationFrame(done);
        else if (performance.now() > end) failed(new Error(`${innerWidth} in place of ${width} pixels`));
        else setTimeout(look, 5);
    };
    look();
})"""
"""Ends when the page has heard of a width and of light or dark, a while after the browser was told, and has done what
it does then (its menu opens and closes): that comes before the next frame. Fails where it never hears."""


@dataclass(frozen=True)
class Look:
    """How somebody sees a page: the size of the window in CSS pixels, and whether the system is dark."""

    name: str
    width: int
    height: int
    dark: bool = False

    @property
    def size(self) -> ViewportSize:
        """As the browser takes it."""
        return {"width": self.width, "height": self.height}


LIGHT: Final = Look("light", 1280, 860)
DARK: Final = Look("dark", 1280, 860, dark=True)
PHONE: Final = Look("phone", 390, 844)
DARK_PHONE: Final = Look("phone-dark", 390, 844, dark=True)


def look_otherwise(page: Page, look: Look) -> None:
    """Look so at what is open, once it has heard of that."""
    _tell(page, look)
    page.evaluate(HEARD, [look.width, look.dark])


def _tell(page: Page, look: Look) -> None:
    page.set_viewport_size(look.size)
    page.emulate_media(color_scheme="dark" if look.dark else "light")


class Showing:
    """One browser window in which captured pages are looked at. `strayed` are addresses that a page asked for and that
    are not the receiver's own; `complaints` is what the browser wrote to its console."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.strayed: list[str] = []
        self.complaints: list[str] = []
        self._shown: Shown | None = None
        page.route("**/*", self._answer)
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def show(self, shown: Shown, look: Look) -> Page:
        """Open the page so."""
        self._shown = shown
        _tell(self.page, look)
        self.page.goto(shown.address, wait_until="load")
        self.page.evaluate(HEARD, [look.width, look.dark])
        return self.page

    def look(self, look: Look) -> None:
        """Look otherwise at what is open, once it has heard of that."""
        look_otherwise(self.page, look)

    def _note(self, kind: str, text: str) -> None:
        # The browser reports each page that is no 200 as an error of its own.
        if kind in ("error", "warning") and not text.startswith("Failed to load resource"):
            self.complaints.append(text)

    def _answer(self, route: Route) -> None:
        shown, address = self._shown, route.request.url
        path = urlsplit(address).path
        file = STATIC / Path(path).name
        if shown is None:
            route.abort()
        elif route.request.is_navigation_request():
            headers = {name: value for name, value in shown.headers.items() if name.lower() not in OF_THE_WIRE}
            route.fulfill(status=shown.status, headers=headers, body=shown.html)
        elif path.endswith("/logo"):
            route.fulfill(content_type="image/png", body=drawing())
        elif path.endswith("/factor.svg"):
            route.fulfill(content_type="image/svg+xml", body=svg("otpauth://totp/Sam"))
        elif "/pictures/" in path:
            route.fulfill(content_type="image/png", body=drawing(SPLASH))
        elif path.endswith("/colours.css"):
            route.fulfill(content_type="text/css", body=_colours(address))
        elif "/message/photo/" in path:
            route.fulfill(content_type="image/jpeg", body=picture(200, 150))
        elif urlsplit(address).netloc == urlsplit(shown.address).netloc and file.is_file():
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            route.fulfill(content_type=kind, body=file.read_bytes())
        else:
            self.strayed.append(address)
            route.abort()


def _colours(address: str) -> str:
    """The stylesheet at such an address."""
    asked = parse_qs(urlsplit(address).query).get("colour", [])
    if not asked:
        return accent_of(COLOUR).style()
    return accent_of(asked[0]).style(SAMPLE) if asked[0] != OURS else ""


@contextmanager
def showing(browser: Browser) -> Iterator[Showing]:
    """A window of its own for captured pages. Motion is off, so that nothing is looked at half-way."""
    context = browser.new_context(locale="en-US", reduced_motion="reduce")
    try:
        yield Showing(context.new_page())
    finally:
        context.close()
