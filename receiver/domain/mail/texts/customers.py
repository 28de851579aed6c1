"""What customers get whom the office invites to the portal (C4)."""

from __future__ import annotations

from typing import Final

from receiver.domain.mail.texts.kind import Kind
from receiver.domain.mail.texts.marking import N_

KINDS: Final = (
    Kind(
        "welcome",
        N_("To a customer whom the office invites: the link to set his first password."),
        N_("{company}: your customer portal"),
        N_(
            "Hello {name},\n\nat the customer portal of {company} you see your schedule and what was done, and you "
            "reach us with one click.\n\nOpen this link and set a password:\n\n{link}\n\n"
            "It is good once, for 7 days. Afterwards you sign in with your customer number {number} and your "
            "password.\n\nQuestions? Just answer this mail.\n\n{company}\n{phone}"
        ),
        {
            "name": N_("the customer's name"),
            "number": N_("the customer number"),
            "link": N_("the link"),
            "company": N_("the company's name"),
            "phone": N_("the company's phone number"),
        },
    ),
)
