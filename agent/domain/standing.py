"""How a portal stands, in one of six words that are the same in window, tray and command line (feature row A16)."""

from __future__ import annotations

from typing import Literal

from agent.domain.activity import Deed

State = Literal[
    "up to date",
    "never published",
    "another snapshot",
    "waiting for import",
    "pinned",
    "held",
    "overdue",
    "suspended",
    "offline",
    "refused",
    "no key",
]
"""What the receiver says, or why it could not be asked."""

Standing = Literal["up to date", "working", "paused", "offline", "needs you", "failed"]

_STANDINGS: dict[State, Standing] = {
    "up to date": "up to date",
    "never published": "needs you",
    "another snapshot": "needs you",
    "waiting for import": "needs you",
    "pinned": "needs you",
    "held": "needs you",
    "overdue": "needs you",
    "suspended": "paused",
    "offline": "offline",
    "refused": "failed",
    "no key": "failed",
}


def standing(state: State, failure: Deed | None) -> Standing:
    """Never better than what the receiver says, nor than how the last Process ended: `failure` is the one after which
    nothing came through."""
    found = _STANDINGS[state]
    if failure is None or found == "failed":
        return found
    if failure.result == "failed":
        return "failed"
    if failure.result == "paused" and found == "up to date":
        return "paused"
    return "needs you" if found == "up to date" else found
