"""System > Email Settings (feature row A1): what the office says of itself, read and saved as one.

The texts and the logo are the company's row of the practice database. What has no column there that may be written is
kept in the overlay, and Process lays it over what it reads (`usecases.overlaid`). The password of the office's mailbox
is in the keyring only, and leaves this computer for nowhere.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from agent.domain.activity import Deed
from agent.domain.catalog import Field, Held, Value
from agent.domain.company import BY_KEY, LABELS, LOGO, SETTINGS, WORD, CompanySettings
from agent.domain.company_rules import SettingsRefused, changed, faults, tidied
from agent.domain.errors import AgentError, RowChanged, UsageError
from agent.domain.permissions import Actor, Permission
from agent.domain.values import shown
from agent.usecases.overlaid import company_values
from agent.usecases.ports import Activity, Secrets
from agent.usecases.practice_ports import Overlay, PracticeDatabase
from shared.logo import NoLogo, fitted

KEPT_UNDER: Final = "mail-password"
"""The name of the mail password in the keyring."""


@dataclass(frozen=True)
class _Cell:
    """One cell of the company's row (`ports.CellChange`)."""

    record_id: str
    before: Held = field(repr=False)
    after: Held = field(repr=False)

    def reversed(self) -> _Cell:
        """What takes it back."""
        return _Cell(self.record_id, self.after, self.before)


@dataclass(frozen=True)
class _Row:
    """The company as it is kept: what columns hold, and what the overlay has instead, both by field."""

    record_id: str
    held: Mapping[str, Held] = field(repr=False)
    kept: Mapping[str, Value] = field(repr=False)

    def text(self, name: str) -> str:
        """A field as people read it."""
        return shown(self.kept[name] if name in self.kept else self.held.get(name)).strip()

    def logo(self) -> bytes:
        """The picture, whatever it is."""
        if LOGO in self.kept:
            return base64.b64decode(str(self.kept[LOGO]))
        held = self.held.get(LOGO)
        return held if isinstance(held, bytes) else b""


