"""Whether a published account shows what was asked for: then an accepted request is done."""

from __future__ import annotations

from collections.abc import Callable

from receiver.domain.requests.changes import PHONE, phone_kind
from receiver.domain.requests.typed import shown_text
from shared import records
from shared.outbound import Change, Wish


def shows(customer: records.Customer, kind: str, wish: Wish) -> bool:
    """Whether an account that was published after the request was accepted shows it.

    Values may differ in blanks and capitals, phone numbers in all but their digits, unless just that was to change:
    offices write in their own way. A wish for the schedule shows when the visit is not planned any more as the customer
    saw it; a note about a job, and a wish that names no visit, with any snapshot.
    """
    if kind == "contact":
        return all(_contact_shows(customer, one) for one in wish.changes)
    if kind == "property":
        held = next((one for one in customer.properties if one.id == wish.property_id), None)
        return held is not None and all(_says(shown_text(held.notes), one) for one in wish.changes)
    if kind == "schedule" and wish.planned is not None:
        job = next((one for one in customer.jobs if one.number == wish.job), None)
        return job is None or wish.planned not in job.times
    return True


def _contact_shows(customer: records.Customer, change: Change) -> bool:
    if not change.field.startswith(PHONE):
        return _says(str(getattr(customer, change.field, "")), change)
    kind = phone_kind(change.field)
    held = [one.number for one in customer.phones if not kind or one.kind == kind]
    if not change.after:
        return all(_dialled(one) != _dialled(change.before) for one in held)
    return any(_says(one, change, _dialled) for one in held)


def _says(held: str, change: Change, alike: Callable[[str], str] = str.casefold) -> bool:
    """Whether a value is the one that was asked for, or `alike` where the old one is not alike."""
    held, before, after = (" ".join(one.split()) for one in (held, change.before, change.after))
    return held == after or (alike(before) != alike(after) and alike(held) == alike(after))


def _dialled(number: str) -> str:
    """Its digits; the whole text where it has none."""
    return "".join(one for one in number if one.isdigit()) or number.casefold()
