"""`python -m agent`: the window; with words after it, the command line.

Each is loaded only where it is wanted: the command line runs without a screen, and the window is drawn before the
databases are loaded. What can't be loaded is told with what is here already, for nothing more may come from the disk.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import msgspec

from agent.domain.errors import AgentError, not_loaded
from agent.domain.values import visible

if TYPE_CHECKING:
    from agent.gui.presenters.work import Work

HOME = "--home"


def main(words: Sequence[str]) -> int:
    """Run what the words say and give its exit code."""
    try:
        if words[:1] == [HOME] and len(words) == 2:
            return window(Path(words[1]))
        if not words:
            return window(None)
        run = loaded("agent.cli.root").run
    except AgentError as error:
        return told(error, as_json="--json" in words)
    code: int = run(words)
    return code


def window(folder: Path | None) -> int:
    """Open the window of the agent's folder. Raises `SetupError` where that is not possible here."""
    loaded("agent.gui.looks.screen").require_screen()
    code: int = loaded("agent.gui.app").run_window(folder, office)
    return code


def loaded(name: str) -> ModuleType:
    """A module. Raises `SetupError` where the disk does not give it, or something that it needs."""
    try:
        return import_module(name)
    except (ImportError, OSError) as error:
        raise not_loaded(error) from error


def told(error: AgentError, *, as_json: bool) -> int:
    """Tell why it ended before it began; gives the exit code."""
    for line in filter(None, (error.title, error.detail, error.remedy)):
        sys.stderr.write(f"{visible(line)}\n")
    if as_json:
        answer = {"error": {"title": error.title, "detail": error.detail, "remedy": error.remedy}}
        sys.stdout.write(f"{msgspec.json.encode(answer).decode()}\n")
    return int(error.exit)


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
