"""What the office gets when a customer writes to it."""

from __future__ import annotations

from typing import Final

from receiver.domain.mail.texts.kind import Kind, Reader
from receiver.domain.mail.texts.marking import N_

KINDS: Final = (
    Kind(
        "message",
        N_("To the office, when a customer sends a message by Contact Company."),
        N_("Message from {customer}, no. {number}"),
        N_(
            "{customer}, customer number {number}, wrote on the customer portal:\n\n{text}\n\n{photos}\n\n"
            "It waits under Requests in the office program. An answer to this mail goes to the customer."
        ),
        {
            "customer": N_("the customer's name"),
            "number": N_("the customer number"),
            "text": N_("the message"),
            "photos": N_("how many photos came along; they are in the office program"),
        },
        Reader.OFFICE,
    ),
)
