"""The states of the preview."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from agent.gui.bridge import Bridge
from agent.gui.dialogs.preview import PreviewDialog
from agent.gui.language import say
from agent.gui.presenters.process import Choice
from agent.gui.presenters.sample import portal_page
from agent.gui.window.main_window import MainWindow
from shared.messages import Held
from tests.window.screens.settled import rest, settle
from tests.window.screens.still import AWAY, SECOND
from tests.window.screens.still_preview import DAY, PREVIEW, SAMPLE


def screens(bridge: Bridge, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Which portal, who is concerned, one customer's page."""
    dialog = PreviewDialog(bridge, window, Choice(), 812, "")
    dialog.show()
    settle(dialog, SECOND.name)
    yield "preview-portals", dialog
    dialog.people.tell(PREVIEW)
    dialog.show_page(dialog.people)
    rest()
    yield "preview", dialog
    dialog.people.pills["change"].click()
    dialog.people.table.selectRow(0)
    dialog.people.banner.tell(AWAY)
    rest()
    yield "preview-picked", dialog
    dialog.sample.tell(portal_page(say, SAMPLE, DAY))
    dialog.show_page(dialog.sample)
    rest()
    yield "preview-sample", dialog
    dialog.show_page(dialog.people)
    dialog.close()
    counted = PreviewDialog(bridge, window, Choice(), 812, "")
    counted.show()
    settle(counted, SECOND.name)
    counted.people.tell(replace(PREVIEW, held=Held(812, 211)))
    counted.show_page(counted.people)
    rest()
    yield "preview-counted", counted
    counted.close()
