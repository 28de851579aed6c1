"""The states of Home."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from agent.gui.language import say
from agent.gui.presenters.home import Told, home
from agent.gui.presenters.work import HomeFacts
from agent.gui.window.main_window import MainWindow
from agent.usecases.history import PortalRuns
from shared.messages import Held
from tests.window.screens.settled import rest
from tests.window.screens.still import AWAY, FACTS, NOW, PIN, PORTAL, STATUS
from tests.window.screens.still_activity import LISTED
from tests.window.screens.still_requests import WAITING
from tests.window.screens.still_schedule import AT_WORK, LATER, OFF, PAUSED, UPLOADS
from tests.window.screens.still_set_up import CHOSEN, PROTECTED

ASKED = NOW - timedelta(seconds=20)


def homes() -> Iterator[tuple[str, HomeFacts, Told]]:
    """The states of Home."""
    never = replace(STATUS, state="never published", snapshot=0, time="", detail="Nothing has been published yet.")
    yield "home", FACTS, Told({PORTAL.name: STATUS}, ASKED)
    yield "home-requests", FACTS, Told({PORTAL.name: STATUS}, ASKED, requests=WAITING)
    yield "home-fresh", HomeFacts(), Told({})
    yield "home-not-paired", HomeFacts(FACTS.practice, looked=CHOSEN), Told({})
    yield (
        "home-never-published",
        HomeFacts(FACTS.practice, (replace(PORTAL, receipt=None),), looked=PROTECTED),
        Told({PORTAL.name: never}, ASKED),
    )
    offline = replace(STATUS, state="offline", detail=str(AWAY))
    yield "home-offline", FACTS, Told({PORTAL.name: offline}, ASKED)
    held = replace(STATUS, state="held", held=Held(812, 211), shown_time="2026-06-09T11:02:00Z")
    yield "home-held", FACTS, Told({PORTAL.name: held}, ASKED)
    pinned = replace(STATUS, state="waiting for import", pin=PIN)
    yield "home-pinned", FACTS, Told({PORTAL.name: pinned}, ASKED)
    awaited = replace(STATUS, state="waiting for import", until_import=True, shown_time="2026-06-09T11:02:00Z")
    yield "home-until-import", FACTS, Told({PORTAL.name: awaited}, ASKED)
    overdue = replace(STATUS, state="overdue", silent_since="2026-06-08T11:02:00Z")
    yield "home-overdue", FACTS, Told({PORTAL.name: overdue}, ASKED)
    suspended = replace(
        STATUS, state="suspended", detail="Whoever runs the receiver has suspended this company: ask there."
    )
    yield "home-paused", FACTS, Told({PORTAL.name: suspended}, ASKED)
    failure = replace(LISTED[-1], id=10, made=LISTED[0].made + timedelta(minutes=12))
    failed = {PORTAL.name: PortalRuns(4, failure, LISTED[0], failure)}
    yield "home-failed", replace(FACTS, deeds=(failure, *LISTED[:5]), runs=failed), Told({PORTAL.name: STATUS}, ASKED)
    yield "home-working", FACTS, Told({PORTAL.name: STATUS}, ASKED, working=True)


def scheduled() -> Iterator[tuple[str, HomeFacts, Told]]:
    """What the schedule adds to them."""
    asked = Told({PORTAL.name: STATUS}, ASKED)
    yield "home-scheduled", replace(FACTS, deeds=UPLOADS), asked
    yield "home-uploading", replace(FACTS, deeds=(AT_WORK, *UPLOADS[1:])), asked
    yield "home-schedule-off", replace(FACTS, plan=OFF), asked
    yield "home-tried-again", replace(FACTS, plan=LATER), asked
    paused = {PORTAL.name: PortalRuns(4, PAUSED, LISTED[0], PAUSED)}
    yield "home-schedule-paused", replace(FACTS, deeds=(PAUSED, *UPLOADS[:4]), runs=paused, plan=LATER), asked


def screens(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Each on the main window."""
    window.home.make_unique.connect(rest)
    for name, facts, told in (*homes(), *scheduled()):
        window.feed.shown.emit(home(say, facts, told, NOW))
        rest()
        yield name, window
    window.tell(AWAY)
    rest()
    yield "home-error", window
    window.home.banner.dismiss()
