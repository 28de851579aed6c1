"""The accent colour of a company: what pages take of the colour that the office chose, so that everybody can read them.

Accent stands as text on paper, on cards and on its own soft shade, and under text as a button. WCAG 2.2 asks for 4.5:1
in all of these. A colour that has less is made darker for light pages, and lighter for dark ones, until it has that;
its hue stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Final

Rgb = tuple[int, int, int]

OURS: Final = "#1f6f54"
"""The colour of a company that chose none."""
CONTRAST: Final = 4.5

_WRITTEN: Final = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_LIGHT_PAPER: Final = ((250, 249, 246), (255, 255, 255))
_DARK_PAPER: Final = ((17, 21, 19), (25, 31, 28))
"""Paper and card; as in `receiver/assets/css/tokens.css`."""
_LIGHT_INK, _DARK_INK = (255, 255, 255), (17, 21, 19)
_LIGHT_SOFT, _DARK_SOFT = 0.11, 0.1
"""How much of the colour is in its soft shade; the rest is that of a card."""
_STEPS: Final = 100
_MARK_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class Shade:
    """The colour on pages of one brightness, as `#rrggbb`."""

    accent: str
    ink: str
    """What is written on it."""
    soft: str
    """A breath of it, behind what is written in it."""
    kept: bool
    """Whether the colour is the very one that was chosen."""
    contrast: float
    """The least that the chosen colour has with what it stands on."""


@dataclass(frozen=True, slots=True)
class Accent:
    """What pages take of a chosen colour."""

    chosen: str
    light: Shade
    dark: Shade

    @property
    def mark(self) -> str:
        """Tells this colour from every other, and these rules from those of another release."""
        return blake2b(self.style().encode(), digest_size=_MARK_BYTES).hexdigest()

    def style(self, on: str = ":root") -> str:
        """The stylesheet that brings it to all that `on` selects. Old phones, which know no light-dark(), get the light
        colours."""
        names = {"accent": "accent", "accent-ink": "ink", "accent-soft": "soft"}
        plain = [f"--{name}:{getattr(self.light, of)}" for name, of in names.items()]
        both = [
            f"--{name}:light-dark({getattr(self.light, of)},{getattr(self.dark, of)})" for name, of in names.items()
        ]
        return f"{on}{{{';'.join(plain)}}}@supports (color:light-dark(#000,#fff)){{{on}{{{';'.join(both)}}}}}"


def read(written: str) -> str | None:
    """The colour that was typed, as `#rrggbb`; None where it is none."""
    found = _WRITTEN.fullmatch(written.strip())
    if found is None:
        return None
    digits = found.group(1).lower()
    return f"#{digits}" if len(digits) == 6 else "#" + "".join(2 * one for one in digits)


@lru_cache(256)
def accent_of(chosen: str) -> Accent:
    """What pages take of a colour, `#rrggbb`."""
    colour = _rgb(chosen)
    return Accent(
        chosen,
        _shade(colour, (0, 0, 0), _LIGHT_PAPER, _LIGHT_INK, _LIGHT_SOFT),
        _shade(colour, (255, 255, 255), _DARK_PAPER, _DARK_INK, _DARK_SOFT),
    )


def contrast(one: Rgb, other: Rgb) -> float:
    """How well one colour is read on the other, 1 to 21 (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _shade(colour: Rgb, towards: Rgb, paper: Sequence[Rgb], ink: Rgb, share: float) -> Shade:
    """The colour itself or, step by step nearer to black or white, the first one that can be read everywhere."""
    for step in range(_STEPS + 1):
        tried = _mixed(towards, colour, step / _STEPS)
        soft = _mixed(tried, paper[-1], share)
        if _least(tried, (*paper, soft, ink)) >= CONTRAST:
            break
    first = _least(colour, (*paper, _mixed(colour, paper[-1], share), ink))
    return Shade(_hex(tried), _hex(ink), _hex(soft), tried == colour, first)


def _least(colour: Rgb, grounds: Sequence[Rgb]) -> float:
    return min(contrast(colour, one) for one in grounds)


def _mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    """So much of one, the rest of the other."""
    red, green, blue = (round(share * a + (1 - share) * b) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _luminance(colour: Rgb) -> float:
    red, green, blue = (
        (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4) for one in (part / 255 for part in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(written: str) -> Rgb:
    red, green, blue = bytes.fromhex(written.removeprefix("#"))
    return red, green, blue


def _hex(colour: Rgb) -> str:
    return f"#{bytes(colour).hex()}"
