"""The markup of pages, as html-validate judges it (its standard rules, offline)."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from installer import npm
from installer.project import PAGE_TOOLS

RULES: Final = {"root": True, "extends": ["html-validate:standard"]}
PROGRAM: Final = PAGE_TOOLS / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"


def faults(pages: Mapping[str, str], folder: Path) -> list[str]:
    """What is wrong with the pages, by name and HTML; `folder` is an empty one to write them to."""
    assert PROGRAM.exists(), f"{PROGRAM} is missing. Install it: cd {PAGE_TOOLS} && npm ci"
    rules = folder / "rules.json"
    rules.write_text(json.dumps(RULES))
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html)
    _, path = npm.node()
    words: list[str | Path] = [
        path / "node",
        PROGRAM,
        "--config",
        rules,
        "--formatter",
        "json",
        *sorted(folder.glob("*.html")),
    ]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1) and done.stdout, f"html-validate did not run:\n{done.stdout}{done.stderr}"
    return [
        f"{Path(file['filePath']).stem}, line {one['line']}: {one['message']} ({one['ruleId']})"
        for file in json.loads(done.stdout)
        for one in file["messages"]
    ]
