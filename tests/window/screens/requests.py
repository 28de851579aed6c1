"""The states of the page Requests, and the windows that follow it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from agent.gui.dialogs.declining import DecliningDialog
from agent.gui.dialogs.overwriting import OverwritingDialog
from agent.gui.dialogs.photo import PhotoDialog
from agent.gui.presenters.requests import Key
from agent.gui.window.main_window import MainWindow
from agent.gui.window.places import HOME, REQUESTS
from tests.window.screens.settled import rest, settle
from tests.window.screens.still import StillWork
from tests.window.screens.still_requests import AWAY, PORTAL, photo


def screens(window: MainWindow, work: type[StillWork]) -> Iterator[tuple[str, QWidget]]:
    """From the list to the answers."""
    window.go(REQUESTS)
    settle(window, "No request is chosen")
    yield "requests", window
    yield from _opened(window)
    yield from _answered(window)
    yield from _empty(window, work)
    window.go(HOME)


def _choose(window: MainWindow, number: int, text: str) -> None:
    page = window.requests
    page.details.show_request(Key(PORTAL, number))
    page.inbox.keep(Key(PORTAL, number))
    settle(page.details, text)


def _opened(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    details = window.requests.details
    _choose(window, 1, "write it by hand")
    yield "requests-contact", window
    details.sheet.accept.click()
    rest()
    yield "requests-conflict", _dialog(window, OverwritingDialog)
    _close(window, OverwritingDialog)
    details.sheet.decline.click()
    rest()
    declining = window.findChildren(DecliningDialog)[0]
    declining.sentences[0].click()
    rest()
    yield "requests-decline", declining
    _close(window, DecliningDialog)
    _choose(window, 2, "Days that would suit")
    yield "requests-days", window
    details.sheet.days.choices[1].click()
    settle(details, "Planned visit")
    yield "requests-day-chosen", window
    _choose(window, 3, "Click on a photo")
    details.sheet.words.setPlainText("We will come on Thursday.")
    rest()
    yield "requests-message", window
    details.sheet.words.clear()
    details.sheet.photos.opened.emit(QImage.fromData(photo()), "1")
    rest()
    yield "requests-photo", _dialog(window, PhotoDialog)
    _close(window, PhotoDialog)
    _choose(window, 4, "Ring once.")
    yield "requests-naughty", window


def _answered(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    page = window.requests
    page.details.sheet.accept.click()
    settle(page.details, "The next Process publishes it.")
    settle(page.details, "It is answered already")
    yield "requests-accepted", window
    page.details.sheet.notice.action.click()
    settle(page.details, "The customer still reads")
    yield "requests-undone", window
    page.inbox.filter.setCurrentIndex(1)
    _choose(window, 6, "Declined by dana")
    yield "requests-declined", window
    _choose(window, 7, "not read yet")
    yield "requests-thread", window
    page.inbox.search.setText("no such thing")
    page.inbox.refresh()
    settle(page.inbox, "Nothing is found")
    yield "requests-none-found", window
    page.inbox.search.clear()
    page.inbox.filter.setCurrentIndex(0)


def _empty(window: MainWindow, work: type[StillWork]) -> Iterator[tuple[str, QWidget]]:
    page, kept = window.requests, work.requests.requests
    work.requests.trouble = AWAY
    page.refresh()
    settle(page.inbox, "The list is as of before.")
    yield "requests-offline", window
    page.details.trouble.emit(AWAY)
    rest()
    yield "requests-error", window
    page.banner.dismiss()
    work.requests.trouble = None
    work.requests.requests = []
    page.refresh()
    settle(page.inbox, "No request waits for you")
    yield "requests-nothing", window
    work.requests.paired = False
    page.refresh()
    settle(page.inbox, "There is no portal yet")
    yield "requests-no-portal", window
    work.requests.requests, work.requests.paired = kept, True


def _dialog(window: MainWindow, kind: type[QWidget]) -> QWidget:
    return window.findChildren(kind)[0]


def _close(window: MainWindow, kind: type[QWidget]) -> None:
    for one in window.findChildren(kind):
        one.close()
    rest()
