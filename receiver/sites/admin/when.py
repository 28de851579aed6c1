"""Moments as an administrator thinks of them: today 14:02, 6 minutes ago."""

from __future__ import annotations

from datetime import datetime, timedelta

from babel.dates import format_timedelta
from babel.numbers import format_decimal

from receiver.db.unit_of_work import now
from receiver.sites.admin.desk import Desk
from receiver.web import formats
from receiver.web.language import gettext as _
from receiver.web.language import spoken


def recently(desk: Desk, moment: datetime) -> str:
    """By the office's own clock: today 14:02, yesterday 17:31, tomorrow 6:00; else Thu 26 Nov, 14:02."""
    there = desk.frame.there(moment)
    time = formats.clock(spoken(), there)
    days = (there.date() - desk.frame.today).days
    if days == 0:
        return _("today %(time)s", time=time)
    if days == -1:
        return _("yesterday %(time)s", time=time)
    return _("tomorrow %(time)s", time=time) if days == 1 else desk.moment(moment)


def ago(moment: datetime) -> str:
    """6 minutes ago, 2 days ago."""
    passed = max(now() - moment, timedelta(minutes=1))
    return str(format_timedelta(-passed, granularity="minute", add_direction=True, locale=spoken().locale))


def span(seconds: int) -> str:
    """30 minutes, 4 hours."""
    return str(format_timedelta(timedelta(seconds=seconds), granularity="minute", locale=spoken().locale))


def number(count: int) -> str:
    """A count as the language writes it: 1,234."""
    return str(format_decimal(count, locale=spoken().locale))


def size(count: int) -> str:
    """9 KB, 1.2 MB."""
    if count < 1_000_000:
        return _("%(count)s KB", count=number(max(1, round(count / 1_000))))
    return _("%(count)s MB", count=str(format_decimal(round(count / 1_000_000, 1), locale=spoken().locale)))
