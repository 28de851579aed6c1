"""Users and signing in, for the window."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from agent.domain.errors import AgentError, ChangeFirst, SignInNeeded
from agent.domain.sign_in import SignedIn
from agent.domain.user_form import UserForm
from agent.domain.users import User
from agent.gui.presenters.rights import Standing
from agent.gui.presenters.users import UserList
from agent.jobs.lock import single_instance
from agent.jobs.progress import PolledProgress
from agent.wiring.office import Office


@dataclass(frozen=True)
class OfficeUsers:
    """`presenters.users.UsersWork` for the agent's folder."""

    folder: Path

    def standing(self) -> Standing:
        """Who sits at the desk now; whoever lost his sign-in has left it."""
        office = Office(self.folder)
        who = office.desk.who
        if not office.activated:
            return Standing()
        try:
            actor = office.actor
        except ChangeFirst:
            return Standing(activated=True, user=who.name if who else "", change_first=True)
        except SignInNeeded as needed:
            office.desk.who = None
            return Standing(activated=True, first_sign_in=_first(office), over=needed.detail if who else "")
        return Standing(True, actor.name, actor.level, frozenset(actor.permissions), actor.ask)

    def sign_in(self, name: str, password: str) -> Standing:
        """Sit down."""
        Office(self.folder).sign_in(name, password)
        return self.standing()

    def sign_out(self) -> Standing:
        """Leave the desk."""
        Office(self.folder).desk.who = None
        return self.standing()

    def change_password(self, password: str) -> Standing:
        """Whoever signed in gives himself another password."""
        office = Office(self.folder)
        with single_instance(office.home.folder):
            office.change_own_password(password)
        return self.standing()

    def look(self) -> UserList:
        """Every user, by name."""
        office = Office(self.folder)
        users, employees = office.users.listed(), office.users.employees()
        return UserList(tuple(users), tuple(employees), office.activated, office.actor.level)

    def save(self, seen: User | None, typed: UserForm, progress: PolledProgress) -> None:
        """Add a user, or change one who still is as `seen`."""
        office = Office(self.folder)
        progress.step("Saving")
        with single_instance(office.home.folder):
            if seen is None:
                office.users.add(typed)
                return
            after = office.users.edit(seen, typed)
            if office.desk.who is not None and office.desk.who.is_still(seen):
                office.desk.who = SignedIn.of(after)

    def remove(self, seen: User, progress: PolledProgress) -> None:
        """Remove one who still is as `seen`."""
        office = Office(self.folder)
        progress.step("Removing")
        with single_instance(office.home.folder):
            office.users.remove(seen)

    def activate(self, progress: PolledProgress) -> None:
        """Activate Passwords."""
        office = Office(self.folder)
        progress.step("Activating")
        with single_instance(office.home.folder):
            office.users.activate()

    def deactivate(self, progress: PolledProgress) -> None:
        """Deactivate Passwords."""
        office = Office(self.folder)
        progress.step("Deactivating")
        with single_instance(office.home.folder):
            office.users.deactivate()
            office.desk.who = None


def _first(office: Office) -> bool:
    """Whether the first sign-in has not happened yet; nothing is known of a practice database that can't be read."""
    try:
        return any(one.could_lead and one.first_password for one in office.user_book.all())
    except AgentError:
        return False
