"""Snapshots in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from receiver.domain.snapshots.listed import Listed, Moved
from receiver.languages import N_
from receiver.sites.admin.when import number
from receiver.web.language import gettext as _
from receiver.web.language import ngettext
from shared.messages import Held

NOTHING: Final[Moved] = {}

KINDS: Final = {
    "customer": N_("Customers"),
    "credential": N_("Passwords of customers"),
    "history": N_("History, a year of a customer each"),
    "invoices": N_("Invoices, all of a customer together"),
    "staff": N_("Level 1 users"),
    "company": N_("Company information"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """What of a kind moves, in numbers as they are written."""

    name: str
    all: str
    added: str
    changed: str
    removed: str


def difference(moved: Mapping[str, Moved]) -> str:
    """In a few words, customers first: 2 new, 41 changed, 812 passwords."""
    who = moved.get("customer", NOTHING)
    counts = (
        (_added, who.get("added", 0)),
        (_changed, who.get("changed", 0)),
        (_removed, who.get("removed", 0)),
        (_with_password, _passwords(moved)),
        (_histories, _sum(moved, "history")),
        (_invoices, _sum(moved, "invoices")),
        (_staff, _sum(moved, "staff")),
    )
    said = [words(count) for words, count in counts if count]
    if "company" in moved:
        said.append(_("company information"))
    return ", ".join(said) or _("nothing")


def lines(counts: Mapping[str, int], moved: Mapping[str, Moved]) -> list[Line]:
    """Kind by kind; those that the snapshot neither has nor had are left out."""
    return [
        Line(
            _(name),
            number(counts.get(kind, 0)),
            *(number(moved.get(kind, NOTHING).get(way, 0)) for way in ("added", "changed", "removed")),
        )
        for kind, name in KINDS.items()
        if counts.get(kind, 0) or kind in moved
    ]


def whose(one: Listed) -> str:
    """Where it came from: FRONTDESK, Dana; FRONTDESK, schedule; FRONTDESK alone where neither was told."""
    if one.scheduled:
        return _("%(computer)s, schedule", computer=one.computer)
    return f"{one.computer}, {one.person}" if one.person else one.computer


def fewer(held: Held) -> str:
    """Why it is held, short: 74 % fewer customers."""
    if held.leave >= held.shown:
        return _("all customers would leave")
    return _("%(part)s %% fewer customers", part=number(round(100 * held.leave / max(held.shown, 1))))


def leaving(held: Held) -> str:
    """The same as a sentence."""
    if held.leave >= held.shown == 1:
        return _("The only customer would leave the portal.")
    if held.leave >= held.shown:
        return _("All %(count)s customers would leave the portal.", count=number(held.shown))
    return _(
        "%(leave)s of %(shown)s customers would leave the portal.", leave=number(held.leave), shown=number(held.shown)
    )


def customers(count: int) -> str:
    """812 customers."""
    return ngettext("%(count)s customer", "%(count)s customers", count, count=number(count))


def _added(count: int) -> str:
    return ngettext("%(count)s new", "%(count)s new", count, count=number(count))


def _changed(count: int) -> str:
    return ngettext("%(count)s changed", "%(count)s changed", count, count=number(count))


def _removed(count: int) -> str:
    return ngettext("%(count)s leaves", "%(count)s leave", count, count=number(count))


def _with_password(count: int) -> str:
    return ngettext("%(count)s password", "%(count)s passwords", count, count=number(count))


def _histories(count: int) -> str:
    return ngettext("%(count)s history", "%(count)s histories", count, count=number(count))


def _invoices(count: int) -> str:
    return ngettext("invoices of %(count)s customer", "invoices of %(count)s customers", count, count=number(count))


def _staff(count: int) -> str:
    return ngettext("%(count)s level 1 user", "%(count)s level 1 users", count, count=number(count))


def _sum(moved: Mapping[str, Moved], kind: str) -> int:
    return sum(moved.get(kind, NOTHING).values())


def _passwords(moved: Mapping[str, Moved]) -> int:
    """Those of customers who are neither new nor leave: theirs goes without saying."""
    who, found = moved.get("customer", NOTHING), moved.get("credential", NOTHING)
    come_and_gone = sum(max(0, found.get(way, 0) - who.get(way, 0)) for way in ("added", "removed"))
    return found.get("changed", 0) + come_and_gone
