"""A page to look through pictures: what they show, by name, their looks side by side."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby
from pathlib import Path

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Porchlight: every page and window</title>
<style>
body {{ background: #777; color: #fff; font-family: sans-serif; margin: 1rem; }}
section {{ align-items: start; display: flex; gap: 1rem; margin-bottom: 2rem; }}
img {{ max-height: 70vh; max-width: 40vw; }}
</style>
</head>
<body>
<h1>Porchlight: every page and window</h1>
{sections}
</body>
</html>
"""


def write(folder: Path, pictures: Iterable[Path]) -> Path:
    """Write `index.html` into the folder of the pictures; they are called `<what>-<look>.png`."""
    sections = []
    for what, group in groupby(sorted(pictures), key=lambda one: one.stem.rpartition("-")[0]):
        shown = "".join(f'<img src="{escape(one.name)}" alt="{escape(one.stem)}" loading="lazy">' for one in group)
        sections.append(f"<h2>{escape(what)}</h2>\n<section>{shown}</section>")
    file = folder / "index.html"
    file.write_text(PAGE.format(sections="\n".join(sections)))
    return file
