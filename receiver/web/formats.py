"""How dates, times, places and money are written in pages.

The patterns are texts like any other, so that a translation brings its own order of day and month.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date
from babel.dates import format_time as babel_time
from babel.numbers import format_currency, format_decimal
from markupsafe import Markup

from receiver.web.language import Language

MIDNIGHT: Final = time(0)
DAYS: Final = 8192
"""Written dates that are kept: Babel takes 30 us for one, and customers of an office share their days."""


def zone(name: str) -> tzinfo:
    """The time zone called `name`; UTC where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        # KeyError is what zoneinfo says of an unknown name; OSError of one that is a folder or too long.
        return UTC


def has_time(moment: datetime) -> bool:
    """Whether `moment` names a time of day. Foreign databases keep plain dates as midnight."""
    return moment.time() != MIDNIGHT


def machine(moment: datetime) -> str:
    """For the `datetime` attribute: date and time to the second, or the date alone."""
    return moment.isoformat(timespec="seconds") if has_time(moment) else moment.date().isoformat()


def long_date(language: Language, day: date, today: date) -> str:
    """Thursday 26 November; with the year where it is not this one."""
    return _date(language, "EEEE d MMMM" if day.year == today.year else "EEEE d MMMM y", day.toordinal())


def short_date(language: Language, day: date, today: date) -> str:
    """Thu 26 Nov; with the year where it is not this one."""
    return _date(language, "EEE d MMM" if day.year == today.year else "EEE d MMM y", day.toordinal())


def full_date(language: Language, day: date) -> str:
    """Thu 26 Nov 2026."""
    return _date(language, "EEE d MMM y", day.toordinal())


def clock(language: Language, moment: datetime) -> str:
    """14:02."""
    return _clock(language, moment.hour, moment.minute)


def with_time(language: Language, words: str, moment: datetime, *, always: bool = False) -> str:
    """`words` for the date, and the time where there is one, or `always`."""
    if not always and not has_time(moment):
        return words
    return language.word("%(date)s, %(time)s") % {"date": words, "time": clock(language, moment)}


def money(amount: Decimal, currency: str) -> str:
    """An amount in the company's currency; a dash where the office has no number."""
    if not amount.is_finite():
        return "–"
    if len(currency) != 3 or not currency.isalpha():
        return f"{format_decimal(amount, format='#,##0.00', locale=get_locale())} {currency}".strip()
    return str(format_currency(amount, currency.upper(), locale=get_locale()))


def dialled(phone: str) -> str:
    """A phone number for a `tel:` link: digits, and a plus in front."""
    digits = "".join(sign for sign in phone if sign.isascii() and sign.isdigit())
    return f"+{digits}" if phone.lstrip().startswith("+") else digits


def mail_link(address: str) -> str:
    """A `mailto:` link; nothing in the address can add a recipient or a header."""
    return f"mailto:{quote(address, safe='@')}"


def _date(day: date, pattern: str) -> str:
    return str(babel_date(day, format=pattern, locale=get_locale()))


TEMPLATE_WORDS: Final = {
    "clock": clock,
    "full_date": full_date,
    "has_time": has_time,
    "long_date": long_date,
    "machine": machine,
    "money": money,
    "short_date": short_date,
    "with_time": with_time,
}
"""What templates may call."""

TEMPLATE_FILTERS: Final = {"dialled": dialled, "mail_link": mail_link}
