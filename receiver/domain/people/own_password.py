"""The password that a user chose on the portal: it counts until the office resets it on purpose (reliability 2.6).

Only a verifier is stored, its tag sealed for this user. The office learns that and when somebody chose one, and never
more (`shared.outbound.OwnPassword`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import delete
from sqlalchemy.orm import Session

from receiver.domain.people.attempts import forget
from receiver.domain.people.codes import PURPOSES
from receiver.domain.people.keeping import kept_user
from receiver.domain.people.sessions import end_others
from receiver.domain.people.users import OneTimeCode
from receiver.domain.people.verifiers import StoredVerifier
from receiver.domain.requests.counters import raised


@dataclass(frozen=True, slots=True)
class Chosen:
    """A password that was chosen, as its verifier (`verifiers.make_chosen`)."""

    user_id: str
    verifier: StoredVerifier
    reset: int = 0
    """The office's count of deliberate resets that the user's published password has now."""


def choose(session: Session, company_id: int, chosen: Chosen, now: datetime, *, keep: str | None = None) -> None:
    """Let the password count from now on. Every session of the user ends, save the one of the token `keep`; so do links
    and codes that were mailed to him, and what was counted against him.

    Call it in a transaction on `Lane.VISITORS`. Raises `LookupError` for an extra person who does not exist.
    """
    user = kept_user(session, company_id, chosen.user_id, now)
    session.flush()  # a row that was just made has its defaults from then on
    user.verifier = msgspec.json.encode(chosen.verifier)
    user.chosen_at = now
    user.reset = max(user.reset, chosen.reset)
    user.moved = raised(session, company_id)
    end_others(session, company_id, chosen.user_id, keep=keep, verifier_mark=chosen.verifier.mark)
    session.execute(
        delete(OneTimeCode).where(
            OneTimeCode.company_id == company_id,
            OneTimeCode.user_id == chosen.user_id,
            OneTimeCode.purpose.in_(PURPOSES),
        )
    )
    forget(session, company_id, [chosen.user_id])
