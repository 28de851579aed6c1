"""What npm makes: the portal's stylesheet and script, and the tools that look at pages in tests."""

from __future__ import annotations

import hashlib
from pathlib import Path

from installer import npm
from installer.environment import is_stamped, write_stamp
from installer.project import ASSETS, PAGE_TOOLS, STATIC
from installer.say import step

CLEAN = ["ci", "--no-audit", "--no-fund"]


def build() -> None:
    """Build stylesheet and script, where they are not built from exactly these sources already."""
    stamp = sources(ASSETS)
    if is_stamped("assets", stamp) and (STATIC / "manifest.json").exists():
        return
    with step("Building the portal's stylesheet and script"):
        npm.run(ASSETS, CLEAN, ["run", "build"])
    write_stamp("assets", stamp)


def install_page_tools() -> None:
    """Install what the tests look at pages with, where exactly that is not installed already."""
    stamp = sources(PAGE_TOOLS)
    if is_stamped("page-tools", stamp) and (PAGE_TOOLS / "node_modules").exists():
        return
    with step("Installing what looks at pages"):
        npm.run(PAGE_TOOLS, CLEAN)
    write_stamp("page-tools", stamp)


def sources(folder: Path) -> str:
    """A digest of everything in `folder` but what npm put there."""
    state = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file() and "node_modules" not in file.parts:
            name = file.relative_to(folder).as_posix().encode()
            state.update(len(name).to_bytes(4, "big") + name + hashlib.sha256(file.read_bytes()).digest())
    return state.hexdigest()
