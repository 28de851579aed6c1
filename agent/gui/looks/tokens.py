"""The colours and measures of the window, light and dark (design: "Tokens")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["good", "warn", "bad", "info", "quiet"]
"""What a colour means; a word or a shape always says the same."""

SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_5 = 4, 8, 12, 16, 24
RADIUS = 10
ICON = 20


@dataclass(frozen=True)
class Tokens:
    """One set of colours; `tones` gives ink and ground by tone."""

    dark: bool
    paper: str
    surface: str
    ink: str
    muted: str
    line: str
    faint: str
    """Of what can't be used."""
    accent: str
    on_accent: str
    accent_soft: str
    amber: str
    amber_soft: str
    red: str
    red_soft: str
    blue: str
    blue_soft: str

    @property
    def tones(self) -> dict[Tone, tuple[str, str]]:
        """Ink and ground of each tone."""
        return {
            "good": (self.accent, self.accent_soft),
            "warn": (self.amber, self.amber_soft),
            "bad": (self.red, self.red_soft),
            "info": (self.blue, self.blue_soft),
            "quiet": (self.muted, self.paper),
        }


LIGHT = Tokens(
    dark=False,
    paper="#FAF9F6",
    surface="#FFFFFF",
    ink="#1C2321",
    muted="#5B6763",
    line="#E4E2DB",
    faint="#A6AEAA",
    accent="#1F6F54",
    on_accent="#FFFFFF",
    accent_soft="#E7F1EC",
    amber="#8A5A0B",
    amber_soft="#FBF0D9",
    red="#A5352A",
    red_soft="#FBE9E6",
    blue="#2A5B9E",
    blue_soft="#E8EFF9",
)

DARK = Tokens(
    dark=True,
    paper="#111513",
    surface="#191F1C",
    ink="#E8ECE9",
    muted="#9CA9A3",
    line="#2B332F",
    faint="#5A6560",
    accent="#74C7A4",
    on_accent="#0F1613",
    accent_soft="#1D2C25",
    amber="#F0C274",
    amber_soft="#33291A",
    red="#F0978C",
    red_soft="#3A2220",
    blue="#9CC0F0",
    blue_soft="#1D2838",
)
