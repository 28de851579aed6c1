"""The checker as a campaign uses it: a process of its own that is told when to look."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.processes import ROOT

END_SECONDS = 30


class Overseer:
    """A running checker of one portal and its practice database."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    @classmethod
    @contextmanager
    def open(cls, url: str, company: int, practice: Path, pause: float, database: str) -> Iterator[Overseer]:
        """While inside, it looks; when it watches, with a pause of so many seconds between two pages. `database` is the
        receiver's, as `evidence` asks it."""
        words = ["-m", "tests.campaign.checker", url, str(company), str(practice), str(pause), database]
        with subprocess.Popen(
            [sys.executable, *words], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        ) as process:
            try:
                yield cls(process)
            finally:
                try:
                    process.communicate(timeout=END_SECONDS)
                except subprocess.TimeoutExpired:
                    process.kill()

    def watch(self, old: int, new: int) -> None:
        """Begin to read pages, which may move from one edition to the other."""
        self._say({"watch": [old, new]})

    def rest(self) -> dict[str, Any]:
        """Stop reading; what was seen: `pages` read, `away` (no answer), the edition `shown` last, `faults`."""
        self._say({"rest": True})
        return self._answer()

    def look(self, edition: int, sent: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
        """Look at every page, and at every record that is published, beside the wishes to publish that were `sent`:
        `faults`, and the digest of the `practice` database."""
        self._say({"look": edition, "sent": list(sent)})
        return self._answer()

    def sign_in(self) -> list[str]:
        """Sign its customers in anew, with their passwords; what is wrong with that."""
        self._say({"sign in": True})
        found: list[str] = self._answer()["faults"]
        return found

    def editions(self, snapshot: int) -> list[int]:
        """The marks of all records of a snapshot: one alone, if it is of one instant."""
        self._say({"snapshot": snapshot})
        found: list[int] = self._answer()["editions"]
        return found

    def _say(self, wish: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(wish) + "\n")

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the checker has ended"
        answer: dict[str, Any] = json.loads(line)
        return answer
