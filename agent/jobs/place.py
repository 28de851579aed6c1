"""Where the schedule of an agent's folder runs: in the service where there is one, else in the window."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from agent.domain.errors import AtWork
from agent.jobs.lock import SCHEDULE, SERVICE, held, single_instance


class Place:
    """Asked before each look; all by one thread. The window `gives_way` to the service, also when that comes later."""

    def __init__(self, folder: Path, *, gives_way: bool) -> None:
        self._folder = folder
        self._gives_way = gives_way
        self._held: ExitStack | None = None

    def ours(self) -> bool:
        """Whether the schedule runs here now."""
        if self._gives_way and held(self._folder, SERVICE):
            self.leave()
            return False
        if self._held is None:
            stack = ExitStack()
            try:
                stack.enter_context(single_instance(self._folder, SCHEDULE))
            except AtWork:
                return False
            self._held = stack
        return True

    def leave(self) -> None:
        """Let another program run it."""
        if self._held is not None:
            self._held.close()
            self._held = None
