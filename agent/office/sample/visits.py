"""The jobs of the sample office: two years of work that was done, and the visits ahead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from agent.office.sample import words
from agent.office.sample.dice import Dice
from agent.office.sample.words import Service

Row = tuple[Any, ...]

_YEARS_BACK: Final = 730
_AHEAD: Final = 400
_MOST_PLANNED: Final = 2
_ROUTES: Final = ("North", "South", "East", "West")
_CHARGES: Final = ("Per Service", "Per Service", "Pre-Pay", "Include in Contract")
_USUAL: Final = (1, 1, 2, 2, 3, 3, 4, 5, 5, 6, 7)
"""Positions in `SERVICES`, the frequent ones several times."""


class Visits:
    """Makes jobs with their work; ids are given out here. `today` divides what was done from what is ahead.

    `dice` is everybody's; `own` falls for the work only, of which there is more or less from day to day: the customers
    and their jobs are the same every day.
    """

    def __init__(self, dice: Dice, own: Dice, today: date) -> None:
        self._dice = dice
        self._own = own
        self._today = today
        self._job = 0
        self._work = 0
        self._calendars = {service: _calendar(service, today) for service in words.SERVICES}
        self._days = {
            today + timedelta(days=day): (today + timedelta(days=day)).isoformat()
            for day in range(-_YEARS_BACK - 9, _AHEAD + 9)
        }

    def jobs(self, customer: Row, properties: list[Row]) -> Iterator[tuple[Row, list[Row]]]:
        """The jobs of a customer, each with its work."""
        dice = self._dice
        ahead = customer[5] == "ACTIVE"
        services = [words.SERVICES[0 if dice.chance(3) else dice.pick(_USUAL)] for _ in range(dice.between(1, 4))]
        for place, service in enumerate(dict.fromkeys(services), 1):
            yield self._one(customer, dice.pick(properties)[0], f"{customer[1]}-{place}", service, ahead=ahead)

    def _one(
        self, customer: Row, property_id: int, number: str, service: Service, *, ahead: bool
    ) -> tuple[Row, list[Row]]:
        dice = self._dice
        self._job += 1
        crew = dice.pick(service.crews)
        price = service.price + 5 * dice.below(9)
        delayed = ahead and dice.chance(8)
        reason = dice.pick(words.DELAYS) if delayed else None
        done, planned = self._calendars[service]
        shift = timedelta(days=dice.below(5))
        work = [self._done(self._days[day + shift], service.minutes, crew, price) for day in done]
        next_visit = None
        if ahead:
            moments = [f"{self._days[day + shift]} {_slot(self._own)}:00" for day in planned]
            work += [self._planned(moment, crew, price) for moment in moments]
            next_visit = moments[0] if moments else None
        note = dice.pick(words.PORTAL_NOTES) if dice.chance(7) else None
        job = (
            self._job, number, customer[0], property_id, service.name, service.schedule, service.season, next_visit,
            int(delayed), reason, crew, dice.pick(_ROUTES), price, dice.pick(_CHARGES), note,
        )  # fmt: skip
        return job, work

    def _done(self, day: str, minutes: int, crew: str, price: int) -> Row:
        dice = self._own
        self._work += 1
        hour = 7 + dice.below(8)
        start = hour * 60 + dice.below(60)
        end = start + minutes - 8 + dice.below(21)
        note = words.VISIT_NOTES[dice.below(len(words.VISIT_NOTES))] if dice.below(100) < 6 else None
        return (
            self._work, self._job, f"{day} {hour:02d}:00:00", f"{day} {start // 60:02d}:{start % 60:02d}:00",
            f"{day} {end // 60:02d}:{end % 60:02d}:00", crew, price, note, 1,
        )  # fmt: skip

    def _planned(self, moment: str, crew: str, price: int) -> Row:
        self._work += 1
        return self._work, self._job, moment, None, None, crew, price, None, 0


def _slot(dice: Dice) -> str:
    return f"{dice.between(7, 15):02d}:{dice.pick(('00', '15', '30', '45'))}"


def _calendar(service: Service, today: date) -> tuple[list[date], list[date]]:
    """The days of a service in the last two years, and the next ones ahead. They are Mondays, and every job moves its
    own by up to four days: nobody works at the weekend."""
    first = today - timedelta(days=_YEARS_BACK)
    step = service.every or 365
    somedays = [first + timedelta(days=day) for day in range(6, _YEARS_BACK + _AHEAD, step)]
    days = [day - timedelta(days=day.weekday()) for day in somedays]
    in_season = [day for day in days if _in_season(day.month, service.months)]
    done = [day for day in in_season if day < today - timedelta(days=5)]
    ahead = [day for day in in_season if day > today]
    return (done, ahead[:_MOST_PLANNED]) if service.every else (done[-1:], ahead[:1])


def _in_season(month: int, months: tuple[int, int]) -> bool:
    first, last = months
    return first <= month <= last if first <= last else month >= first or month <= last
