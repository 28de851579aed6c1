"""What somebody gets who is invited to see an account."""

from __future__ import annotations

from typing import Final

from receiver.domain.mail.texts.kind import Kind
from receiver.domain.mail.texts.marking import N_

KINDS: Final = (
    Kind(
        "invitation",
        N_("To somebody whom a customer invites to see his account."),
        N_("{who} shares a customer account with you ({company})"),
        N_(
            "Hello,\n\n{who} invites you to the customer portal of {company}, to see the account {account}.\n\n"
            "Open this link to accept:\n\n{link}\n\nIt is good once, for 7 days.\n\n"
            "You don't know {who}? Then do nothing.\n\n{company}\n{phone}"
        ),
        {
            "who": N_("who invites, by name"),
            "account": N_("the name of the account, and its number"),
            "link": N_("the link"),
            "company": N_("the company's name"),
            "phone": N_("the company's phone number"),
        },
    ),
)
