"""The protocol of an upload at the receiver: begin, parts, commit (architecture.md, "Process: the protocol").

Everything here may be repeated and may be cut off anywhere. Rows are written beforehand and show only when the
company's numbers pass them, in one short transaction. Long work happens in batches, outside of that transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from math import ceil
from typing import Any, cast

import msgspec
from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from receiver.db.unit_of_work import UnitOfWork
from receiver.domain.agents.devices import find_device, other_practice
from receiver.domain.companies.actions import record_key
from receiver.domain.companies.models import Company
from receiver.domain.companies.queries import find_company
from receiver.domain.companies.silence import needs_note
from receiver.domain.refusals import Refused
from receiver.domain.snapshots import uploads
from receiver.domain.snapshots.confirming import confirm, confirms
from receiver.domain.snapshots.dangling import check_references
from receiver.domain.snapshots.guards import why_held
from receiver.domain.snapshots.incoming import Sealing, read_part
from receiver.domain.snapshots.models import Snapshot, Upload, UploadPart, listing, records
from receiver.domain.snapshots.outcome import Outcome, outcome
from receiver.domain.snapshots.receipts import find_snapshot, receipt
from receiver.domain.snapshots.requests import UNTOLD, Origin, Request, check_set, read_request
from receiver.settings import Peppers
from shared import limits, parts
from shared.messages import Begin, Begun, Commit

_counts = msgspec.json.Decoder(dict[str, int])


class Publisher:
    """Takes the uploads of paired office computers. What is `noted` is noted in the very transaction that publishes,
    with the snapshot's number."""

    def __init__(
        self,
        work: UnitOfWork,
        peppers: Peppers,
        clock: Callable[[], datetime],
        noted: Callable[[Session, int], None] | None = None,
    ) -> None:
        self._work = work
        self._noted = noted or _nothing
        self._peppers = peppers
        self._clock = clock

    def begin(self, company_id: int, device_id: str, begin: Begin, origin: Origin = UNTOLD) -> Begun:
        """Begin, go on with, or answer once more an upload; `origin` is what started it. Raises `Refused`."""
        request = read_request(begin, origin)
        with self._work.reading(company_id) as session:
            answer = self._answered(session, company_id, request)
        if answer is None:
            answer = self._opened(company_id, device_id, request)
            # Changes stand against their base: against another one they are of no use.
            if request.change and (answer.state == "changes" or (answer.state == "all" and begin.whole)):
                number = answer.id

                def publish() -> Begun:
                    self.put_part(company_id, device_id, number, 0, request.change, begin.change_digest)
                    return self._committed(company_id, device_id, number, None)

                return self._once(company_id, number, publish)
        return self._confirmed(company_id, device_id, request, answer) if answer.state == "current" else answer

    def look(self, company_id: int, device_id: str, number: int) -> Begun:
        """How an upload stands. Raises `Refused`."""
        with self._work.reading(company_id) as session:
            snapshot = find_snapshot(session, company_id, number)
            if snapshot is not None:
                return _done(session, snapshot)
            return uploads.described(session, uploads.own_upload(session, company_id, device_id, number))

    def put_part(self, company_id: int, device_id: str, number: int, n: int, data: bytes, digest: str) -> None:
        """Take a part; the same part once more changes nothing. Raises `Refused`."""
        if parts.digest(data) != digest:
            raise Refused("bad-request", "A part of the upload was damaged on the way.")
        if not 0 <= n < limits.PARTS_IN_SNAPSHOT:
            raise Refused("too-large", f"An upload has at most {limits.PARTS_IN_SNAPSHOT:,} parts.")
        with self._work.reading(company_id) as session:
            if find_snapshot(session, company_id, number) is not None:
                raise Refused("stale", "This upload is published already.")
            upload = uploads.own_upload(session, company_id, device_id, number)
            if uploads.arrived_part(session, upload, n, digest):
                return
            sealing = self._sealing(session, company_id)
        incoming = read_part(data, sealing, number)
        with self._work.writing(company_id) as session:
            upload = uploads.own_upload(session, company_id, device_id, number)
            if not uploads.arrived_part(session, upload, n, digest):
                part = UploadPart(company_id=company_id, upload=number, n=n, digest=digest, bytes=len(data))
                uploads.write_part(session, upload, part, incoming, self._clock())

    def commit(self, company_id: int, device_id: str, number: int, announced: Commit | None = None) -> Begun:
        """Publish the upload where the resulting set is what the office announced, now or when it began. Raises
        `Refused`."""
        if announced is not None:
            check_set(announced)
        done = self._once(company_id, number, lambda: self._committed(company_id, device_id, number, announced))
        if announced is not None and done.receipt is not None and done.receipt.digest != announced.digest:
            raise Refused("key-reused", "This upload was published as another set.")
        return done

    def give_up(self, company_id: int, number: int) -> None:
        """Remove an upload that nobody will go on with, so that the next one need not wait for it."""
        self._clear(company_id, number)

    def _once(self, company_id: int, number: int, publish: Callable[[], Begun]) -> Begun:
        """What `publish` answers. Where it is refused since the same request came through meanwhile: the receipt."""
        try:
            return publish()
        except Refused:
            with self._work.reading(company_id) as session:
                snapshot = find_snapshot(session, company_id, number)
                if snapshot is None:
                    raise
                return _done(session, snapshot)

    def _committed(self, company_id: int, device_id: str, number: int, announced: Commit | None) -> Begun:
        with self._work.reading(company_id) as session:
            upload = uploads.own_upload(session, company_id, device_id, number)
        if bool(upload.digest) == (announced is not None):
            raise Refused("bad-request", "An upload says what it came to once: when it begins, or at its end.")
        if upload.whole:
            self._close_older(company_id, device_id, number)
        with self._work.reading(company_id) as session:
            upload = uploads.own_upload(session, company_id, device_id, number)
            result = outcome(session, upload)
        said = announced or Commit(upload.digest, _counts.decode(upload.counts))
        if Commit(result.digest, dict(result.counts)) != said:
            self._clear(company_id, number)
            raise Refused(
                "digest-mismatch",
                "What arrived is not the set that was announced.",
                "Nothing was published. Send every record of the set.",
            )
        with self._work.reading(company_id) as session:
            check_references(session, upload)
        return self._publish(upload, result)

    def _answered(self, session: Session, company_id: int, request: Request) -> Begun | None:
        """The answer to a request that needs no upload: it was committed before, or the set is here already."""
        company = self._company(session, company_id)
        if company.practice_id != request.begin.practice_id:
            raise other_practice()
        chosen = select(Snapshot).where(Snapshot.company_id == company_id, Snapshot.idempotency_key == request.key)
        same = session.scalars(chosen).one_or_none()
        if same is not None:
            _same_request(same.request_digest, request)
            return _done(session, same)
        upload = uploads.open_upload(session, company_id)
        newest = find_snapshot(session, company_id, company.newest)
        if (
            newest is None
            or newest.digest != request.begin.digest
            or (upload and upload.idempotency_key == request.key)
        ):
            return None
        return Begun(state="current", id=newest.number, receipt=receipt(session, company, newest))

    def _confirmed(self, company_id: int, device_id: str, request: Request, current: Begun) -> Begun:
        """The office holds what is here already. Where that is held, and a person at the office saw what it changes, it
        is shown now, and noted who that was."""
        with self._work.reading(company_id) as session:
            company = self._company(session, company_id)
            shows = confirms(session, company, device_id, request, current)
            if not shows and not needs_note(company, self._clock()):
                return current
        with self._work.writing(company_id) as session:
            company, now = self._company(session, company_id), self._clock()
            company.confirmed_at = now
            if not (shows and confirms(session, company, device_id, request, current)):
                return current
            snapshot = confirm(session, company, device_id, request, now)
            self._noted(session, snapshot.number)
            return _done(session, snapshot)

    def _opened(self, company_id: int, device_id: str, request: Request) -> Begun:
        """Go on with the open upload where it is this very request, else open one, clearing what stands in the way."""
        while True:
            with self._work.writing(company_id) as session:
                answer = self._answered(session, company_id, request)
                if answer is not None:
                    return answer
                company, now, begin = self._company(session, company_id), self._clock(), request.begin
                if begin.whole and begin.base != company.newest:
                    raise Refused(
                        "stale", "Another snapshot was published meanwhile.", f"The newest is {company.newest}."
                    )
                upload = uploads.open_upload(session, company_id)
                if upload is None:
                    return uploads.described(session, uploads.start(session, company, device_id, request, now))
                if not uploads.may_take_over(session, upload, device_id, begin, now):
                    raise _somebody_publishes(session, upload, device_id, now)
                if upload.idempotency_key == request.key and upload.base == company.newest and not upload.clearing:
                    _same_request(upload.request_digest, request)
                    uploads.go_on(upload, device_id, request, now)
                    return uploads.described(session, upload)
                upload.clearing, number = True, upload.number
            self._clear(company_id, number)

    def _clear(self, company_id: int, number: int) -> None:
        """Remove an upload and everything it wrote, in batches; a stop in between is made up for by the next begin."""
        left = True
        while left:
            with self._work.writing(company_id) as session:
                upload = uploads.open_upload(session, company_id)
                if upload is None or upload.number != number:
                    return
                upload.clearing = True
                left = uploads.remove_some(session, upload)

    def _close_older(self, company_id: int, device_id: str, number: int) -> None:
        for table in (records, listing):
            after: tuple[Any, ...] | None = ()
            while after is not None:
                with self._work.writing(company_id) as session:
                    upload = uploads.own_upload(session, company_id, device_id, number)
                    after = uploads.close_older(session, upload, table, after)

    def _publish(self, seen: Upload, result: Outcome) -> Begun:
        """The one short transaction that moves the numbers. `seen` is the upload as it was when `result` was made."""
        now = self._clock()
        with self._work.writing(seen.company_id) as session:
            snapshot = find_snapshot(session, seen.company_id, seen.number)
            if snapshot is None:
                upload = uploads.own_upload(session, seen.company_id, seen.device_id, seen.number)
                if upload.revision != seen.revision:
                    raise Refused("busy", "A part arrived while the upload was being closed.", retry_after=1)
                snapshot = _snapshot(
                    upload, result, sum(one.bytes for one in uploads.arrived_parts(session, upload)), now
                )
                _move(session, self._company(session, seen.company_id), snapshot, upload, result)
                uploads.forget(session, upload)
                self._noted(session, snapshot.number)
            return _done(session, snapshot)

    def _sealing(self, session: Session, company_id: int) -> Sealing:
        company = self._company(session, company_id)
        return Sealing(company_id, self._peppers, record_key(self._peppers, company))

    def _company(self, session: Session, company_id: int) -> Company:
        company = find_company(session, company_id)
        if company is None:
            raise Refused("not-found", "This receiver hosts no such company.")
        return company


