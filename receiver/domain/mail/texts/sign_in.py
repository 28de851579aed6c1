"""What somebody gets who signs in by mail, or whose way to sign in was changed."""

from __future__ import annotations

from typing import Final

from receiver.domain.mail.texts.kind import Kind
from receiver.domain.mail.texts.marking import N_

COMPANY: Final = {"company": N_("the company's name"), "phone": N_("the company's phone number")}

KINDS: Final = (
    Kind(
        "sign-in-link",
        N_("To a customer who asks for a link to sign in, as when the password is forgotten."),
        N_("Sign in at {company}"),
        N_(
            "Hello,\n\nhere is your link to the customer portal of {company}:\n\n{link}\n\n"
            "It is good once, for 30 minutes. Afterwards you can set a new password.\n\n"
            "You did not ask for it? Then do nothing: nobody can sign in without this mail.\n\n{company}\n{phone}"
        ),
        {"link": N_("the link"), **COMPANY},
    ),
    Kind(
        "sign-in-code",
        N_("To a customer who signs in with a first password of the office."),
        N_("Your code for {company}"),
        N_(
            "Hello,\n\nthis is your code for the customer portal of {company}:\n\n{code}\n\n"
            "Type it on the page that asks for it. It is good for 15 minutes.\n\n"
            "You did not try to sign in? Then somebody else typed your first password. "
            "Without this code it opens nothing; please tell the office.\n\n{company}\n{phone}"
        ),
        {"code": N_("the code"), **COMPANY},
    ),
    Kind(
        "password-changed",
        N_("To a customer whose password, sign-in name or passkeys were changed on the portal."),
        N_("{what} ({company})"),
        N_(
            "Hello,\n\non the customer portal of {company}: {what}\n\nThat was on {when}.\n\n"
            "It was not you? Ask for a link at {link} to sign in and set a new password, and tell the office.\n\n"
            "{company}\n{phone}"
        ),
        {
            "what": N_("what was changed, a sentence"),
            "when": N_("when that was"),
            "link": N_("where to ask for a link to sign in"),
            **COMPANY,
        },
    ),
)
