"""The set-up, with the real office behind it. Each call opens the office anew."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from agent.domain.errors import AgentError, Cancelled
from agent.domain.first_steps import SetUp, Step
from agent.domain.portals import Portal
from agent.domain.replacement import Plan
from agent.domain.runs import Run
from agent.gui.presenters.pairing import PairForm
from agent.gui.presenters.practice_place import Place
from agent.jobs.progress import PolledProgress
from agent.office.sample import make_sample
from agent.usecases.first_steps import first_passwords
from agent.usecases.pair import PairOptions
from agent.usecases.setup import Found
from agent.wiring.office import Office

SEED = 1


@dataclass(frozen=True)
class SetUpOffice:
    """`presenters.set_up.SetUpWork` for the agent's folder."""

    folder: Path

    def look(self) -> SetUp:
        """How far everything is."""
        return Office(self.folder).first_steps.look()

    def look_into(self, place: Place) -> Found:
        """What is in a practice database."""
        return Office(self.folder).look_into(place.url, _mapping(place))

    def choose(self, place: Place, progress: PolledProgress) -> Found:
        """Choose it."""
        return Office(self.folder).set_up(place.url, _mapping(place))

    def make_sample(self, file: str, customers: int, progress: PolledProgress) -> Found:
        """Make a sample office and choose it."""
        path = Path(file).expanduser().absolute()
        try:
            make_sample(path, customers, SEED, progress)
        except Cancelled as stopped:
            raise Cancelled("Stopped.", detail="Nothing is left of the sample office.") from stopped
        except OSError as error:
            raise AgentError(
                f"The sample office can't be kept at {path}.",
                detail=f"{error.strerror}.",
                remedy="Choose another place for it.",
            ) from error
        return Office(self.folder).set_up(str(path), None)

    def skip(self, step: Step, progress: PolledProgress) -> None:
        """Do without an optional step."""
        Office(self.folder).skip(step)

    def pair(self, form: PairForm, progress: PolledProgress) -> Portal:
        """Pair this computer, with the one lock of the agent's folder held."""
        office = Office(self.folder)
        options = PairOptions(form.address, form.number, form.code, form.name.strip(), form.device.strip())
        with office.alone():
            return office.pairing.run(options)

    def plan_passwords(self) -> Plan:
        """A password for each active customer who has none."""
        office = Office(self.folder)
        return office.replace.plan(first_passwords(office.practice.catalog))

    def give_passwords(self, plan: Plan, progress: PolledProgress) -> Run:
        """Write that plan, after a backup, with the one lock held."""
        office = Office(self.folder)
        with office.alone(progress):
            return office.replace.perform(plan, progress)

    def take_back(self, run: int, progress: PolledProgress) -> int:
        """Undo it, with the one lock held."""
        office = Office(self.folder)
        with office.alone(progress):
            return office.replace.undo(run, progress).written


def _mapping(place: Place) -> Path | None:
    return Path(place.mapping).expanduser() if place.mapping else None
