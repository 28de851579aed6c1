"""What was done with the audit log itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from receiver.languages import N_

WORDS: Final[Mapping[str, str]] = {
    "audit.exported": N_("Took %(count)s entries of the audit log away as a file (%(form)s)"),
}
