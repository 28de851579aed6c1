"""Signing in to the administration site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from receiver.languages import N_

WORDS: Final[Mapping[str, str]] = {
    "administrators.signed-in": N_("Signed in to the administration site"),
    "administrators.signed-out": N_("Signed out of the administration site"),
}
