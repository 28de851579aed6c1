"""The sections of the portal that an office may hide: from everybody (C6), or from one user (C7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from receiver.languages import N_


class Section(StrEnum):
    """Pages that belong together, in the order in which they are named. Home, My account, My requests always show."""

    CONTACT = "contact"
    """Contact Information."""
    SCHEDULE = "schedule"
    """See Schedule, Next Visit, and the calendar addresses."""
    HISTORY = "history"
    MESSAGE = "message"
    """Contact Company."""
    INVOICES = "invoices"
    """Balance, invoices, statement of account."""
    PEOPLE = "people"
    """Inviting somebody to see the account."""


NAMES: Final[Mapping[Section, str]] = {
    Section.CONTACT: N_("Contact Information"),
    Section.SCHEDULE: N_("See Schedule"),
    Section.HISTORY: N_("History"),
    Section.MESSAGE: N_("Contact Company"),
    Section.INVOICES: N_("Invoices"),
    Section.PEOPLE: N_("People"),
}
ABOUT: Final[Mapping[Section, str]] = {
    Section.CONTACT: N_("Name, address and phones, and asking to change them."),
    Section.SCHEDULE: N_("Next Visit, planned visits, and the calendar."),
    Section.HISTORY: N_("The work that was done."),
    Section.MESSAGE: N_("Messages to the office, and its answers."),
    Section.INVOICES: N_("Balance, invoices and statement, where the office publishes them."),
    Section.PEOPLE: N_("Customers may invite somebody to see their account."),
}


def sections_of(words: str) -> frozenset[Section]:
    """The sections that words with a blank between them name, as they are kept; others are passed over."""
    known = {section.value: section for section in Section}
    return frozenset(known[word] for word in words.split() if word in known)


def as_words(sections: Iterable[Section]) -> str:
    """As they are kept, in one order."""
    held = set(sections)
    return " ".join(section for section in Section if section in held)
