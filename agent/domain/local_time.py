"""The wall clock of this computer as a time zone, with its summer time; followed where somebody travels."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, tzinfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOTHING = timedelta(0)


class LocalZone(tzinfo):
    """The zone that this computer is set to. `ZoneInfo` would have to be told its name, which not every computer
    knows, and would not notice another one."""

    def utcoffset(self, when: datetime | None) -> timedelta | None:
        """See `tzinfo`."""
        return None if when is None else when.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, _when: datetime | None) -> timedelta | None:
        """See `tzinfo`: not told."""
        return None

    def tzname(self, when: datetime | None) -> str | None:
        """See `tzinfo`."""
        return None if when is None else when.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, when: datetime) -> datetime:
        """See `tzinfo`."""
        seconds = (when.replace(tzinfo=UTC) - _EPOCH) / timedelta(seconds=1)
        shown = _EPOCH.astimezone(UTC).fromtimestamp(int(seconds)).replace(microsecond=when.microsecond)
        return shown.replace(tzinfo=self)


def local_zone() -> tzinfo:
    """As it is set now."""
    if hasattr(time, "tzset"):
        time.tzset()
    return LocalZone()
