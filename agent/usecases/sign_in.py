"""Sign in to the agent, and who acts from then on (feature row A13, threat T8).

Where passwords are not activated, the account of this computer acts and may do everything. Where they are, the acting
user is looked up anew each time: who was removed or demoted meanwhile has lost his rights.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import msgspec

from agent.domain.errors import PracticeError, SetupError
from agent.domain.permissions import HIGHEST, Actor
from agent.domain.sign_in import (
    Activation,
    SignedIn,
    change_first,
    not_signed_in,
    stamp,
    too_many,
    wrong,
)
from agent.domain.users import User, actor_of, find
from agent.usecases.ports import Clock, SignIns
from agent.usecases.user_book import UserBook
from shared.passwords import can_be_typed, make_verifier, parse, tag

NOBODY = "\0"
"""No password that anybody could type."""


@dataclass(frozen=True)
class SignIn:
    """The door of one practice database. `book` opens it; `clock` gives seconds since 1970."""

    practice_id: str
    book: Callable[[], UserBook]
    tries: SignIns
    clock: Clock

    @property
    def activation(self) -> Activation:
        """Whether passwords are activated here."""
        return self.tries.activation(self.practice_id)

    def enter(self, name: str, password: str) -> SignedIn:
        """Whoever has this user name and this password. The try is counted before anything is compared.

        Raises `WrongSignIn`, the same for an unknown user and a wrong password, and `TryLater` after too many tries.
        """
        wait = self.tries.count(self.practice_id, name, self.clock())
        if wait:
            raise too_many(wait)
        activation = self.activation
        try:
            users = self.book().all()
        except (PracticeError, SetupError):
            # Somebody has to be able to put a backup back.
            found = _keyholder(activation, name, password)
            if found is None:
                raise
        else:
            found = self._matched(users, name, password)
            if found is None:
                raise wrong()
            self._remember(activation, found, users)
        self.tries.forget(self.practice_id, name)
        return SignedIn.of(found)

    def actor(self, who: SignedIn | None, account: str) -> Actor:
        """Who acts, by what holds now; `account` is the computer's, for where passwords are not activated.

        Raises `SignInNeeded` where nobody has signed in, or not any more, or where the first password is to be changed.
        """
        activation = self.activation
        if not activation.activated:
            return Actor(account)
        if who is None:
            raise not_signed_in()
        try:
            users = self.book().all()
        except (PracticeError, SetupError):
            if who.name not in activation.keyholders:
                raise
            return Actor(who.name, HIGHEST, ask=tuple(sorted(activation.keyholders)))
        user = self.still(who, users)
        if user.first_password:
            raise change_first()
        return actor_of(user, users)

    def still(self, who: SignedIn, users: Iterable[User]) -> User:
        """Who signed in, as he is now. Raises `SignInNeeded` where he was removed or has another password."""
        for user in users:
            if who.is_still(user):
                return user
        raise not_signed_in(f"{who.name} was removed meanwhile, or has another password now.")

    def _matched(self, users: list[User], name: str, password: str) -> User | None:
        """In the same time whether there is such a user or not."""
        user = find(users, name)
        usable = user is not None and can_be_typed(user.password)
        known = user.password if user is not None and usable else NOBODY
        return user if hmac.compare_digest(stamp(known), stamp(password)) and usable else None

    def _remember(self, activation: Activation, user: User, users: list[User]) -> None:
        """Keep a verifier of each level-1 user who signs in; forget whoever is none any more."""
        leading = {one.name for one in users if one.could_lead}
        kept = {name: one for name, one in activation.keyholders.items() if name in leading}
        if user.could_lead and not user.first_password and not _fits(kept.get(user.name, ""), user.password):
            kept[user.name] = make_verifier(user.password).text()
        if activation.activated and kept != activation.keyholders:
            self.tries.keep(self.practice_id, msgspec.structs.replace(activation, keyholders=kept))


def _keyholder(activation: Activation, name: str, password: str) -> User | None:
    for known, verifier in activation.keyholders.items():
        if find([User("", known, HIGHEST)], name) and _fits(verifier, password):
            return User("", known, HIGHEST, password)
    return None


def _fits(verifier: str, password: str) -> bool:
    if not verifier:
        return False
    known = parse(verifier)
    return hmac.compare_digest(known.tag, tag(password, known.salt))
