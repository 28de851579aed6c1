"""Pictures of every window. Qt gets a process of its own, on a screen that nobody sees."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.support.processes import ROOT


def pictures(folder: Path, only: Iterable[str] = ()) -> Iterator[Path]:
    """Write `window-<state>-light.png` and `-dark.png` for every state, or `only` those of these names; gives each."""
    # Such a screen warns of each window that it can't tell a size; what else Qt may warn of, the window's tests see.
    quiet = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "default.warning=false"}
    environment = {**os.environ, **quiet}
    words = [sys.executable, "-m", "tests.gallery.grabbing", str(folder.absolute()), *only]
    with subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            yield Path(line.rstrip("\n"))
    assert child.returncode == 0, f"the windows could not be shown: exit {child.returncode}"
