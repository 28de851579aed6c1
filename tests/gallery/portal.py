"""Pictures of every page of the portal, on a fixed day, so that two runs make the same picture."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import time_machine

from receiver.factory import create_app
from receiver.settings import Settings
from receiver.web.parts import EXTENSION, Parts
from tests.support import application
from tests.support.browser import chromium
from tests.support.receiver import NOWHERE, Receiver
from tests.support.showing import DARK, LIGHT, PHONE, Look, Showing, showing
from tests.support.states import STATES, Shown, Tour, faulty
from tests.support.town import Town

MOMENT: Final = datetime(2026, 11, 24, 14, 2, tzinfo=ZoneInfo("UTC"))
LOOKS: Final = (LIGHT, DARK, PHONE)
TALLEST: Final = 2400
"""CSS pixels of a long page that are shown."""


def name(shown: Shown, look: Look) -> str:
    """The name of a picture."""
    return f"page-{shown.name}-{look.name}"


def pictures(folder: Path, only: Iterable[str] = ()) -> Iterator[Path]:
    """Write `page-<state>-<look>.png` for every state and look, or `only` those of these names; gives each when it is
    written."""
    wanted = frozenset(only)
    found = captured([one for one in STATES if not wanted or wanted & {f"page-{one}-{look.name}" for look in LOOKS}])
    with chromium() as browser, showing(browser) as window:
        for one in found:
            for look in LOOKS:
                if not wanted or name(one, look) in wanted:
                    yield picture(window, one, look, folder / f"{name(one, look)}.png")


def picture(window: Showing, shown: Shown, look: Look, file: Path) -> Path:
    """The whole page as the look has it; what a page keeps at the bottom of its window stands at its end."""
    page = window.show(shown, look)
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": look.width, "height": min(TALLEST, max(look.height, height))})
    page.screenshot(path=file)
    return file


def captured(names: Collection[str]) -> list[Shown]:
    """Every state up to the last of these, at the moment; after all of them those of a faulty receiver."""
    with tempfile.TemporaryDirectory(prefix="porchlight-gallery-") as folder:
        receiver = Receiver(Path(folder))
        receiver.use_mail(NOWHERE, PORCHLIGHT_WORKER="0")
        receiver.init()
        with time_machine.travel(MOMENT, tick=False):
            return toured(receiver, names)


def toured(receiver: Receiver, names: Collection[str]) -> list[Shown]:
    """A tour of a town on a receiver, served in this process, where the clock stands still."""
    app = create_app(Settings.from_environment(receiver.environment))
    parts: Parts = app.extensions[EXTENSION]
    town = Town(parts.work, parts.secrets, MOMENT.replace(tzinfo=None))
    try:
        with application.served(app, receiver.port), Tour(receiver.url, town) as tour:
            found = tour.until(names)
        if len(found) < len(STATES):
            return found
        return found + faulty(app, receiver.url, frozenset(one.status for one in found))
    finally:
        parts.work.engine.dispose()
