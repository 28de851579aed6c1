"""What an administrator gets whose way to sign in was changed."""

from __future__ import annotations

from typing import Final

from receiver.domain.mail.texts.kind import Kind
from receiver.domain.mail.texts.marking import N_

KINDS: Final = (
    Kind(
        "administrator-changed",
        N_(
            "To an administrator whose second factor or passkeys were changed, who used a recovery code, or who was"
            " locked after too many attempts."
        ),
        N_("{what} ({company}, administration)"),
        N_(
            "Hello,\n\nat the administration site of {company}: {what}\n\nThat was on {when}.\n\n"
            "It was not you? Change your password in the office program, press Process, and end what you don't know "
            "under Settings > My sign-in:\n\n{link}\n\n{company}\n{phone}"
        ),
        {
            "what": N_("what was changed, a sentence"),
            "when": N_("when that was"),
            "link": N_("where administrators sign in"),
            "company": N_("the company's name"),
            "phone": N_("the company's phone number"),
        },
    ),
)
