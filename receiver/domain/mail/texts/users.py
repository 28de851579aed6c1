"""What users get whom an administrator added, gave a new password, or removed (C7-C9)."""

from __future__ import annotations

from typing import Final

from receiver.domain.mail.texts.kind import Kind
from receiver.domain.mail.texts.marking import N_

_COMPANY: Final = {"company": N_("the company's name"), "phone": N_("the company's phone number")}

KINDS: Final = (
    Kind(
        "set-password",
        N_("To a user whom the office added, or for whom it makes a new password: the link to set it."),
        N_("Set your password at {company}"),
        N_(
            "Hello {name},\n\nwith this link you set your password for the customer portal of {company}:\n\n{link}\n\n"
            "It is good once, for 7 days. Afterwards you sign in with {sign_in} and your new password.\n\n"
            "You don't know what this is about? Then do nothing, or ask the office.\n\n{company}\n{phone}"
        ),
        {
            "name": N_("the user's name"),
            "link": N_("the link"),
            "sign_in": N_("what the user signs in with: the customer number, a login id, or the e-mail address"),
            **_COMPANY,
        },
    ),
    Kind(
        "user-removed",
        N_("To an extra user whom the office removed from the portal, where it chose to tell."),
        N_("Your access to the customer portal has ended ({company})"),
        N_(
            "Hello {name},\n\nyour name was removed from the list of users of the customer portal of {company}. "
            "You can't sign in there any more.\n\n"
            "If you think that this is a mistake, please call or write to the office.\n\n{company}\n{phone}"
        ),
        {"name": N_("the user's name"), **_COMPANY},
    ),
)
