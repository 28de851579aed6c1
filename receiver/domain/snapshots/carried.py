"""Takes a snapshot that was carried here in a file (feature A8): like an upload of the office computer that made it, by
the same publisher, with the same guards.

The order of snapshots is told by what the office knew when it made the file, never by clocks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.db.unit_of_work import UnitOfWork
from receiver.domain.agents.devices import find_device
from receiver.domain.agents.models import Device
from receiver.domain.companies.actions import record_key
from receiver.domain.companies.models import Company
from receiver.domain.companies.queries import find_company
from receiver.domain.refusals import Refused
from receiver.domain.snapshots.models import Snapshot
from receiver.domain.snapshots.publisher import Publisher
from receiver.domain.snapshots.receipts import find_snapshot, receipt, wire_time
from receiver.domain.snapshots.requests import Origin
from receiver.settings import Peppers
from shared import parts
from shared.carried import CarriedError, Content, Damaged, Header, Reader
from shared.messages import Begin, Begun, Receipt

State = Literal["loaded", "already loaded", "nothing changed"]


class NotTaken(Exception):
    """The file is refused, and nothing was changed by it: what happened, why, and the next step."""

    def __init__(self, title: str, detail: str = "", remedy: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.detail = detail
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file. `nothing changed`: the portal had the very same set already."""

    state: State
    header: Header
    device: str
    """The name of the computer that made it."""
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class _Checked:
    content: Content
    header: Header
    device: Device
    base: int
    """The newest snapshot here."""
    done: Receipt | None
    """Of this very file, where it was loaded before."""


class Loader:
    """Loads files into the snapshots of one company."""

    def __init__(self, work: UnitOfWork, peppers: Peppers, publisher: Publisher) -> None:
        self._work = work
        self._peppers = peppers
        self._publisher = publisher

    def load(self, company_id: int, file: BinaryIO, *, older: bool) -> Loaded:
        """Publish what is in the file; with `older` also over something newer. The same file once more changes nothing.
        Raises `NotTaken`, and what `Publisher` raises."""
        try:
            checked = self._checked(company_id, Reader(file), older=older)
            if checked.done is not None:
                return Loaded("already loaded", checked.header, checked.device.name, checked.done)
            return self._published(company_id, checked)
        except CarriedError as error:
            raise NotTaken(
                "This file can't be taken.", f"{error} Nothing was changed.", "Have the office save a new one."
            ) from error

    def _checked(self, company_id: int, reader: Reader, *, older: bool) -> _Checked:
        header = reader.header
        if header.company != company_id:
            raise NotTaken(
                f"This file was saved for company {header.company}, not for company {company_id}.",
                "Nothing was changed.",
                "Name the company that it is meant for.",
            )
        with self._work.reading(company_id) as session:
            company, device = find_company(session, company_id), find_device(session, company_id, header.device)
            if company is None or device is None:
                raise NotTaken(
                    "The computer that saved this file was never paired with this company.",
                    "Or the file is damaged. Nothing was changed.",
                    "Save it at a computer of the office that is paired.",
                )
            try:
                content = reader.check(record_key(self._peppers, company), device.public_key)
            except Damaged as error:
                raise NotTaken(
                    "This file is damaged, or was changed after it was saved.",
                    f"{error} Nothing was changed.",
                    "Copy it once more from where it was saved, or have the office save a new one.",
                ) from error
            _check_rights(company, device, header)
            same = session.scalars(
                select(Snapshot).where(Snapshot.company_id == company_id, Snapshot.idempotency_key == header.key)
            ).one_or_none()
            if same is None and not older:
                _check_order(session, company, header, content)
            return _Checked(content, header, device, company.newest, receipt(session, company, same) if same else None)

    def _published(self, company_id: int, checked: _Checked) -> Loaded:
        header, summary, device_id = checked.header, checked.content.summary, checked.device.device_id
        begun = self._publisher.begin(
            company_id,
            device_id,
            Begin(
                idempotency_key=header.key,
                practice_id=header.practice_id,
                base=checked.base,
                digest=summary.digest,
                counts=summary.counts,
                attended=header.attended,
                whole=True,
                run=header.key,
            ),
            Origin(seen=header.seen),
        )
        if begun.receipt is not None:
            state: State = "nothing changed" if begun.state == "current" else "loaded"
            return Loaded(state, header, checked.device.name, begun.receipt)
        try:
            done = self._filled(company_id, checked, begun)
        except (Refused, CarriedError, NotTaken):
            self._publisher.give_up(company_id, begun.id)
            raise
        return Loaded("loaded", header, checked.device.name, done)

    def _filled(self, company_id: int, checked: _Checked, begun: Begun) -> Receipt:
        device_id = checked.device.device_id
        for number, part in enumerate(checked.content.parts(), 1):
            digest = parts.digest(part)
            if begun.parts.get(str(number)) != digest:
                self._publisher.put_part(company_id, device_id, begun.id, number, part, digest)
        with self._work.reading(company_id) as session:
            company, device = find_company(session, company_id), find_device(session, company_id, device_id)
            if company is not None and device is not None:
                _check_rights(company, device, checked.header)
        done = self._publisher.commit(company_id, device_id, begun.id)
        if done.receipt is None:
            raise NotTaken("The snapshot was not published.", "Nothing was changed.", "Load the file once more.")
        return done.receipt


def _check_rights(company: Company, device: Device, header: Header) -> None:
    if device.revoked_at is not None:
        raise NotTaken(
            f'The computer that saved this file, "{device.name}", was removed from this company.',
            f"That was {wire_time(device.revoked_at)}. Nothing was changed.",
            "Save it at a computer of the office that is paired.",
        )
    if company.practice_id != header.practice_id:
        raise NotTaken(
            "This file was not made from the practice database that this company publishes.",
            "Nothing was changed.",
            "Save it from the practice database that was paired.",
        )
    if company.suspended:
        raise NotTaken("This company is closed at the portal.", "Nothing was changed.")


def _check_order(session: Session, company: Company, header: Header, content: Content) -> None:
    """Raises `NotTaken` where the office did not know of what is the newest here when it saved the file."""
    newest = find_snapshot(session, company.company_id, company.newest)
    known = newest is None or newest.number <= header.base or newest.idempotency_key in header.follows
    if known or newest is None or newest.digest == content.summary.digest:
        return
    raise NotTaken(
        "This file is older than what the portal has.",
        f"It was saved {header.made} (by the office's clock), when the newest snapshot was {header.base or 'none'};"
        f" snapshot {newest.number} was published {wire_time(newest.committed_at)}. Nothing was changed.",
        "Have the office save a new one, or load this one all the same with --older.",
    )
