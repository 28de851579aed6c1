"""`python -m tests.gallery.grabbing FOLDER [NAME ...]`, run by `tests.gallery.windows`: prints each file it wrote."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Final, Literal

from PySide6.QtWidgets import QApplication

from agent.gui.looks.theme import Theme
from tests.window.screens.whole import screens

LOOKS: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")


def main(folder: Path, only: frozenset[str]) -> int:
    """Grab each window in each look."""
    application = QApplication(["porchlight"])
    theme = Theme(application)
    for look in LOOKS:
        theme.choose(look)
        wanted = {one for one in only if one.endswith(f"-{look}")}
        with closing(screens(theme)) as shown:
            for name, widget in shown:
                picture = f"window-{name}-{look}"
                if not only or picture in wanted:
                    file = folder / f"{picture}.png"
                    assert widget.grab().save(str(file)), f"{file} could not be written"
                    print(file, flush=True)
                    wanted.discard(picture)
                if only and not wanted:
                    break
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), frozenset(sys.argv[2:])))
