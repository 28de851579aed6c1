"""Where the rail leads: a page of the main window each, but for the window behind Customer Portal."""

from __future__ import annotations

from agent.gui.language import say
from agent.gui.window.rail import Way

HOME, CUSTOMERS, PORTAL, REPLACE, REQUESTS, ACTIVITY = (
    "home",
    "customers",
    "portal",
    "replace",
    "requests",
    "activity",
)


def ways() -> tuple[Way, ...]:
    """In the order of the rail."""
    return (
        Way(HOME, say("&Home"), "home"),
        Way(CUSTOMERS, say("Customer &List"), "customers"),
        Way(PORTAL, say("&Customer Portal"), "portal", opens=True),
        Way(REPLACE, say("&Global\nReplacement"), "replace"),
        Way(REQUESTS, say("Re&quests"), "requests"),
        Way(ACTIVITY, say("Acti&vity"), "activity"),
    )
