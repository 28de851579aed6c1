"""Writes a calendar as calendar programs read it (RFC 5545, with the names of RFC 7986)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Timezone, vDuration
from icalendar import Event as Entry

from receiver.domain.calendars.planned import Event

PRODUCT: Final = "-//Porchlight//Customer portal//EN"
EVERY: Final = timedelta(hours=4)
"""How often programs are asked to look again."""

CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but for lines and tabs, and halves of characters."""
ZONES: Final = 64


@dataclass(frozen=True, slots=True)
class Stamp:
    """Since when the account has been published as it is: the moment, and the snapshot's number, which only grows."""

    moment: datetime
    number: int


def written(name: str, zone: tzinfo, events: Iterable[Event], stamp: Stamp) -> bytes:
    """The calendar called `name`, its times in `zone`. The same words make the same bytes."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    for key in ("name", "x-wr-calname"):
        made.add(key, _line(name))
    made.add("refresh-interval", vDuration(EVERY), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(EVERY))
    entries = [_entry(one, zone, stamp) for one in events]
    if isinstance(zone, ZoneInfo):
        made.add("x-wr-timezone", zone.key)
        if any(isinstance(one.start, datetime) for one in entries):
            made.add_component(_described(zone.key))
    for one in entries:
        made.add_component(one)
    return bytes(made.to_ical())


def _entry(event: Event, zone: tzinfo, stamp: Stamp) -> Entry:
    made = Entry()
    made.add("uid", event.uid)
    made.add("dtstamp", stamp.moment)
    made.add("last-modified", stamp.moment)
    made.add("sequence", stamp.number)
    made.add("dtstart", _start(event.start, zone))
    made.add("summary", _line(event.summary))
    if event.description:
        made.add("description", CONTROLS.sub("", event.description))
    if event.location:
        made.add("location", _line(event.location))
    made.add("status", "TENTATIVE" if event.delayed else "CONFIRMED")
    # The office works; the customer's own time stays free.
    made.add("transp", "TRANSPARENT")
    return made


def _start(moment: datetime, zone: tzinfo) -> datetime | date:
    """A day where no time is known. How long a visit takes nobody has said, so none gets an end."""
    if moment == datetime(moment.year, moment.month, moment.day):
        return moment.date()
    return moment.replace(tzinfo=zone, microsecond=0)


@lru_cache(ZONES)
def _described(key: str) -> Component:
    """The rules of a time zone, for programs that do not know its name."""
    return Timezone.from_tzid(key)


def _line(text: str) -> str:
    """In one line, without what a calendar can't hold."""
    return CONTROLS.sub("", " ".join(text.split()))
