"""Mails, and what they say (H1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from receiver.languages import N_

WORDS: Final[Mapping[str, str]] = {
    "mails.tried-again": N_("Let mails be tried again (%(count)s)"),
    "mails.stopped": N_("Cancelled mails that waited (%(count)s)"),
    "mails.pause-ended": N_("Ended the pause of the mails"),
    "mails.tested": N_("Sent a test of the mail “%(kind)s” (%(language)s)"),
    "mails.text-changed": N_("Changed the text of the mail “%(kind)s” (%(language)s)"),
    "mails.text-reset": N_("Went back to the usual text of the mail “%(kind)s” (%(language)s)"),
}
