"""Every window in every state, from real widgets and facts made up here, so that pictures of it stay the same.

The gallery calls `screens` in a process of its own, and grabs each widget when it comes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QDate
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from agent.domain.errors import TryLater
from agent.domain.portals import Portal
from agent.domain.runs import Run, RunState
from agent.gui.bridge import Bridge
from agent.gui.dialogs.destination import DestinationDialog
from agent.gui.dialogs.process import ProcessDialog
from agent.gui.language import say
from agent.gui.main_window import MainWindow
from agent.gui.presenters.events import Failed
from agent.gui.presenters.home import Told, home
from agent.gui.presenters.process import ending
from agent.gui.presenters.work import Choice, HomeFacts
from agent.gui.theme import Theme
from agent.jobs.progress import PolledProgress
from agent.usecases.report import ProcessReport
from agent.usecases.status import PortalStatus
from shared.messages import Receipt
from tests.window.seat import texts

SETTLED_MS = 80
"""Layouts inside layouts come to rest one after the other."""
NOW = datetime(2026, 6, 9, 14, 20, tzinfo=UTC)
RECEIPT = Receipt(
    snapshot=218,
    time="2026-06-09T14:02:00Z",
    digest="",
    counts={"customer": 812, "credential": 807},
    difference={"customer": {"added": 2, "changed": 5}},
)
PORTAL = Portal(
    id=1,
    name="CLIP Customer Portal",
    url="https://portal.example.com",
    company=112,
    company_name="Green Valley Lawn Care",
    device="office-pc",
    practice_id="p",
    portal_url="https://portal.example.com/112/",
    receipt=RECEIPT,
)
SECOND = replace(PORTAL, id=2, name="Try-out portal", url="https://try.example.com", receipt=None)
STATUS = PortalStatus(
    name=PORTAL.name,
    url=PORTAL.url,
    company=PORTAL.company,
    company_name=PORTAL.company_name,
    portal_url=PORTAL.portal_url,
    state="up to date",
    snapshot=218,
    time=RECEIPT.time,
    counts=RECEIPT.counts,
)
REPLACED = Run(
    id=3,
    practice_id="p",
    made=datetime(2026, 6, 8, 17, 30, tzinfo=UTC),
    who="dana",
    set="customers",
    field="CU.Customer Password",
    home="column",
    secret=True,
    conditions="CU.Customer Status = ACTIVE",
    changed=812,
    unchanged=0,
    backup="b",
    state=RunState.DONE,
)
AWAY = TryLater(
    "The receiver at https://portal.example.com can't be reached.",
    detail="Nothing answers there.",
    remedy="Check the address and the internet connection, then try again.",
)
FACTS = HomeFacts("sqlite:////home/office/practice.db", (PORTAL,), (REPLACED,))
REPORT = ProcessReport(
    outcome="published",
    portal=PORTAL.name,
    portal_url=PORTAL.portal_url,
    snapshot=219,
    customers=812,
    counts=RECEIPT.counts,
    difference={"customer": {"added": 12, "removed": 3, "changed": 47}},
    left_out={},
    requests=3,
    bytes_sent=48_000,
    seconds={},
    weak=0,
    shared=40,
    without_password=5,
    credentials={},
)


class StillWork:
    """An office that stands still: `presenters.work.Work` without anything behind it."""

    def version(self) -> str:
        """The first."""
        return "0.1.0"

    def home(self) -> HomeFacts:
        """Green Valley, published."""
        return FACTS

    def statuses(self) -> list[PortalStatus]:
        """Up to date."""
        return [STATUS]

    def portals(self) -> list[Portal]:
        """Two, so that one has to be picked."""
        return [PORTAL, SECOND]

    def active_customers(self) -> int:
        """As on Home."""
        return 812

    def process(self, choice: Choice, portal: str, progress: PolledProgress) -> ProcessReport:
        """As `REPORT` says."""
        return REPORT


def homes() -> Iterator[tuple[str, HomeFacts, Told]]:
    """The states of Home."""
    failed = Failed(datetime(2026, 6, 9, 13, 32, tzinfo=UTC), PORTAL.name, AWAY)
    never = replace(STATUS, state="never published", snapshot=0, time="", detail="Nothing has been published yet.")
    notes = ending(say, REPORT).notes
    yield "home", FACTS, Told({PORTAL.name: STATUS}, failed=(failed,), notes=notes)
    yield "home-fresh", HomeFacts(), Told({})
    yield "home-not-paired", HomeFacts(FACTS.practice), Told({})
    yield (
        "home-never-published",
        HomeFacts(FACTS.practice, (replace(PORTAL, receipt=None),)),
        Told({PORTAL.name: never}),
    )
    offline = replace(STATUS, state="offline", detail=str(AWAY))
    yield "home-offline", FACTS, Told({PORTAL.name: offline}, failed=(failed,))
    yield "home-working", FACTS, Told({PORTAL.name: STATUS}, working=True)


def screens(theme: Theme) -> Iterator[tuple[str, QWidget]]:
    """Name and widget of every state, in the colours of `theme`. A widget is only good until the next one is asked
    for."""
    bridge = Bridge(StillWork)
    window = MainWindow(bridge, theme, Path("/home/office"))
    window.show()
    for name, facts, told in homes():
        window.feed.shown.emit(home(say, facts, told, NOW))
        QTest.qWait(SETTLED_MS)
        yield name, window
    window.tell(AWAY)
    QTest.qWait(SETTLED_MS)
    yield "home-error", window
    process = ProcessDialog(bridge, theme, window)
    process.history.field.setDate(QDate(2025, 1, 1))
    process.activity.field.setDate(QDate(2026, 1, 1))
    process.show()
    settle(process, "812")
    yield "process", process
    process.active.setChecked(False)
    QTest.qWait(SETTLED_MS)
    yield "process-impossible", process
    for name, dialog in _destinations(bridge, theme, window):
        yield name, dialog
    window.close()
    bridge.end()


def settle(widget: QWidget, text: str) -> None:
    """Wait until `text` is there and everything has its place."""
    end = time.monotonic() + 10
    while text not in texts(widget):
        assert time.monotonic() < end, texts(widget)
        QTest.qWait(5)
    QTest.qWait(SETTLED_MS)


def _destinations(bridge: Bridge, theme: Theme, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    dialog = DestinationDialog(bridge, theme, window, Choice(), 812, "")
    dialog.show()
    settle(dialog, SECOND.name)
    yield "destinations", dialog
    dialog.choosing.banner.tell(AWAY)
    QTest.qWait(SETTLED_MS)
    yield "destinations-error", dialog
    progress = PolledProgress()
    progress.step("Reading the practice database", 812)
    progress.advance(341)
    dialog.show_page(dialog.watching)
    dialog.watching.watch(PORTAL.name, progress)
    QTest.qWait(SETTLED_MS)
    yield "progress", dialog
    dialog.watching.end()
    dialog.show_page(dialog.ending)
    dialog.ending.tell(ending(say, REPORT))
    QTest.qWait(SETTLED_MS)
    yield "ending", dialog
    held = replace(REPORT, outcome="held", weak=0, shared=0, without_password=0)
    dialog.ending.tell(ending(say, held))
    QTest.qWait(SETTLED_MS)
    yield "ending-held", dialog
