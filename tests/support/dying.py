"""For programs that tests start in order to kill them at a certain call."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

from tests.support.processes import ROOT, environment
from tests.support.spawned import forked


def killed(lines: str, home: Path, *words: str) -> None:
    """Run these lines of Python at an agent's home, the first of their words, up to the point at which they kill their
    process. Fails where they do not."""
    env = environment(home.parent, {"PORCHLIGHT_AGENT_SECRETS": "file"})
    code, out, errors = forked(["-c", lines, str(home), *words], env, ROOT, seconds=60, account=None)
    assert code == -signal.SIGKILL, out + errors


class Dying:
    """Passes everything on to `real`, and kills this process at its call `name`: before it, or `after` it was done."""

    def __init__(self, real: object, name: str, *, after: bool) -> None:
        self._real, self._name, self._after = real, name, after

    def __getattr__(self, name: str) -> object:
        real = getattr(self._real, name)
        return self._dies(real) if name == self._name else real

    def _dies(self, real: Callable[..., object]) -> Callable[..., None]:
        def call(*words: object) -> None:
            if self._after:
                real(*words)
            os.kill(os.getpid(), signal.SIGKILL)

        return call
