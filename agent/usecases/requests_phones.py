"""Which of a customer's telephone numbers a change is about."""

from __future__ import annotations

from collections.abc import Sequence

from agent.domain.published import alike
from shared.outbound import Change

Phone = tuple[str, str, str]
"""Record id, kind and number."""


def phone_meant(phones: Sequence[Phone], change: Change) -> str:
    """The record id of the number that a change is about: the n-th of those that are published, where it is still of
    that kind; else the one that is alike in kind and number. A new number goes where an empty one is. Empty where that
    can't be told."""
    _, position, kind = [*change.field.split("/", 2), "", ""][:3]
    published = [one for one in phones if one[2]]
    same = [one[0] for one in published if alike(one[1]) == alike(kind) and alike(one[2]) == alike(change.before)]
    at = int(position) if position.isdecimal() and len(position) < 4 else len(published)
    if at < len(published) and change.before:
        there = published[at]
        if there[0] in same or (len(same) != 1 and alike(there[1]) == alike(kind)):
            return there[0]
    if change.before:
        return same[0] if len(same) == 1 else ""
    empty = [one[0] for one in phones if not one[2] and (not kind or alike(one[1]) == alike(kind))]
    return empty[0] if empty else ""


def id_order(row: Phone) -> tuple[int, int, str]:
    """As records are published: numbers by their value, others as texts."""
    return (0, int(row[0]), "") if row[0].isdecimal() else (1, 0, row[0])
