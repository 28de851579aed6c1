"""How mails are told of on the pages of administrators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from receiver.domain.mail.kinds import TO_THE_HOST
from receiver.domain.mail.models import MailState
from receiver.languages import N_
from receiver.web.language import gettext as _

STATES: Final = {
    MailState.WAITING: N_("Waiting"),
    MailState.SENT: N_("Sent out"),
    MailState.REFUSED: N_("Refused"),
    MailState.GIVEN_UP: N_("Given up"),
    MailState.STOPPED: N_("Cancelled"),
}
MEANINGS: Final = {
    MailState.WAITING: N_("It is sent as soon as the mail server takes it."),
    MailState.SENT: N_("The mail server took it. Whether it was read, nobody knows."),
    MailState.REFUSED: N_("The mail server will not take it. Look at the address first."),
    MailState.GIVEN_UP: N_("It was tried for 72 hours."),
    MailState.STOPPED: N_("It was not sent: somebody cancelled it, or whoever gets it stopped mails like this."),
}
LOOKS: Final = {
    MailState.WAITING: "waiting",
    MailState.SENT: "sent",
    MailState.REFUSED: "failed",
    MailState.GIVEN_UP: "failed",
    MailState.STOPPED: "",
}


class SomeMail(Protocol):
    """What is to be known of a mail, of a list or alone."""

    @property
    def kind(self) -> str: ...
    @property
    def recipient(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def claimed_until(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Told:
    """A mail's state in words, and what goes with them."""

    words: str
    meaning: str
    look: str
    """The class of its pill."""


def told(mail: SomeMail, now: datetime) -> Told:
    """How far a mail is."""
    state = MailState(mail.state)
    if state is MailState.WAITING and mail.claimed_until is not None and mail.claimed_until > now:
        return Told(_("Being sent"), _(MEANINGS[state]), LOOKS[state])
    return Told(_(STATES[state]), _(MEANINGS[state]), LOOKS[state])


def goes_to(mail: SomeMail) -> str:
    """Whom it is for. The address of whoever runs the receiver is not the company's to know."""
    return _("Who runs the portal") if mail.kind in TO_THE_HOST else mail.recipient
