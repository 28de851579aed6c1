"""The mails that customers asked for (B15)."""

from __future__ import annotations

from typing import Final

from receiver.domain.mail.texts.kind import Kind
from receiver.domain.mail.texts.marking import N_

_COMMON: Final = {
    "name": N_("the name of whoever reads it"),
    "company": N_("the company's name"),
    "link": N_("the address of the page that shows more"),
}

KINDS: Final = (
    Kind(
        "reminder",
        N_("To a customer who asked for it, the day before a visit."),
        N_("{company}: visit on {day}"),
        N_("Hello {name},\n\nthis is planned for {day}:\n\n{visits}\n\nYour schedule: {link}"),
        {**_COMMON, "day": N_("the day of the visit"), "visits": N_("what is planned, a line each")},
    ),
    Kind(
        "moved",
        N_("To a customer who asked for it, when a visit is delayed or moved."),
        N_("{company}: your schedule has changed"),
        N_("Hello {name},\n\nyour schedule at {company} has changed:\n\n{changes}\n\nYour schedule: {link}"),
        {**_COMMON, "changes": N_("what changed, a line each")},
    ),
    Kind(
        "answered",
        N_("To a customer who asked for it, when the office answers."),
        N_("{company}: an answer to your request {number}"),
        N_("Hello {name},\n\n{company} answered your request {number} of {day}.\n\n{answer}\n\nSee it here: {link}"),
        {
            **_COMMON,
            "number": N_("the number of the request"),
            "day": N_("the day it was sent"),
            "answer": N_("what the office answered"),
        },
    ),
)
