"""What the office and the host get without anybody having asked for something."""

from __future__ import annotations

from typing import Final

from receiver.domain.mail.texts.kind import Kind
from receiver.domain.mail.texts.marking import N_

KINDS: Final = (
    Kind(
        "test",
        N_("To whoever tries out whether mail works."),
        N_("Mail from the customer portal works"),
        N_("This is a try. The customer portal of {company} can send mail: you are reading it."),
        {"company": N_("the company's name")},
    ),
    Kind(
        "paused",
        N_("To the host, when one company's mails fail again and again."),
        N_("Mails of company {company} are paused"),
        N_(
            "The last mails of company {company} could not be sent, so they pause until {until}. "
            "Mails of other companies go on.\n\nThe last one failed because: {reason}\n\n"
            "See: receiver mail list --company {company}"
        ),
        {
            "company": N_("the company's number"),
            "until": N_("when it is tried again"),
            "reason": N_("what the mail server said"),
        },
    ),
)
