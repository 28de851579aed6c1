"""Says when an administrator may try again after too many attempts."""

from __future__ import annotations

from receiver.domain.people.attempts import TooManyAttempts
from receiver.sites.waiting import again
from receiver.web.language import gettext as _


def refusal(refused: TooManyAttempts) -> str:
    """What he reads."""
    if refused.until is None:
        return _("Too many attempts. Another administrator, or who runs the portal, has to unlock this user.")
    return again(refused.until)
