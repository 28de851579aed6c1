"""Users and their passwords: Set Passwords, signing in, one's own password."""

from __future__ import annotations

from functools import cached_property

from agent.domain.sign_in import SignedIn
from agent.domain.weakness import Weakness
from agent.usecases.common_passwords import common_passwords
from agent.usecases.users import OwnPassword, Users
from agent.wiring.basis import Basis


class Accounts(Basis):
    """Everything is made when first asked for."""

    @cached_property
    def users(self) -> Users:
        """Set Passwords."""
        return Users(
            practice_id=self.practice.practice_id,
            book=self.user_book,
            signs=self.signs,
            weakness=self._weakness,
            activity=self.activity,
            actor=self.actor,
        )

    @property
    def activated(self) -> bool:
        """Whether one has to sign in here."""
        return self.home.settings.practice is not None and self.door.activation.activated

    def sign_in(self, name: str, password: str) -> SignedIn:
        """Sit down at the desk. Raises what `SignIn.enter` raises."""
        self.desk.who = self.door.enter(name, password)
        return self.desk.who

    def change_own_password(self, password: str) -> None:
        """Whoever signed in sets his own password. Raises what `OwnPassword.change` raises."""
        if self.desk.who is None:
            self.actor.require_highest("change a password")
            return
        own = OwnPassword(self.door, self._weakness, self.activity)
        self.desk.who = own.change(self.desk.who, password)

    def _weakness(self) -> Weakness:
        with self.practice.reading() as reading:
            company = reading.company()
        return Weakness(common_passwords(), {company.name, *company.name.split(), company.phone})
