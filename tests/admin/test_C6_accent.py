"""C6: whatever colour an office chooses, its pages can be read."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from installer.project import ROOT
from receiver.domain.looks.accent import OURS, accent_of, read


def light(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio as WCAG 2.2 defines it."""
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def tokens(css: Path = ROOT / "receiver/assets/css/tokens.css") -> dict[str, tuple[str, str]]:
    """The colours of the stylesheet, on light pages and on dark ones."""
    found = re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", css.read_text())
    return {name: (on_light, on_dark) for name, on_light, on_dark in found}


def test_C6_every_colour_has_the_contrast_that_its_uses_need() -> None:
    grounds, dice = tokens(), random.Random(7)
    colours = [f"#{dice.randrange(1 << 24):06x}" for _ in range(400)]
    for colour in [*colours, "#000000", "#ffffff", "#808080", "#ff0000", "#ffff00", "#0000ff"]:
        found = accent_of(colour)
        for place, shade in enumerate((found.light, found.dark)):
            on = [grounds["paper"][place], grounds["surface"][place], shade.soft, shade.ink]
            assert min(contrast(shade.accent, one) for one in on) >= 4.5, (colour, place)
            assert shade.kept == (shade.accent == colour)


def test_C6_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert accent_of("#7a3fb0").light.accent == "#7a3fb0"
    pale = accent_of("#ffcc00")
    assert (pale.dark.kept, pale.light.kept) == (True, False)
    assert round(pale.light.contrast, 1) == round(contrast("#ffcc00", pale.light.soft), 1) or pale.light.contrast < 1.6
    assert tokens()["accent"][0] == OURS


@pytest.mark.parametrize(
    ("written", "colour"),
    [
        ("#7A3FB0", "#7a3fb0"),
        (" 7a3fb0 ", "#7a3fb0"),
        ("#abc", "#aabbcc"),
        ("", None),
        ("green", None),
        ("#12345", None),
        ("#1234567", None),
        ("#12345g", None),
        ("#１２３", None),
        ("red;}*{display:none", None),
    ],
)
def test_C6_colours_as_they_are_written(written: str, colour: str | None) -> None:
    assert read(written) == colour


def test_C6_the_stylesheet_holds_colours_and_nothing_else() -> None:
    accent = accent_of("#7a3fb0")
    assert re.fullmatch(r"[a-z#0-9:;,(){}@ .-]+", accent.style())
    assert accent.style().startswith(":root{--accent:#7a3fb0;--accent-ink:#ffffff;--accent-soft:")
    assert accent.mark != accent_of("#7a3fb1").mark
