"""A customer's history in words, a year at a time, newest first (feature row A7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.gui.presenters.customers import one_line
from agent.gui.presenters.language import Language

if TYPE_CHECKING:
    from agent.usecases.customer_card import Visit


@dataclass(frozen=True)
class YearChoice:
    """A year that has visits; None are those without a day."""

    year: int | None
    text: str


def years(say: Language, history: Sequence[Visit]) -> tuple[YearChoice, ...]:
    """The years, newest first, each with its count."""
    counts: dict[int | None, int] = {}
    for visit in history:
        year = visit.day.year if visit.day else None
        counts[year] = counts.get(year, 0) + 1
    return tuple(
        YearChoice(
            year,
            say(
                "{year} ({count})",
                year=str(year) if year is not None else say("Without a date"),
                count=say.number(count),
            ),
        )
        for year, count in counts.items()
    )


def lines(say: Language, history: Sequence[Visit], year: int | None) -> tuple[tuple[str, ...], ...]:
    """The visits of a year: day, service, start, end, crew, amount, notes."""
    return tuple(
        (
            say.day(visit.day.date()) if visit.day else "",
            one_line(visit.service),
            say.time(visit.started) if visit.started else "",
            say.time(visit.ended) if visit.ended else "",
            one_line(visit.crew),
            one_line(visit.amount),
            one_line(visit.notes),
        )
        for visit in history
        if (visit.day.year if visit.day else None) == year
    )
