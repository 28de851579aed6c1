"""The agent of one office."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from agent.jobs.lock import single_instance
from agent.usecases.patience import patiently
from agent.usecases.ports import Progress
from agent.wiring.changing import Changing
from agent.wiring.publishing import Publishing
from agent.wiring.setting_up import SettingUp


class Office(Changing, Publishing, SettingUp):
    """The agent in its folder: all its parts, and the one lock."""

    @contextmanager
    def alone(self, waiting: Progress | None = None) -> Iterator[list[str]]:
        """Hold the one lock of window, command line and service, for whatever writes or publishes. Gives a sentence
        about each replacement that was cut short earlier. With `waiting`, a practice database that another program
        holds is waited for, and said so there.

        Raises `TryLater` where somebody else holds the lock.
        """
        with single_instance(self.home.folder):
            self.backups.clear_work()
            if waiting is not None:
                patiently(waiting, lambda: self.practice)
            yield self.replace.settle()
