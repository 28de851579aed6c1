"""What a request is about in the words of the window (feature row A15): fields, wishes, what accepting does."""

from __future__ import annotations

from typing import Final

from agent.domain.requests import WANTED, Request, label_of
from agent.gui.presenters.customers import one_line
from agent.gui.presenters.language import Language


def subject(say: Language, request: Request) -> str:
    """What it is about, in a line; empty where there is nothing to be said besides its kind."""
    wish = request.asked.wish
    if request.kind == "contact":
        return ", ".join(dict.fromkeys(label_in(say, label_of(one.field)) for one in wish.changes))
    if request.kind == "property":
        return one_line(wish.property_name)
    if request.kind == "schedule":
        return say("{job}: {wanted}", job=one_line(wish.service or wish.job), wanted=wanted_in(say, wish.wanted))
    return one_line(request.subject)


def wanted_in(say: Language, wanted: str) -> str:
    """What a customer wishes for his schedule."""
    return say(_WANTED.get(wanted, WANTED["other"]))


def told_in(say: Language, told: str) -> str:
    """What a plan says of itself; sentences with values inside stay as they are."""
    return say(told) if told in _TOLD else told


def label_in(say: Language, label: str) -> str:
    """The name of a field of a plan."""
    if label.startswith("Phone "):
        return say("Phone {kind}", kind=one_line(label.removeprefix("Phone ")))
    return say(_LABELS.get(label, label))


_LABELS: Final[dict[str, str]] = {
    "Another phone number": "Another phone number",
    "Notes of the visit": "Notes of the visit",
    "Notes of the customer": "Notes of the customer",
    "Planned visit": "Planned visit",
    "Next visit of the job": "Next visit of the job",
}
_WANTED: Final[dict[str, str]] = {
    "move": "move the visit",
    "skip": "skip this visit",
    "pause": "pause the visits",
    "more": "more visits",
    "other": "something else",
}
_TOLD: Final = (
    "Nothing is written for this: change the schedule by hand in the office's program.",
    "No visit of this job is planned whose notes can be written; it is added to the notes of the customer.",
)
