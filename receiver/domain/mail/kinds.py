"""The mails that there are: what each is called, its text, and the placeholders that a text of the company may use.

Texts are English and translated by the catalogues; `{name}` stands for a value. A placeholder that a company's own text
does not use is left out, and one that does not exist stays as it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from receiver.domain.mail.texts import (
    administrators,
    chosen,
    customers,
    messages,
    office,
    people,
    requests,
    sign_in,
    users,
)
from receiver.domain.mail.texts.kind import Kind, Reader
from receiver.languages import words

OF_SUBJECTS: Final = (
    *requests.KINDS,
    *messages.KINDS,
    *sign_in.KINDS,
    *people.KINDS,
    *customers.KINDS,
    *users.KINDS,
    *office.KINDS,
    *chosen.KINDS,
    *administrators.KINDS,
)

KINDS: Final[Mapping[str, Kind]] = {kind.name: kind for kind in OF_SUBJECTS}

TO_THE_HOST: Final = frozenset(kind.name for kind in OF_SUBJECTS if kind.reader is Reader.HOST)
"""Companies neither write these nor see where they go."""


def written(kind: Kind, language: str) -> tuple[str, str]:
    """Our own subject and text of a kind."""
    said = words(language).gettext
    return said(kind.subject), said(kind.text)
