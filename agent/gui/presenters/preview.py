"""What will change, in words (feature A10): the counts in a sentence, who they are, whose page can be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from agent.gui.presenters.kept_back import leaving
from agent.gui.presenters.language import Language, counted

if TYPE_CHECKING:
    from agent.domain.people import Group, Sample
    from agent.gui.presenters.process import Choice
    from agent.jobs.progress import PolledProgress
    from agent.usecases.report import Preview

TITLE = "What will change"


class PreviewWork(Protocol):
    """What the preview asks of the office. Both raise `AgentError`."""

    def look(self, choice: Choice, portal: str, progress: PolledProgress) -> Preview:
        """What Process would do to the portal of that name, and to whom."""

    def sample(self, choice: Choice, number: str, progress: PolledProgress) -> Sample:
        """What the portal would show the customer of that number."""


@dataclass(frozen=True)
class Pill:
    """One choice above the list. `obstacle` is why it can't be chosen, `pageless` why its customers have no page."""

    group: Group
    text: str
    obstacle: str
    pageless: str


@dataclass(frozen=True)
class Row:
    """One customer of the list."""

    number: str
    name: str


@dataclass(frozen=True)
class Overview:
    """The whole window but the list."""

    moves: str
    passwords: str
    """What somebody should look at; empty where nothing is."""
    left_out: str
    counted: str
    """What the portal counted, where that is more than is seen from here; else empty."""
    pills: tuple[Pill, ...]


def overview(say: Language, preview: Preview) -> Overview:
    """The counts in words."""
    counts = {group: found.count for group, found in preview.people.items()}
    moves = [say(text, count=say.number(counts[group])) for group, text in _MOVES.items()]
    if counts["new password"]:
        told = counted(say, counts["new password"], "{count} gets a new password", "{count} get a new password")
        moves.insert(3, told)
    nothing = preview.held is None and not any(counts[group] for group in (*_MOVES, "new password"))
    shows = counted(say, preview.customers, "{count} customer", "{count} customers")
    pills = {group: text for group, text in _PILLS.items() if counts[group] or group != "new password"}
    left_out = [
        say("{count} {reason}", count=say.number(count), reason=reason)
        for reason, count in preview.left_out.items()
        if count
    ]
    return Overview(
        moves=say("Nothing will change: {portal} shows {customers}", portal=preview.portal, customers=shows)
        if nothing
        else " · ".join(moves),
        passwords=_passwords(say, counts),
        left_out=say("Left out: {reasons}", reasons=", ".join(left_out)) if left_out else "",
        counted=say("At the last upload the portal counted: {leaving}", leaving=leaving(say, preview.held))
        if preview.held
        else "",
        pills=tuple(_pill(say, group, text, counts[group]) for group, text in pills.items()),
    )


_MOVES: dict[Group, str] = {
    "new": "{count} new",
    "leave": "{count} leave",
    "change": "{count} change",
    "lose access": "{count} lose access",
}


def _passwords(say: Language, counts: dict[Group, int]) -> str:
    missing, weak = counts["no password"], counts["weak or shared"]
    told = say("{count} without a password", count=say.number(missing)) if missing else ""
    if told and weak:
        return say("{told}, {count} with a weak or shared one", told=told, count=say.number(weak))
    return told or (say("{count} with a weak or shared password", count=say.number(weak)) if weak else "")


_PILLS: dict[Group, str] = {
    "new": "New",
    "leave": "Leave",
    "change": "Change",
    "new password": "New password",
    "lose access": "Lose access",
    "no password": "No password",
    "weak or shared": "Weak or shared",
}


def _pill(say: Language, group: Group, text: str, count: int) -> Pill:
    return Pill(
        group,
        say("{group}  {count}", group=say(text), count=say.number(count)),
        obstacle="" if count else say("There is nobody."),
        pageless=say("Whoever leaves has no page any more.") if group == "leave" else "",
    )


def rows(say: Language, preview: Preview, group: Group) -> tuple[tuple[Row, ...], str]:
    """The customers of a group, and what is said where not all of them are named."""
    found = preview.people[group]
    named = tuple(Row(one.number, one.name or say("no longer in the practice database")) for one in found.first)
    if found.count <= len(named):
        return named, ""
    told = say("The first {shown} of {count}.", shown=say.number(len(named)), count=say.number(found.count))
    return named, told
