"""How many passwords of a snapshot are weak or shared, as the office judged them: counted when somebody asks, and kept
with the snapshot. From one that was counted, only the passwords that differ are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from receiver.domain.snapshots.between import began, ended
from receiver.domain.snapshots.bodies import unpacked
from receiver.domain.snapshots.models import Snapshot, records


class Judged(msgspec.Struct, frozen=True):
    """Customers by their password. One may be weak and shared."""

    all: int = 0
    """Who have one."""
    weak: int = 0
    shared: int = 0
    """Whose password somebody else has too."""
    either: int = 0
    """Weak, or shared, or both."""

    def moved(self, other: Judged, sign: int) -> Judged:
        """With those of `other` added, or taken away."""
        return Judged(*(mine + sign * theirs for mine, theirs in zip(_numbers(self), _numbers(other), strict=True)))


@dataclass(frozen=True, slots=True)
class Counted:
    """The counts of a snapshot; `kept` where they stand in the database already."""

    judged: Judged
    kept: bool


class _Marks(msgspec.Struct, frozen=True):
    """The fields of `StoredCredential` that count here: the others need not be read."""

    weak: bool = False
    shared: bool = False


_judged = msgspec.json.Decoder(Judged)
_marks = msgspec.json.Decoder(_Marks)


def judged_passwords(session: Session, company_id: int, number: int) -> Counted:
    """Of the snapshot `number`, which must be kept."""
    known = session.execute(
        select(Snapshot.number, Snapshot.passwords)
        .where(Snapshot.company_id == company_id, Snapshot.passwords != b"", Snapshot.pruned_at.is_(None))
        .order_by((Snapshot.number == number).desc(), Snapshot.number.desc())
        .limit(1)
    ).one_or_none()
    if known is None:
        return Counted(_count(session, company_id, _part_of(number)), kept=False)
    before = _judged.decode(known.passwords)
    if known.number == number:
        return Counted(before, kept=True)
    early, late = sorted((known.number, number))
    sign = 1 if known.number < number else -1
    grown = before.moved(_count(session, company_id, began(records, early, late)), sign)
    return Counted(grown.moved(_count(session, company_id, ended(records, early, late)), -sign), kept=False)


def keep_judged(session: Session, company_id: int, number: int, judged: Judged) -> None:
    """Keep the counts with the snapshot."""
    session.execute(
        update(Snapshot)
        .where(Snapshot.company_id == company_id, Snapshot.number == number)
        .values(passwords=msgspec.json.encode(judged))
    )


def forget_judged(session: Session, snapshots: ColumnElement[bool]) -> None:
    """Forget the counts of these snapshots, from which passwords are taken out; others can't be counted from them."""
    session.execute(
        update(Snapshot).where(snapshots).values(passwords=b"").execution_options(synchronize_session=False)
    )


def _part_of(number: int) -> ColumnElement[bool]:
    # A sum, so that SQLite goes by the primary key.
    return (records.c.since + 0 <= number) & (records.c.until > number)


def _count(session: Session, company_id: int, rows: ColumnElement[bool]) -> Judged:
    chosen = select(records.c.body).where(records.c.company_id == company_id, records.c.kind == "credential", rows)
    return _tallied(session.execute(chosen).scalars())


def _tallied(bodies: Iterable[bytes]) -> Judged:
    found = [_marks.decode(unpacked(body)) for body in bodies]
    return Judged(
        len(found),
        sum(one.weak for one in found),
        sum(one.shared for one in found),
        sum(one.weak or one.shared for one in found),
    )


def _numbers(judged: Judged) -> tuple[int, int, int, int]:
    return judged.all, judged.weak, judged.shared, judged.either
