"""Telling many people of a company something (B15), in steps: no step holds the database for long.

What is to be told is worked out while others write. A step that was worked out is posted in a transaction of its own,
to whoever still wants such mails then; each letter has a cause, so a round that broke off goes on where it ended.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeVar

from sqlalchemy.orm import Session

from receiver.domain.mail.choices import Choice, users_who_chose
from receiver.domain.mail.desk import Desk
from receiver.domain.mail.models import MailSender
from receiver.domain.mail.outbox import Letter

STEP: Final = 100
"""People, or requests, of one step."""

One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Due:
    """A letter to somebody, and the cause for which it is written once."""

    cause: str
    letter: Letter


@dataclass(frozen=True, slots=True)
class Round:
    """What is to be told, and what is kept of it once all of it is posted."""

    choice: Choice
    """Only who chose this gets a letter."""
    steps: Sequence[Callable[[Session], Iterable[Due]]]
    """Each works out its letters in a reading transaction of its own."""
    keep: Callable[[MailSender], None]
    """Writes down how far the company's people were told."""


def in_steps(all_: Iterable[One]) -> list[Sequence[One]]:
    """A step's worth each."""
    left = iter(all_)
    return list(iter(lambda: tuple(islice(left, STEP)), ()))


def post_due(session: Session, desk: Desk, company_id: int, choice: Choice, found: Collection[Due]) -> None:
    """Write the letters of a step, in `Lane.VISITORS`; who stopped them since they were worked out gets none."""
    among = {one.letter.user_id for one in found}
    wanting = {one.user_id for one in users_who_chose(session, company_id, choice, among=among)}
    for one in found:
        if one.letter.user_id in wanting:
            desk.post(session, company_id, one.letter, cause=one.cause)
