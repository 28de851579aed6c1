"""`python -m agent`: the window; with words after it, the command line.

Each is loaded only where it is wanted: the command line runs without a screen, and the window is drawn before the
databases are loaded.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from agent.domain.errors import AgentError
from agent.domain.values import visible

if TYPE_CHECKING:
    from agent.gui.presenters.work import Work

HOME = "--home"


def main(words: Sequence[str]) -> int:
    """Run what the words say and give its exit code."""
    if words[:1] == [HOME] and len(words) == 2:
        return window(Path(words[1]))
    if not words:
        return window(None)
    code: int = import_module("agent.cli.root").run(words)
    return code


def window(folder: Path | None) -> int:
    """Open the window of the agent's folder."""
    try:
        import_module("agent.gui.looks.screen").require_screen()
        code: int = import_module("agent.gui.app").run_window(folder, office)
    except AgentError as error:
        for line in filter(None, (error.title, error.detail, error.remedy)):
            sys.stderr.write(f"{visible(line)}\n")
        return int(error.exit)
    return code


def office(folder: Path) -> Work:
    """The office behind the window, with everything it needs."""
    work: Work = import_module("agent.gui.office_work.office").OfficeWork(folder)
    return work


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A pipe may be set to fewer characters than customers' names have.
        sys.stdout.reconfigure(errors="replace")
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        # Loading takes a second on a slow computer: long enough to press Ctrl-C.
        sys.stderr.write("Stopped.\n")
        sys.exit(1)
