"""A real browser: Debian's chromium, driven by playwright."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


_running: list[Browser] = []


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless chromium; the one that runs in this process already, where one does, as playwright takes no second.
    Fails, saying how to get one, where there is none."""
    if _running:
        yield _running[0]
        return
    if not CHROMIUM.exists():
        raise AssertionError(f"{CHROMIUM} is missing. Install it: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        _running.append(browser)
        try:
            yield browser
        finally:
            _running.remove(browser)
            browser.close()


def follow(page: Page, name: str) -> None:
    """Click the link of that name; ends when the scripts of the page it leads to have run, not only with the page."""
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_load_state("domcontentloaded")
