"""What of the work at this computer goes into the portal's audit log (reliability T8): what changes data, or takes it
away. Uploads and pairings the receiver knows by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from agent.domain.activity import Deed, DeedKind
from agent.domain.runs import Run, RunState
from shared.audit import BY_CHARACTERS, WHAT_CHARACTERS, OfficeDeed

_ACTIONS: Final[Mapping[DeedKind, str]] = {
    "backup": "copied",
    "restore": "restored",
    "settings": "settings",
    "users": "users",
    "letters": "letters",
    "requests": "requests",
}
_SWINGS: Final[Mapping[tuple[RunState, RunState], str]] = {
    (RunState.UNDOING, RunState.UNDONE): "undone",
    (RunState.REDOING, RunState.DONE): "redone",
}


def told_deed(deed: Deed, key: str) -> OfficeDeed | None:
    """A deed as the portal is told of it; None where it came to nothing, or is no matter of the portal."""
    # A Process that names no portal saved to a file, to be carried by hand.
    action = "saved" if deed.kind == "process" and not deed.portal else _ACTIONS.get(deed.kind)
    if action is None or deed.result != "done":
        return None
    return OfficeDeed(key, _moment(deed.made), action, deed.who[:BY_CHARACTERS], deed.what[:WHAT_CHARACTERS])


def told_run(run: Run, state: RunState, key: str, now: datetime) -> OfficeDeed | None:
    """A replacement or change of single records that reached `state`; None where that is none to tell of."""
    what = run.what[:WHAT_CHARACTERS]
    if (run.state, state) == (RunState.APPLYING, RunState.DONE):
        action = "edited" if run.edit else "replaced"
        return OfficeDeed(key, _moment(run.made), action, run.who[:BY_CHARACTERS], what, run.id, run.changed)
    swing = _SWINGS.get((run.state, state))
    if swing is None:
        return None
    return OfficeDeed(key, _moment(now), swing, run.swung_by[:BY_CHARACTERS], what, run.id)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
