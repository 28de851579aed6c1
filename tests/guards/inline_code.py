"""Templates hold no inline style or script, in branches that no state shows either."""

from __future__ import annotations

import re
from pathlib import Path

INLINE = re.compile(r"<style|\sstyle\s*=|\son[a-z]+\s*=(?!=)|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)


def faults(templates: Path) -> list[str]:
    """The lines below `templates` that hold some."""
    return [
        f"{file.relative_to(templates)}, line {number}: {found[0].strip()}"
        for file in sorted(templates.rglob("*.html"))
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if (found := INLINE.search(line))
    ]
