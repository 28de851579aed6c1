"""Set Passwords (feature row A13): the users of the office, and whether they have to sign in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import msgspec

from agent.domain.activity import Deed
from agent.domain.errors import UsageError
from agent.domain.permissions import HIGHEST, Actor, Permission
from agent.domain.replacement import Change
from agent.domain.sign_in import Activation, SignedIn
from agent.domain.user_form import UserForm, check_password
from agent.domain.users import FIRST, Employee, LastOfLevel1, User, check_led, check_managed, find, leaders, ticked
from agent.domain.values import shown
from agent.domain.weakness import Weakness
from agent.usecases.ports import Activity, SignIns
from agent.usecases.sign_in import SignIn
from agent.usecases.user_book import LEVEL, PERMISSIONS, WORD, UserBook


@dataclass(frozen=True)
class Activated:
    """What Activate Passwords did: whether it made the user CLIP, and who may sign in with every right."""

    created: bool
    first_sign_in: bool
    """Whether CLIP / CLIP is what one signs in with now."""
    leaders: tuple[str, ...]


@dataclass(frozen=True)
class Users:
    """The users of one practice database. Whoever changes them holds the one lock of the agent's folder, so that two
    can't each take away the other's last level-1 user."""

    practice_id: str
    book: UserBook
    signs: SignIns
    weakness: Callable[[], Weakness]
    activity: Activity
    actor: Actor

    def listed(self) -> list[User]:
        """Every user, by name. Raises `NotAllowed`."""
        self.actor.require(Permission.SET_PASSWORDS)
        return self.book.all()

    def employees(self) -> list[Employee]:
        """Whom a user may be. Raises `NotAllowed`."""
        self.actor.require(Permission.SET_PASSWORDS)
        return self.book.employees()

    def add(self, form: UserForm) -> User:
        """Add New User. Raises `UsageError` for what does not fit, `NotAllowed`."""
        self.actor.require(Permission.SET_PASSWORDS)
        form.check(self.book.all())
        if form.password is None:
            raise UsageError("A new user needs a password.", remedy="Type one.")
        user = form.over(User("", "", 0))
        check_managed(self.actor, None, user)
        check_password(form.password, user.name, self.weakness(), self.book.longest_password)
        added = self.book.add(user)
        self._note(f"Added the user {added.name} (level {added.level})")
        return added

    def edit(self, seen: User, form: UserForm) -> User:
        """Change a user who still is as `seen`; the user name stays. Raises like `add`, `LastOfLevel1` and
        `RowChanged`."""
        self.actor.require(Permission.SET_PASSWORDS)
        users = self.book.all()
        after = replace(form.over(seen), name=seen.name)
        others = [one for one in users if one.record_id != seen.record_id]
        replace(form, name=seen.name).check(others)
        check_managed(self.actor, seen, after)
        check_led(users, [*others, after])
        if form.password is not None:
            check_password(form.password, seen.name, self.weakness(), self.book.longest_password)
        if after != seen:
            self.book.change(seen, after)
            self._forget(seen.name)
            self._note(f"Changed the user {seen.name} ({', '.join(_moved(seen, after))})")
        return after

    def remove(self, seen: User) -> None:
        """Remove a user who still is as `seen`. Raises `LastOfLevel1`, `RowChanged`, `NotAllowed`."""
        check_managed(self.actor, seen, None)
        users = self.book.all()
        check_led(users, [one for one in users if one.record_id != seen.record_id])
        self.book.remove(seen)
        self._forget(seen.name)
        self._note(f"Removed the user {seen.name}")

    def named(self, name: str) -> User:
        """The user of that name. Raises `UsageError`, `NotAllowed`."""
        self.actor.require(Permission.SET_PASSWORDS)
        found = find(self.book.all(), name)
        if found is None:
            raise UsageError(f'There is no user "{name}".', remedy="See them with: agent users list")
        return found

    def activate(self) -> Activated:
        """Activate Passwords: from now on everybody signs in. Makes the user CLIP with the password CLIP, level 1, if
        there is no user CLIP. Raises `LastOfLevel1` where nobody could sign in and do everything."""
        self.actor.require(Permission.SET_PASSWORDS)
        users = self.book.all()
        created = not any(one.name.strip().casefold() == FIRST.casefold() for one in users)
        if created:
            added = self.book.add(User("", FIRST, HIGHEST, FIRST, permissions=ticked("", list(Permission))))
            users = [*users, added]
        if not leaders(users):
            raise LastOfLevel1(
                "Passwords can't be activated: no level-1 user has a password.",
                detail=f"There is a user {FIRST} already, who is not of level 1 or has no password.",
                remedy="Add a level-1 user with a password first.",
            )
        now = self.signs.activation(self.practice_id)
        self.signs.keep(self.practice_id, msgspec.structs.replace(now, activated=True))
        self._note("Activated passwords")
        first = any(one.could_lead and one.first_password for one in users)
        return Activated(created, first, leaders(users))

    def deactivate(self) -> None:
        """Deactivate Passwords: nobody signs in any more, everybody may do everything. Only for level-1 users."""
        self.actor.require_highest("deactivate passwords")
        self.signs.keep(self.practice_id, Activation())
        self._note("Deactivated passwords")

    def _forget(self, name: str) -> None:
        """What was remembered of how this user signs in holds no more."""
        activation = self.signs.activation(self.practice_id)
        kept = {known: one for known, one in activation.keyholders.items() if known != name}
        if kept != activation.keyholders:
            self.signs.keep(self.practice_id, msgspec.structs.replace(activation, keyholders=kept))

    def _note(self, what: str) -> None:
        note(self.activity, self.actor.name, what)


@dataclass(frozen=True)
class OwnPassword:
    """Everybody may change his own password, the first one has to."""

    door: SignIn
    weakness: Callable[[], Weakness]
    activity: Activity

    def change(self, who: SignedIn, password: str) -> SignedIn:
        """Set it, and stay signed in. Raises `UsageError` where the new one can't be, `SignInNeeded`."""
        book = self.door.book()
        user = self.door.still(who, book.all())
        if password == user.password:
            raise UsageError("This is the password you have now.", remedy="Choose another one.")
        check_password(password, user.name, self.weakness(), book.longest_password)
        after = replace(user, password=password)
        book.change(user, after)
        note(self.activity, user.name, "Changed the own password")
        return SignedIn.of(after)


