"""Which entries of the audit log a page is asked for: what its filter says, read strictly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from receiver.domain.audit.models import Side
from receiver.domain.audit.naming import meant
from receiver.domain.audit.queries import Wanted
from receiver.domain.audit.words import NAMES
from receiver.languages import N_
from receiver.sites.admin.desk import Desk
from receiver.sites.typed import CONTROLS
from receiver.web.language import gettext as _

LINE_CHARACTERS: Final = 200
SIDES: Final[Mapping[str, str]] = {
    Side.ADMINISTRATION: N_("Administration"),
    Side.OFFICE: N_("Office"),
    Side.PORTAL: N_("Portal"),
    Side.HOST: N_("Host"),
    Side.RECEIVER: N_("By itself"),
}
"""Where something was done, as a pill says it."""

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST_YEAR, _LAST_YEAR = 1990, 2200


@dataclass(frozen=True, slots=True)
class Filter:
    """What was typed and chosen, and what is wrong with it, by field."""

    typed: Mapping[str, str]
    faults: dict[str, str] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None

    @property
    def any(self) -> bool:
        """Whether anything was typed or chosen."""
        return any(self.typed.values())

    @property
    def kept(self) -> dict[str, str]:
        """For the address of another page of the same list."""
        return {name: value for name, value in self.typed.items() if value}

    def wanted(self, desk: Desk) -> Wanted:
        """The entries that are meant, where nothing is wrong."""
        zone, about = desk.frame.zone, self.typed["about"].strip()
        return Wanted(
            who=self.typed["who"].strip(),
            subject=self.typed["what"],
            side=Side(self.typed["where"]) if self.typed["where"] else None,
            users=meant(desk.session, desk.company_id, about) if about else None,
            since=_midnight(self.since, zone) if self.since else None,
            before=_midnight(self.until + timedelta(days=1), zone) if self.until else None,
        )


FIELDS: Final = ("who", "what", "where", "about", "since", "until")


def read_filter(sent: Mapping[str, str]) -> Filter:
    """What an address or a form says; fields that it lacks are empty."""
    typed = {name: sent.get(name, "") for name in FIELDS}
    faults: dict[str, str] = {}
    for name in ("who", "about"):
        if CONTROLS.search(typed[name]):
            faults[name] = _("Something in it is no character. Please type it again.")
        elif len(typed[name]) > LINE_CHARACTERS:
            faults[name] = _("That is too long.")
    for name, known in (("what", NAMES), ("where", SIDES)):
        if typed[name] and typed[name] not in known:
            faults[name] = _("Choose one of the list.")
    days = {name: _day(typed[name]) for name in ("since", "until")}
    faults |= {name: _("That is no day. Type it like 2026-11-26.") for name in days if typed[name] and not days[name]}
    if days["since"] and days["until"] and days["since"] > days["until"]:
        faults["until"] = _("This day is before the first one.")
    shown = {name: CONTROLS.sub("", value)[:LINE_CHARACTERS] for name, value in typed.items()}
    return Filter(shown, faults, days["since"], days["until"])


def _day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)
