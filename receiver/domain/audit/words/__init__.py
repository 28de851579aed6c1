"""What can be done, and the sentence for it: a module for each subject. `%(name)s` stands for a detail of the deed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from receiver.domain.audit.words import (
    administrators,
    customers,
    devices,
    keeping,
    log,
    looks,
    mails,
    office,
    portal,
    snapshots,
    users,
)
from receiver.domain.audit.words.names import NAMES

OF_SUBJECTS: Final = (
    administrators.WORDS,
    customers.WORDS,
    devices.WORDS,
    keeping.WORDS,
    log.WORDS,
    looks.WORDS,
    mails.WORDS,
    office.WORDS,
    portal.WORDS,
    snapshots.WORDS,
    users.WORDS,
)

WORDS: Final[Mapping[str, str]] = {action: words for subject in OF_SUBJECTS for action, words in subject.items()}

__all__ = ["NAMES", "OF_SUBJECTS", "WORDS"]
