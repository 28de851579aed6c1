"""The agent of one office."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from agent.domain.errors import AgentError, AtWork
from agent.domain.uploads import LastProcess
from agent.jobs.lock import single_instance
from agent.jobs.recording import Begin, Recorder, settle, unfinished
from agent.usecases.patience import patiently
from agent.usecases.ports import Progress
from agent.usecases.process import ProcessOptions
from agent.usecases.report import ProcessReport, Saved
from agent.wiring.carrying import Carrying
from agent.wiring.changing import Changing
from agent.wiring.checking import Checking
from agent.wiring.company import Company
from agent.wiring.leaving import Leaving
from agent.wiring.letters import Lettering
from agent.wiring.requests import Requesting
from agent.wiring.scheduled import Scheduled
from agent.wiring.setting_up import SettingUp


class Office(Checking, Lettering, Requesting, Changing, Company, Carrying, Leaving, Scheduled, SettingUp):
    """The agent in its folder: all its parts, and the one lock."""

    @contextmanager
    def alone(self, waiting: Progress | None = None, begin: Callable[[], object] = lambda: None) -> Iterator[list[str]]:
        """Hold the one lock of window, command line and service, for whatever writes or publishes. Gives a sentence
        about each replacement, restore and answer that was cut short earlier. With `waiting`, a practice database that
        another program holds is waited for, and said so there. `begin` is called as soon as the lock is held.

        Raises `AtWork` where somebody else holds the lock.
        """
        with single_instance(self.home.folder):
            begin()
            self.backups.clear_work()
            self.saved_files.sweep()
            restored = self.restore.settle()
            if waiting is not None:
                patiently(waiting, lambda: self.practice)
            yield restored + self.replace.settle() + self.settle_answers()

    def publish(
        self, options: ProcessOptions, progress: Progress, tell: Callable[[str], object] = lambda _told: None
    ) -> ProcessReport:
        """Process, with the one lock held; whatever comes of it is noted in Activity. `tell` is told what `alone`
        gives. Raises what `Process.run` raises, `AtWork` where somebody else holds the lock."""

        def run(begin: Begin) -> ProcessReport:
            with self.alone(progress, begin) as told:
                for sentence in told:
                    tell(sentence)
                return self.process.run(options, progress)

        report = Recorder(
            activity=lambda: self.activity,
            who=lambda: self.actor.name,
            portal=lambda: self._meant(options),
            unattended=self.desk.unattended,
        ).around(run)
        if not self.desk.unattended:
            with suppress(AgentError):
                self.last_process.keep(LastProcess(report.portal, options.history_since, options.activity_after))
        return report

    def settle_runs(self) -> None:
        """Say of a Process that was killed that it was; nothing where one is at work."""
        if unfinished(self.activity):
            with suppress(AtWork), single_instance(self.home.folder):
                settle(self.activity)

    def save(
        self,
        options: ProcessOptions,
        target: Path,
        progress: Progress,
        tell: Callable[[str], object] = lambda _told: None,
        *,
        replace: bool = False,
    ) -> Saved:
        """Save to a file what Process would publish, likewise. Raises what `SaveToFile.run` raises."""

        def run(begin: Begin) -> Saved:
            with self.alone(progress, begin) as told:
                for sentence in told:
                    tell(sentence)
                return self.save_to_file.run(options, target, progress, replace=replace)

        return Recorder(
            activity=lambda: self.activity,
            who=lambda: self.actor.name,
            portal=lambda: "",
            what=f"Saved to the file {target}",
        ).around(run)

    def _meant(self, options: ProcessOptions) -> str:
        names = [portal.name for portal in self.portals.all()]
        return options.to or (names[0] if len(names) == 1 else "")