@dataclass(frozen=True)
class UserGuard:
    """Keeps Global Replacement from what Set Passwords would refuse: it writes the same rows."""

    book: Callable[[], UserBook]
    actor: Actor

    def __call__(self, changes: Sequence[Change]) -> None:
        """Raises `NotAllowed` or `LastOfLevel1` where these changes may not be."""
        names = tuple(one for one in {change.field for change in changes} if one.startswith(_OF_USERS))
        if not names:
            return
        of_users = [one for one in changes if one.field in names]
        self.actor.require(Permission.SET_PASSWORDS)
        users = self.book().all()
        moved = {one.record_id: one for one in users}
        for change in of_users:
            if change.record_id in moved:
                moved[change.record_id] = _with(moved[change.record_id], change)
        after = list(moved.values())
        for before, then in zip(users, after, strict=True):
            if before != then:
                check_managed(self.actor, before, then)
        check_led(users, after)


_OF_USERS = "US."


def _with(user: User, change: Change) -> User:
    """The user after the change, as far as it is about rights."""
    text = shown(change.after)
    if change.field == LEVEL:
        return replace(user, level=int(text) if text.strip().isdecimal() else 0)
    if change.field == WORD:
        return replace(user, password=text)
    return replace(user, permissions=text) if change.field == PERMISSIONS else user


def _moved(before: User, after: User) -> Iterable[str]:
    """What changed, without values."""
    names = {"level": "level", "password": "password", "employee": "employee", "email": "e-mail"}
    moved = [word for name, word in names.items() if getattr(before, name) != getattr(after, name)]
    return [*moved, *(["permissions"] if before.permissions != after.permissions else [])]


def note(activity: Activity, who: str, what: str) -> None:
    """Keep in Activity what was done."""
    activity.note(Deed("users", who, what, "done", datetime.now(UTC)))