@dataclass(frozen=True)
class EmailSettings:
    """The settings of one office. Every call raises `NotAllowed`, and what the practice database raises."""

    practice: PracticeDatabase
    overlay: Overlay
    secrets: Secrets
    activity: Activity
    actor: Actor

    def show(self) -> CompanySettings:
        """Everything as it is now. A logo that is no picture of ours is shown as none."""
        self.actor.require(Permission.EMAIL_SETTINGS)
        return self._settings(self._row())

    def logo(self, data: bytes) -> bytes:
        """The logo that a chosen file becomes. Raises `UsageError` saying what the file is instead."""
        self.actor.require(Permission.EMAIL_SETTINGS)
        try:
            return fitted(data)
        except NoLogo as error:
            raise UsageError(
                "This file can't be the logo.", detail=str(error), remedy="Choose another file."
            ) from error

    def save(self, seen: CompanySettings, wanted: CompanySettings) -> tuple[str, ...]:
        """Save what differs between what a person has `seen` and what is `wanted`, all of it or nothing; gives the
        names of what changed. Raises `SettingsRefused` for what can't be, `RowChanged` where it is no longer as seen,
        both with nothing saved."""
        self.actor.require(Permission.EMAIL_SETTINGS)
        wanted = tidied(seen, wanted)
        keys = changed(seen, wanted)
        if found := faults(keys, wanted):
            raise SettingsRefused(found)
        if not keys:
            return ()
        row = self._row()
        self._check_unmoved(keys, seen, self._settings(row))
        self._write(row, keys, wanted)
        names = tuple(LABELS[key] for key in keys)
        self._note(names)
        return names

    def _row(self) -> _Row:
        columns = [one for one in self.practice.catalog.fields("company") if one.name in _FIELDS]
        columns = [one for one in columns if one.home != "overlay"]
        record_id, values = next(self.practice.held(columns), ("", ())) if columns else ("", ())
        held = dict(zip((one.name for one in columns), values, strict=False))
        return _Row(record_id, held, company_values(self.practice, self.overlay))

    def _settings(self, row: _Row) -> CompanySettings:
        password = self.secrets.get(KEPT_UNDER) or b""
        return CompanySettings(
            {one.key: row.text(one.field) for one in SETTINGS}, _picture(row.logo()), password.decode()
        )

    def _check_unmoved(self, keys: Sequence[str], seen: CompanySettings, current: CompanySettings) -> None:
        moved = [LABELS[key] for key in keys if seen.value(key) != current.value(key)]
        if moved:
            raise RowChanged(
                "The settings were changed meanwhile by somebody else; nothing was saved.",
                detail=f"Not as before: {', '.join(moved)}.",
                remedy="Open Email Settings again, so that the new values are seen.",
            )

    def _write(self, row: _Row, keys: Sequence[str], wanted: CompanySettings) -> None:
        """Columns are one transaction, those of the overlay another; where a later step fails, the earlier ones are
        taken back."""
        columns: dict[Field, list[_Cell]] = {}
        kept: dict[Field, list[_Cell]] = {}
        for key in keys:
            if key == WORD:
                continue
            target, after = self._field(key), wanted.value(key)
            if target.home == "column":
                columns[target] = [_Cell(row.record_id, row.held.get(target.name), after or None)]
            else:
                kept[target] = [self._kept_cell(row, target, after)]
        with _TakenBack() as steps:
            if columns:
                self.practice.write(columns)
                steps.add(lambda: self.practice.write(_reversed(columns)))
            if kept:
                self.overlay.write(self.practice.practice_id, kept)
                steps.add(lambda: self.overlay.write(self.practice.practice_id, _reversed(kept)))
            if WORD in keys:
                self._keep_password(wanted.password)

    def _kept_cell(self, row: _Row, target: Field, after: str | bytes) -> _Cell:
        held = self.overlay.values(self.practice.practice_id, target.name)
        text = base64.b64encode(after).decode() if isinstance(after, bytes) else after
        # Nothing in place of what can only be read has to be said; in place of nothing it need not.
        told = text if text or row.held.get(target.name) else None
        return _Cell(next(iter(held), row.record_id), row.kept.get(target.name), told)

    def _field(self, key: str) -> Field:
        """The field of a setting; one that the mapping leaves out lives in the overlay all the same."""
        setting = BY_KEY.get(key)
        name = setting.field if setting else LOGO
        known = {one.name: one for one in self.practice.catalog.fields("company")}
        return known.get(name) or Field(name, "company", "text" if setting else "picture", home="overlay")

    def _keep_password(self, password: str) -> None:
        if password:
            self.secrets.put(KEPT_UNDER, password.encode())
        else:
            self.secrets.remove(KEPT_UNDER)

    def _note(self, names: tuple[str, ...]) -> None:
        now = datetime.now(UTC).replace(microsecond=0)
        self.activity.note(Deed("settings", self.actor.name, f"Changed {', '.join(names)}", "done", now))


class _TakenBack:
    """Steps that are taken back, the last first, where a later one fails."""

    def __init__(self) -> None:
        self._back: list[Callable[[], None]] = []

    def add(self, back: Callable[[], None]) -> None:
        """A step is done; `back` takes it back."""
        self._back.append(back)

    def __enter__(self) -> _TakenBack:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            for back in reversed(self._back):
                # What can't be taken back stays; the error that is told is the first one.
                with suppress(AgentError):
                    back()


_FIELDS: Final = frozenset({LOGO, *(one.field for one in SETTINGS)})


def _reversed(cells: Mapping[Field, list[_Cell]]) -> dict[Field, list[_Cell]]:
    return {target: [one.reversed() for one in found] for target, found in cells.items()}


def _picture(data: bytes) -> bytes:
    try:
        return fitted(data) if data else b""
    except NoLogo:
        return b""