def _nothing(_session: Session, _number: int) -> None:
    """Nothing is noted."""


def _done(session: Session, snapshot: Snapshot) -> Begun:
    company = session.get_one(Company, snapshot.company_id)
    return Begun(state="done", id=snapshot.number, receipt=receipt(session, company, snapshot))


def _move(session: Session, company: Company, snapshot: Snapshot, upload: Upload, result: Outcome) -> None:
    """Make it the newest; and what customers see, where the portal is not pinned, uploads do not wait to be
    imported, and no guard keeps it back."""
    held = why_held(session, company, upload, result) if company.pinned_at is None else None
    values: dict[str, Any] = {"newest": snapshot.number, "confirmed_at": snapshot.committed_at}
    if held is not None:
        snapshot.held = msgspec.json.encode(held)
    elif company.pinned_at is None and not company.hold_uploads:
        values["published"] = snapshot.number
        snapshot.published_at = snapshot.committed_at
    unmoved = (Company.newest == upload.base, Company.published == company.published)
    moved = session.execute(update(Company).where(Company.company_id == company.company_id, *unmoved).values(values))
    if cast("CursorResult[Any]", moved).rowcount != 1:
        raise Refused("stale", "Another upload was published meanwhile.", "Begin again.")
    session.add(snapshot)


