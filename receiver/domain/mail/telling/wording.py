"""How visits and days are written in mails, in the reader's language."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from shared import records


def zone_of(office: records.Company) -> tzinfo:
    """The office's time zone; UTC where it names none that exists."""
    try:
        return ZoneInfo(office.time_zone)
    except (ValueError, OSError, KeyError):
        return UTC


def day_words(day: date, language: str) -> str:
    """Friday, November 27, 2026."""
    return str(format_date(day, format="full", locale=language))


def moment_words(moment: datetime, language: str) -> str:
    """The day, and the time where the office names one: plain dates stand as midnight in many databases."""
    words = day_words(moment.date(), language)
    return f"{words}, {format_time(moment.time(), format='short', locale=language)}" if has_time(moment) else words


def has_time(moment: datetime) -> bool:
    """Whether a time of day is named."""
    return moment.time() != time(0)


def work_words(customer: records.Customer, job: records.Job) -> str:
    """Mowing, 14 Maple Court."""
    place = next((one.name or one.street for one in customer.properties if one.id == job.property_id), "")
    return ", ".join(filter(None, (job.service, place))) or job.number
