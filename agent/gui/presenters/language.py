"""How the window speaks: the person's language and this computer's way of writing numbers and times."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Protocol


class Language(Protocol):
    """Gives texts. The English text is the key of its translation."""

    def __call__(self, text: str, **values: object) -> str:
        """`text` in the person's language, its {names} filled in afterwards."""

    def number(self, value: int) -> str:
        """With the computer's marks between thousands."""

    def day(self, value: date) -> str:
        """Short, in the computer's form."""

    def long_day(self, value: date) -> str:
        """With the names of the day and the month."""

    def time(self, value: datetime) -> str:
        """Hours and minutes, in the computer's form."""


def counted(say: Language, count: int, one: str, many: str) -> str:
    """`one` or `many` in the person's language, where {count} is the number."""
    return say(one if count == 1 else many, count=say.number(count))


def moment(say: Language, value: datetime, now: datetime) -> str:
    """When something happened, as one says it: today and yesterday by their names. Both times know their zone; what is
    said is in the zone of `now`."""
    local = value.astimezone(now.tzinfo)
    time = say.time(local)
    if local.date() == now.date():
        return say("today at {time}", time=time)
    if local.date() == now.date() - timedelta(days=1):
        return say("yesterday at {time}", time=time)
    return say("{day} at {time}", day=say.day(local.date()), time=time)


def brief(say: Language, value: datetime, now: datetime) -> str:
    """The same where there is little room: the time of today, else the day."""
    local = value.astimezone(now.tzinfo)
    return say.time(local) if local.date() == now.date() else say.day(local.date())


def ago(say: Language, value: datetime, now: datetime) -> str:
    """How long ago something was, in whole minutes or hours."""
    minutes = max(0, int((now - value).total_seconds() // 60))
    if minutes < 1:
        return say("just now")
    if minutes < 60:
        return counted(say, minutes, "{count} minute ago", "{count} minutes ago")
    return counted(say, minutes // 60, "{count} hour ago", "{count} hours ago")


def of_receipt(text: str) -> datetime | None:
    """The time of a receipt (RFC 3339), None where it can't be read."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
