"""The programs that the demo starts: agent and receiver of this clone, each ended with everything it started."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from installer.errors import SetUpError
from installer.project import PYTHON, ROOT
from installer.say import say

END_SECONDS = 15


def surroundings(settings: Mapping[str, str]) -> dict[str, str]:
    """This environment with `settings`; nothing of another Porchlight on this machine. Without the desktop's bus the
    demo's agent keeps its secrets in its own folder, and not in the person's keyring."""
    foreign = ("PORCHLIGHT_", "DBUS_SESSION_BUS_ADDRESS", "PYTHONPATH", "PYTHONHOME")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return {**kept, "PYTHONUNBUFFERED": "1", **settings}


def ask(words: list[str], env: Mapping[str, str], *, fine: tuple[int, ...] = (0,)) -> dict[str, Any]:
    """Run `python -m WORDS --json` to its end; the object it printed. Raises `SetUpError` with what it said."""
    done = subprocess.run(
        [PYTHON, "-m", *words, "--json"],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        start_new_session=True,
        check=False,
    )
    if done.returncode not in fine:
        raise SetUpError(f"{' '.join(words[:2])} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


class Child:
    """A program that goes on, `python -m WORDS`, writing into the file `log`; it ends with this process, however this
    one ends (`installer.leash`)."""

    def __init__(self, words: list[str], env: Mapping[str, str], log: Path) -> None:
        self.name = " ".join(words[:2])
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [PYTHON, "-m", "installer.leash", *words],
                cwd=ROOT,
                env=env,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def lives(self) -> bool:
        """Whether it is still there."""
        return self.process.poll() is None

    def last_words(self) -> str:
        """The end of what it wrote."""
        return self.log.read_text(errors="replace")[-2000:]

    def end(self) -> None:
        """End its whole process group: politely, then not."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        for wish in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, wish)
                self.process.wait(END_SECONDS)
            except ProcessLookupError:
                return
            except subprocess.TimeoutExpired:
                say(f"{self.name} does not end; it is ended the hard way.")
