"""System > Scheduled Uploads."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from agent.gui.bridge import Bridge
from agent.gui.dialogs.scheduled import ScheduledDialog
from agent.gui.presenters.schedule import ScheduleFacts
from agent.gui.window.main_window import MainWindow
from tests.window.screens.settled import rest, settle
from tests.window.screens.still import AWAY
from tests.window.screens.still_activity import NAME
from tests.window.screens.still_schedule import ALONE, DAILY, FIRST, INSTALLED, NOW, OFF, PLAN, StillSchedule

STATES = {
    "schedule": ScheduleFacts(PLAN, ALONE, NOW),
    "schedule-daily": ScheduleFacts(DAILY, INSTALLED, NOW),
    "schedule-off": ScheduleFacts(OFF, ALONE, NOW),
    "schedule-first": ScheduleFacts(FIRST, ALONE, NOW),
}
LOOKED_UP = f"To {NAME}"


def screens(bridge: Bridge, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Every kind of schedule, what can't be kept, an error."""
    kept = StillSchedule.facts
    for name, facts in STATES.items():
        StillSchedule.facts = facts
        dialog = ScheduledDialog(bridge, window)
        dialog.show()
        settle(dialog, LOOKED_UP if facts.plan.past else "They will be those of the first Process that comes through.")
        yield name, dialog
        dialog.close()
    StillSchedule.facts = kept
    dialog = ScheduledDialog(bridge, window)
    dialog.show()
    settle(dialog, LOOKED_UP)
    dialog.fields.by_times.setChecked(True)
    dialog.fields.daily.setText("7:00, 25:00")
    dialog.banner.tell(AWAY)
    rest()
    yield "schedule-wrong", dialog
    dialog.close()
