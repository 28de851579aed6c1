"""Where the users are kept: rows of the practice database, or the agent's own overlay where that has none (A13, A18).

In a mapped database some fields of its users may be in columns and others in the overlay: both are read as one user,
and the columns are written first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Final

from agent.domain.catalog import Field, Value
from agent.domain.errors import PracticeError, RowChanged
from agent.domain.users import Employee, User
from agent.domain.values import shown
from agent.usecases.practice_ports import PracticeDatabase, RecordOverlay
from shared.limits import PASSWORD_CHARACTERS

SET: Final = "users"
NAME: Final = "US.User Name"
WORD: Final = "US.Password"
LEVEL: Final = "US.Level"
PERMISSIONS: Final = "US.Permissions"
EMPLOYEE: Final = "US.Employee"
EMAIL: Final = "US.Email"
ALL: Final = (NAME, WORD, LEVEL, PERMISSIONS, EMPLOYEE, EMAIL)

Row = dict[str, Value]


@dataclass(frozen=True)
class UserBook:
    """The users of one practice database."""

    practice: PracticeDatabase
    overlay: RecordOverlay

    def all(self) -> list[User]:
        """Every user, by name."""
        return sorted((_user(id_, row) for id_, row in self._rows().items()), key=lambda one: one.name.casefold())

    def employees(self) -> list[Employee]:
        """Whom a user may be, by name; nobody where this practice database has no employees or no link to them."""
        fields = [one for one in self.practice.catalog.fields("employees") if one.name in ("EM.First Name", "EM.Name")]
        named = [one for one in reversed(fields) if one.home != "overlay"]
        if not named or not (self._own or EMPLOYEE in self._columns):
            return []
        found = [
            Employee(record_id, " ".join(filter(None, map(shown, values))) or record_id)
            for record_id, values in self.practice.rows("employees", named)
        ]
        return sorted(found, key=lambda one: one.name.casefold())

    @property
    def longest_password(self) -> int:
        """How many characters a password may have here."""
        field = self._columns.get(WORD)
        return min(field.length if field and field.length else PASSWORD_CHARACTERS, PASSWORD_CHARACTERS)

    def add(self, user: User) -> User:
        """Keep a new user; gives him with his record id."""
        row = _row(user)
        columns = self._in_columns(row, written=True)
        record_id = token_hex(8) if self._own else self.practice.insert(SET, columns)
        kept = {name: row[name] for name in self._kept}
        self.overlay.put_row(self._id, record_id, {}, kept)
        return replace(user, record_id=record_id)

    def change(self, before: User, after: User) -> None:
        """Make `after` of the user who still is as `before`. Raises `RowChanged`, and `PracticeError` for a field that
        this practice database only gives to read."""
        seen, row = self._seen(before), _row(after)
        moved = {name: value for name, value in row.items() if seen.get(name) != value and name in seen}
        fixed = [name for name in moved if name in self._columns and self._columns[name].home == "fixed"]
        if fixed:
            raise PracticeError(
                f"{fixed[0]} is only read in this practice database; nothing was changed.",
                remedy="Change it in the office's own program.",
            )
        if columns := self._in_columns(moved):
            self.practice.update(SET, before.record_id, self._in_columns(seen), columns)
        if kept := {name: value for name, value in moved.items() if name in self._kept}:
            self.overlay.put_row(self._id, before.record_id, {name: seen[name] for name in self._kept}, kept)

    def remove(self, user: User) -> None:
        """Remove the user who still is as given. Raises `RowChanged`."""
        seen = self._seen(user)
        if not self._own:
            self.practice.delete(SET, user.record_id, self._in_columns(seen))
        kept = {name: seen[name] for name in self._kept}
        self.overlay.put_row(self._id, user.record_id, kept, dict.fromkeys(kept))

    @property
    def _id(self) -> str:
        return self.practice.practice_id

    @property
    def _columns(self) -> dict[str, Field]:
        """The fields of the users that this practice database knows of."""
        return _columns(self.practice)

    @property
    def _own(self) -> bool:
        """Whether the agent keeps the users by itself: nobody here has a name."""
        return NAME not in self._columns

    @property
    def _kept(self) -> tuple[str, ...]:
        """The fields that the overlay keeps."""
        return kept_by_agent(self.practice)

    def _rows(self) -> dict[str, Row]:
        kept = {name: self.overlay.values(self._id, name) for name in self._kept}
        if self._own:
            return {record_id: {name: kept[name].get(record_id) for name in ALL} for record_id in kept[NAME]}
        columns = [one for one in self._columns.values() if one.home != "overlay"]
        names = [one.name for one in columns]
        return {
            record_id or shown(values[names.index(NAME)]): dict(zip(names, values, strict=True))
            | {name: kept[name].get(record_id) for name in kept}
            for record_id, values in self.practice.rows(SET, columns)
        }

    def _seen(self, user: User) -> Row:
        """What is held of the user, as long as it is what was given."""
        row = self._rows().get(user.record_id)
        if row is None or _user(user.record_id, row) != user:
            raise RowChanged(
                f"Somebody changed or removed the user {user.name} meanwhile; nothing was written.",
                remedy="Look at it again, then try again.",
            )
        return row

    def _in_columns(self, row: Mapping[str, Value], *, written: bool = False) -> dict[Field, Value]:
        """What of a row lives in columns that can be written; with `written`, only what is not empty."""
        columns = {} if self._own else self._columns
        return {
            field: row[name]
            for name, field in columns.items()
            if field.home == "column" and name in row and not (written and row[name] is None)
        }


def kept_by_agent(practice: PracticeDatabase) -> tuple[str, ...]:
    """The fields of the users that the overlay keeps: all, where users of this practice database have no names."""
    columns = _columns(practice)
    if NAME not in columns:
        return ALL
    return tuple(name for name, field in columns.items() if field.home == "overlay")


def _columns(practice: PracticeDatabase) -> dict[str, Field]:
    return {one.name: one for one in practice.catalog.fields(SET) if one.name in ALL}


def _user(record_id: str, row: Mapping[str, Value]) -> User:
    level = row.get(LEVEL)
    return User(
        record_id=record_id,
        name=shown(row.get(NAME)),
        level=level if isinstance(level, int) and level > 0 else 0,
        password=shown(row.get(WORD)),
        employee=shown(row.get(EMPLOYEE)),
        email=shown(row.get(EMAIL)),
        permissions=shown(row.get(PERMISSIONS)),
    )


def _row(user: User) -> Row:
    return {
        NAME: user.name,
        WORD: user.password or None,
        LEVEL: user.level or None,
        PERMISSIONS: user.permissions or None,
        EMPLOYEE: (int(user.employee) if user.employee.isdecimal() else user.employee) or None,
        EMAIL: user.email or None,
    }