def _somebody_publishes(session: Session, upload: Upload, device_id: str, now: datetime) -> Refused:
    """Who holds the lease, and when it is over at the latest."""
    device = find_device(session, upload.company_id, upload.device_id)
    name = f'"{device.name}"' if device else "not known by name"
    wait = max(1, ceil((upload.touched_at + uploads.IDLE - now).total_seconds()))
    if upload.device_id == device_id:
        detail = f"It is a copy of this computer, {name}: it has the same key. Let only one of them upload."
        return Refused("busy", "A copy of this computer is publishing.", detail, retry_after=wait)
    detail = f"It is {name}. Wait until it is done."
    return Refused("busy", "Another computer of your office is publishing.", detail, retry_after=wait)


def _same_request(digest: bytes, request: Request) -> None:
    if digest != request.digest:
        raise Refused("key-reused", "This idempotency key was used for another request.")


def _snapshot(upload: Upload, result: Outcome, size: int, now: datetime) -> Snapshot:
    return Snapshot(
        company_id=upload.company_id,
        number=upload.number,
        committed_at=now,
        device_id=upload.device_id,
        idempotency_key=upload.idempotency_key,
        request_digest=upload.request_digest,
        digest=result.digest,
        counts=msgspec.json.encode(result.counts),
        difference=msgspec.json.encode(result.difference),
        bytes=size,
        attended=upload.attended,
        person=upload.person,
        scheduled=upload.scheduled,
    )
