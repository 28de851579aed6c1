"""Runs the system's own programs, and says in sentences what became of them."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

SECONDS = 30


@dataclass(frozen=True)
class Said:
    """What a program answered; `code` is None where it is missing, or did not answer."""

    code: int | None
    text: str = ""

    @property
    def well(self) -> bool:
        """Whether it did what was asked."""
        return self.code == 0


def run(*words: str) -> Said:
    """Run a program to its end. Raises nothing."""
    return _run(words)


def _run(words: Sequence[str]) -> Said:
    try:
        done = subprocess.run(words, capture_output=True, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired) as error:
        return Said(None, str(error))
    told = b"\n".join(part.strip() for part in (done.stdout, done.stderr) if part.strip())
    return Said(done.returncode, told.decode(errors="replace"))
