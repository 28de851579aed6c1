"""System > What Leaves the Office in every state."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from agent.gui.bridge import Bridge
from agent.gui.dialogs.leaving import WhatLeavesDialog
from agent.gui.window.main_window import MainWindow
from tests.window.screens.settled import rest, settle
from tests.window.screens.still import AWAY, StillWork
from tests.window.screens.still_leaving import StillBarred


class BarredWork(StillWork):
    """The still office, for somebody without the right."""

    leaving = StillBarred()


def screens(bridge: Bridge, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """The fields, something ticked, nothing found; then what was sent."""
    dialog = WhatLeavesDialog(bridge, window)
    dialog.show()
    settle(dialog, "Share money")
    yield "leaving", dialog
    dialog.fields.shares["Share money"].click()
    dialog.fields.search.setText("notes")
    dialog.fields.model.flip(0)
    rest()
    yield "leaving-ticked", dialog
    dialog.fields.search.setText("no such field")
    dialog.fields.banner.tell(AWAY)
    rest()
    yield "leaving-nothing", dialog
    dialog.fields.banner.dismiss()
    dialog.tabs.setCurrentWidget(dialog.payload)
    settle(dialog, "everything")
    dialog.payload.table.selectRow(1)
    rest()
    yield "leaving-payload", dialog
    dialog.fields.switches.tick(dialog.fields.switches.shares[0], False)
    dialog.done(0)
    others = Bridge(BarredWork)
    barred = WhatLeavesDialog(others, window)
    barred.show()
    settle(barred, "Share money")
    yield "leaving-barred", barred
    barred.done(0)
    others.end()
