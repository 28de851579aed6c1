"""The computers of the office, and the codes that pair them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from receiver.languages import N_

WORDS: Final[Mapping[str, str]] = {
    "devices.code-made": N_("Made a code that pairs a computer"),
    "devices.codes-withdrawn": N_("Withdrew codes that pair a computer (%(count)s)"),
    "devices.paired": N_("Paired the computer %(name)s with a code"),
    "devices.renamed": N_("Renamed the computer %(before)s to %(after)s"),
    "devices.revoked": N_("Revoked the computer %(name)s"),
}
