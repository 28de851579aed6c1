"""A letter of one page: what it says, ready to be read."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Letter:
    """From an office to one of its customers."""

    sender: tuple[str, ...]
    """Who writes: the name, then what helps to reach him."""
    to: tuple[str, ...]
    """Stands where a window envelope shows it."""
    day: str
    title: str
    paragraphs: tuple[str, ...]
    """Above the box."""
    box: tuple[tuple[str, str], ...] = field(repr=False)
    """What is needed, each with its word; the last stands out."""
    link: str
    """Where it leads, as a square to be photographed."""
    after: tuple[str, ...]
    """Paragraphs below the box."""
