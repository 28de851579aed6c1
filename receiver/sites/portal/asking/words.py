"""Words for requests: what they are called, how far they are, what is wrong with what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from receiver.domain.mail.texts.marking import N_
from receiver.domain.requests.changes import PHONE, phone_kind
from receiver.domain.requests.typed import Why

KINDS: Final = {
    "contact": N_("Change of contact information"),
    "property": N_("Notes about a property"),
    "job": N_("Note about a job"),
    "schedule": N_("Change of schedule"),
    "message": N_("Message"),
}

STATES: Final = {
    "sent": N_("Sent"),
    "seen": N_("Seen"),
    "accepted": N_("Accepted"),
    "declined": N_("Declined"),
    "done": N_("Done"),
}

WANTED: Final = {
    "move": N_("Another day for this visit"),
    "skip": N_("Skip this visit"),
    "pause": N_("Pause this job for a while"),
    "more": N_("One more visit"),
    "other": N_("Something else"),
}
"""What is to become of a visit, in the order of the form."""

FIELDS: Final = {
    "first_name": N_("First name"),
    "name": N_("Name"),
    "company_name": N_("Company"),
    "street": N_("Street"),
    "city": N_("City"),
    "region": N_("State"),
    "postal_code": N_("ZIP code"),
    "country": N_("Country"),
    "email": N_("E-mail"),
    "notes": N_("Notes"),
}

PHONES: Final = {"home": N_("Home phone"), "work": N_("Work phone"), "mobile": N_("Mobile"), "fax": N_("Fax")}
"""The usual words of offices for phone numbers; any other is shown as the office wrote it."""

WRONG: Final[Mapping[Why, str]] = {
    Why.MISSING: N_("Please fill this in."),
    Why.TOO_LONG: N_("That is too long. Please shorten it."),
    Why.NO_CHARACTER: N_("Something in it is no character. Please type it again."),
    Why.SEVERAL_LINES: N_("This has to be one line."),
    Why.NO_ADDRESS: N_("That is not one e-mail address, such as name@example.com."),
    Why.NO_NUMBER: N_("That is no phone number."),
    Why.NO_DAY: N_("That is no day. Please choose one from the calendar."),
    Why.PAST: N_("That day has passed. Please choose a later one."),
    Why.TOO_FAR: N_("That day is too far away. Please choose an earlier one."),
}


def field_name(field: str, say: Callable[[str], str]) -> str:
    """What a field of the contract is called."""
    if not field.startswith(PHONE):
        return say(FIELDS[field]) if field in FIELDS else field
    return phone_name(phone_kind(field), say)


def phone_name(kind: str, say: Callable[[str], str]) -> str:
    """What a phone number is called."""
    usual = PHONES.get(kind.strip().lower())
    if usual:
        return say(usual)
    return f"{kind[:1].upper()}{kind[1:]}" if kind else say(N_("Phone"))
