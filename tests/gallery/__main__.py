"""`python -m tests.gallery FOLDER`: a picture of every page and window, light, dark and on a phone, with an index.

`python -m tests.gallery --readme` makes the few that the README shows.
"""

from __future__ import annotations

import argparse
import sys
from itertools import chain
from pathlib import Path
from typing import Final

from tests.gallery import index, portal, windows

PAGES: Final = ("page-home-light", "page-home-dark", "page-home-phone")
WINDOWS: Final = ("window-home-light", "window-process-light", "window-replace-light")
"""What the README shows."""
PICTURES: Final = Path(__file__).parent / "pictures"


def main() -> int:
    """Write the pictures, naming each."""
    parser = argparse.ArgumentParser(prog="python -m tests.gallery", description=__doc__)
    chosen = parser.add_mutually_exclusive_group(required=True)
    chosen.add_argument("folder", nargs="?", type=Path, help="where to write the pictures")
    chosen.add_argument("--readme", action="store_true", help=f"write those of the README, into {PICTURES.name}/")
    words = parser.parse_args()
    folder: Path = PICTURES if words.readme else words.folder
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    pages, shown = (PAGES, WINDOWS) if words.readme else ((), ())
    for file in chain(portal.pictures(folder, pages), windows.pictures(folder, shown)):
        print(file, flush=True)
        written.append(file)
    if not words.readme:
        print(index.write(folder, written))
    return 0


if __name__ == "__main__":
    sys.exit(main())
