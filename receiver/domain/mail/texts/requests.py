"""What the office gets when a customer asks for something."""

from __future__ import annotations

from typing import Final

from receiver.domain.mail.texts.kind import Kind, Reader
from receiver.domain.mail.texts.marking import N_

KINDS: Final = (
    Kind(
        "request",
        N_("To the office, when a customer asks for a change, sends a note or a message."),
        N_("{what}: {customer}, no. {number}"),
        N_(
            "{customer}, customer number {number}, wrote on the customer portal:\n\n{details}\n\n"
            "It waits under Requests in the office program. An answer to this mail goes to the customer."
        ),
        {
            "what": N_("what was asked for, in a word or two"),
            "customer": N_("the customer's name"),
            "number": N_("the customer number"),
            "details": N_("what exactly was asked for"),
        },
        Reader.OFFICE,
    ),
)
