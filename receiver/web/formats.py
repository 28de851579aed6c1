"""How dates, times, places and money are written in pages.

The patterns are texts like any other, so that a translation brings its own order of day and month.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date
from babel.dates import format_time as babel_time
from babel.numbers import format_currency, format_decimal

from receiver.web.language import Language

KEPT: Final = 8192
"""How many written dates, and times of day, are kept: customers share their days, and Babel takes its time."""


def zone(name: str) -> tzinfo:
    """The time zone called `name`; UTC where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        # KeyError is what zoneinfo says of an unknown name; OSError of one that is a folder or too long.
        return UTC


def has_time(moment: datetime) -> bool:
    """Whether `moment` names a time of day. Foreign databases keep plain dates as midnight."""
    return bool(moment.hour or moment.minute or moment.second or moment.microsecond)


def machine(moment: datetime) -> str:
    """For the `datetime` attribute: date and time to the second, or the date alone."""
    return moment.isoformat(timespec="seconds") if has_time(moment) else moment.date().isoformat()


def long_date(language: Language, day: date, today: date) -> str:
    """Thursday 26 November; with the year where it is not this one."""
    with_year = day.year != today.year
    pattern = language.gettext("EEEE d MMMM y") if with_year else language.gettext("EEEE d MMMM")
    return _date(language, pattern, day.toordinal())


def short_date(language: Language, day: date, today: date) -> str:
    """Thu 26 Nov; with the year where it is not this one."""
    if day.year != today.year:
        return full_date(language, day)
    return _date(language, language.gettext("EEE d MMM"), day.toordinal())


def full_date(language: Language, day: date) -> str:
    """Thu 26 Nov 2026."""
    return _date(language, language.gettext("EEE d MMM y"), day.toordinal())


def weekday(language: Language, day: date) -> str:
    """Thursday."""
    return _date(language, "EEEE", day.toordinal())


def clock(language: Language, moment: datetime) -> str:
    """14:02."""
    return _clock(language, language.gettext("HH:mm"), moment.hour, moment.minute)


def dated(language: Language, words: str, moment: datetime) -> str:
    """`words` for the date, and the time."""
    return language.gettext("%(date)s, %(time)s") % {"date": words, "time": clock(language, moment)}


def short_moment(language: Language, moment: datetime, today: date) -> str:
    """Thu 26 Nov, 14:02; without the time where there is none."""
    return _timed(language, short_date(language, moment, today), moment)


def long_moment(language: Language, moment: datetime, today: date) -> str:
    """Thursday 26 November, 14:02."""
    return _timed(language, long_date(language, moment, today), moment)


def full_moment(language: Language, moment: datetime) -> str:
    """Thu 26 Nov 2026, 14:02."""
    return _timed(language, full_date(language, moment), moment)


def until(language: Language, end: datetime, start: datetime | None) -> str:
    """When that ended which began at `start`: on one day, the time says enough."""
    if start is not None and start.date() == end.date() and has_time(end):
        return clock(language, end)
    return full_moment(language, end)


def money(language: Language, amount: Decimal, currency: str) -> str:
    """An amount in the company's currency; a dash where the office has no number."""
    if not amount.is_finite():
        return "–"
    if len(currency) != 3 or not currency.isalpha():
        return f"{format_decimal(amount, format='#,##0.00', locale=language.locale)} {currency}".strip()
    return str(format_currency(amount, currency.upper(), locale=language.locale))


def one_decimal(language: Language, number: float) -> str:
    """A number with one digit behind the point."""
    return str(format_decimal(number, format="#,##0.0", locale=language.locale))


def dialled(phone: str) -> str:
    """A phone number for a `tel:` link: digits, and a plus in front."""
    digits = "".join(sign for sign in phone if sign.isascii() and sign.isdigit())
    return f"+{digits}" if phone.lstrip().startswith("+") else digits


def mail_link(address: str) -> str:
    """A `mailto:` link; nothing in the address can add a recipient or a header."""
    return f"mailto:{quote(address, safe='@')}"


def _timed(language: Language, words: str, moment: datetime) -> str:
    return dated(language, words, moment) if has_time(moment) else words


@lru_cache(KEPT)
def _date(language: Language, pattern: str, day: int) -> str:
    return str(babel_date(date.fromordinal(day), format=pattern, locale=language.locale))


@lru_cache(KEPT)
def _clock(language: Language, pattern: str, hour: int, minute: int) -> str:
    return str(babel_time(time(hour, minute), format=pattern, locale=language.locale))


WRITTEN: Final[dict[str, Callable[..., str]]] = {
    "clock": clock,
    "full_date": full_date,
    "full_moment": full_moment,
    "long_date": long_date,
    "long_moment": long_moment,
    "money": money,
    "one_decimal": one_decimal,
    "short_date": short_date,
    "short_moment": short_moment,
    "until": until,
}
"""The filters of templates that need the language, which comes first."""

FILTERS: Final = {"dialled": dialled, "has_time": has_time, "machine": machine, "mail_link": mail_link}
