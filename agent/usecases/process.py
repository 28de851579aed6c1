"""Process: publishes the customers of the practice database to a portal (features A8, A9, A14).

Data first: the first snapshot carries everything, with the credentials whose verifiers are known. Then the missing
verifiers are made, and a second snapshot of the same Process carries them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from agent.domain.diff import SetDiff, nothing_published
from agent.domain.errors import Cancelled, SetupError, TryLater, UsageError
from agent.domain.people import Sample
from agent.domain.permissions import Actor, Permission
from agent.domain.portals import Outbox, Portal
from agent.domain.selection import Selection
from agent.usecases import untouched
from agent.usecases.collect import Collector
from agent.usecases.credentials import KINDS, Credentials
from agent.usecases.fields import Fields
from agent.usecases.foresight import Foresight, names, sample, seen
from agent.usecases.held import Held
from agent.usecases.known import Acquaintance, rules_for
from agent.usecases.likeness import Likenesses, Recognition
from agent.usecases.overlaid import Overlaid
from agent.usecases.patience import patiently
from agent.usecases.portal_ports import Portals, Publication, Receiver, Roster, Verifiers
from agent.usecases.ports import Clock, Progress
from agent.usecases.practice_ports import Overlay, PracticeDatabase
from agent.usecases.publish import AllWanted, Publisher
from agent.usecases.report import Preview, ProcessReport, Tally
from agent.usecases.spooling import Comparison, empty_outbox, fill, nobody
from shared.records import BODIES

ATTEMPTS = 4
"""How often one Process reads anew where the receiver holds something else than what this computer published last: once
to learn that, once to make the verifiers, and where another computer publishes meanwhile."""


@dataclass(frozen=True)
class ProcessOptions:
    """The Process window: both dates as A8 defines them, `to` the name of the portal where there are several."""

    history_since: date | None = None
    activity_after: date | None = None
    to: str | None = None
    attended: bool = False
    """Whether a person saw what will change: the last preview from here."""


@dataclass(frozen=True)
class Process:
    """Everything that Process needs; `record_key` gives the key for hashes of secret records of a portal."""

    practice: PracticeDatabase
    overlay: Overlay
    portals: Portals
    publication: Publication
    verifiers: Verifiers
    new_roster: Callable[[], Roster]
    connect: Callable[[Portal], Receiver]
    record_key: Callable[[Portal], bytes]
    common_passwords: frozenset[str]
    actor: Actor
    likenesses: Likenesses
    clock: Clock = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    today: Callable[[], date] = date.today
    afterwards: Callable[[Portal, Receiver], object] | None = None
    """Called when an upload came through. Raises nothing."""

    def run(self, options: ProcessOptions, progress: Progress) -> ProcessReport:
        """Publish. Raises an `AgentError` with nothing published, or `Cancelled` saying what was."""
        self.actor.require(Permission.PROCESS)
        return patiently(progress, lambda: self._run(options, progress))

    def _run(self, options: ProcessOptions, progress: Progress) -> ProcessReport:
        portal = self._destination(options)
        receiver = self.connect(portal)
        report = self._brought(portal, receiver, options, progress)
        if self.afterwards is not None:
            self.afterwards(portal, receiver)
        return report

    def _brought(
        self, portal: Portal, receiver: Receiver, options: ProcessOptions, progress: Progress
    ) -> ProcessReport:
        portal = self._settled(portal, receiver)
        if portal.receipt is None:
            check_company(self.practice, self.overlay)
        kept = self.publication.outbox(portal)
        if kept is not None and kept.full:
            held = Held(kept.base, True, portal.receipt)
        else:
            held = Held(portal.base, portal.base == 0, portal.receipt)
        mark = self._mark(portal, options)
        confirms = self.publication.seen(portal) if options.attended else None
        publisher = Publisher(portal, receiver, self.publication, progress, self.sleep, confirms)
        if kept is None and not held.full:
            try:
                if report := self._unread(publisher, mark):
                    return report
            except AllWanted:
                held = Held.by(receiver)
        recognition = Recognition(self.practice, self.likenesses)
        like = recognition.look(attended=options.attended)
        for _ in range(ATTEMPTS):
            try:
                report = self._publish(publisher, options, held)
                untouched.remember(self.publication, portal, mark, report)
                if report.held is None:
                    recognition.keep(like)
                return report
            except AllWanted:
                held = Held.by(receiver)
        raise _others_publish()

    def preview(self, options: ProcessOptions, progress: Progress) -> Preview:
        """What `run` would do, and to whom; nothing is sent."""
        self.actor.require(Permission.PROCESS)
        return patiently(progress, lambda: self._preview(options, progress))

    def _preview(self, options: ProcessOptions, progress: Progress) -> Preview:
        portal = self._destination(options)
        with closing(self.new_roster()) as roster:
            collector, credentials = self._parts(portal, options, progress, roster)
            tally = Tally(self.clock, collector, credentials)
            with self.practice.reading() as reading, self.publication.shown(portal) as shown:
                foresight = Foresight(shown, collector, credentials)
                comparison = foresight.look(reading)
        named = names(Fields(self.practice, self.overlay), foresight.crowd.numbers, progress)
        told, counted = seen(comparison, portal.receipt.held if portal.receipt else None)
        self.publication.keep_seen(portal, told)
        return replace(tally.preview(portal, comparison, foresight.crowd.named(named)), held=counted)

    def sample(self, options: ProcessOptions, number: str, progress: Progress) -> Sample:
        """What the portal would show the customer of that number. Raises `UsageError` where he would not be on it."""
        self.actor.require(Permission.PROCESS)
        progress.step("Reading the practice database")
        overlaid = Overlaid.of(self.practice, self.overlay)
        with self.practice.reading() as reading:
            return sample(reading, overlaid, self._selection(options), number, progress)

    def _unread(self, publisher: Publisher, mark: bytes) -> ProcessReport | None:
        """Where nobody wrote to the practice database since the last Process, ask only whether the receiver still holds
        what it confirmed then. None where it has to be read."""
        portal, confirms = publisher.portal, publisher.confirms
        report = untouched.remembered(self.publication, portal, mark)
        if report is None or portal.receipt is None:
            return None
        begun = self.clock()
        answer = publisher.publish(untouched.same_again(portal.receipt, attended=confirms is not None))
        again = untouched.told_again(report, answer, publisher.receiver, self.clock() - begun)
        return replace(again, confirms=confirms)

    def _mark(self, portal: Portal, options: ProcessOptions) -> bytes:
        overlaid = Overlaid.of(self.practice, self.overlay)
        rules = self._rules(self._selection(options)) + bytes([portal.live])
        return untouched.mark_of(self.practice.state(), rules, overlaid)

    def _selection(self, options: ProcessOptions) -> Selection:
        return Selection.of(self.today(), options.history_since, options.activity_after)

    def _rules(self, selection: Selection) -> bytes:
        return rules_for(self.practice, selection, self.today(), self.common_passwords)

    def _publish(self, publisher: Publisher, options: ProcessOptions, held: Held) -> ProcessReport:
        portal = publisher.portal
        with closing(self.new_roster()) as roster:
            collector, credentials = self._parts(portal, options, publisher.progress, roster)
            tally = Tally(self.clock, collector, credentials)
            outbox = self._spool_all(publisher, collector, credentials, held, attended=options.attended)
            tally.read()
            if held.loses(credentials):
                credentials.make_waiting()
                raise AllWanted("the verifiers had to be made first")
            if outbox.parts or held.full or not credentials.waiting:
                tally.sent(*publisher.publish(outbox))
            if credentials.waiting:
                try:
                    tally.hashed(credentials.make_waiting(shown=tally.shows(portal)))
                    outbox = self._spool_credentials(portal, credentials, attended=options.attended)
                    tally.sent(*publisher.publish(outbox))
                except Cancelled as stopped:
                    raise _stopped_late(credentials.waiting) from stopped
            return replace(tally.report(portal, publisher.receiver), confirms=publisher.confirms)

    def _parts(
        self, portal: Portal, options: ProcessOptions, progress: Progress, roster: Roster
    ) -> tuple[Collector, Credentials]:
        progress.step("Reading the practice database")
        overlaid = Overlaid.of(self.practice, self.overlay)
        collector = Collector(self._selection(options), overlaid, self.common_passwords, roster, progress)
        key = self.record_key(portal)
        return collector, Credentials(roster, self.verifiers, progress, key, overlaid.resets, portal.live)

    def _spool_all(
        self, publisher: Publisher, collector: Collector, credentials: Credentials, held: Held, *, attended: bool
    ) -> Outbox:
        """Read the practice database into the outbox, as one instant of it. Where the portal holds nothing yet, parts
        are sent meanwhile; what was begun before goes on when it is known whether it is still the same."""
        portal = publisher.portal
        before = self.publication.outbox(portal)
        ahead = before is None and held.full and not held.base
        last = self.publication.newest(portal)
        new = empty_outbox(last, held.base, full=held.full, attended=attended, streamed=ahead)
        with (
            publisher.head_start(new) as head_start,
            self.practice.reading() as reading,
            self.publication.spool(portal, new if ahead else None) as spool,
        ):
            comparison = Comparison(SetDiff(nothing_published if held.full else spool.published))
            known = spool.known(self._rules(collector.selection) + collector.overlaid.said(reading))
            if held.full:
                known.forget()
            acquaintance = Acquaintance(known, collector.overlaid, comparison.diff)
            records = chain(collector.records(reading, acquaintance), credentials.records())
            changes = chain(comparison.changes(records), comparison.removals())
            outbox = fill(spool, comparison, changes, new, head_start.added if ahead else nobody)
            known.finish()
        return self._same_key(portal, before, outbox)

    def _spool_credentials(self, portal: Portal, credentials: Credentials, *, attended: bool) -> Outbox:
        """The set just published, with the credentials as they are known now."""
        base, last = self._current(portal).base, self.publication.newest(portal)
        with self.publication.spool(portal) as spool:
            comparison = Comparison(SetDiff(spool.published))
            for kind in BODIES:
                if kind not in KINDS:
                    comparison.keep(kind, spool.published(kind))
            changes = chain(comparison.changes(credentials.records()), comparison.removals())
            new = empty_outbox(last, base, full=False, attended=attended, goes_on=True)
            return fill(spool, comparison, changes, new)

    def _same_key(self, portal: Portal, before: Outbox | None, outbox: Outbox) -> Outbox:
        """An upload that was cut off goes on: the same set keeps its idempotency key."""
        if before is None or not before.same_upload(outbox):
            return outbox
        resumed = replace(outbox, idempotency_key=before.idempotency_key, streamed=before.streamed)
        self.publication.set_header(portal, resumed)
        return resumed

    def _settled(self, portal: Portal, receiver: Receiver) -> Portal:
        """Where an earlier Process ended before its receipt was kept, ask whether it had come through."""
        outbox = self.publication.outbox(portal)
        if outbox is None or outbox.growing:
            return portal
        receipt = receiver.status().receipt
        if receipt is None or receipt.digest != outbox.digest or receipt.snapshot <= outbox.base:
            return portal
        self.publication.settle(portal, receipt)
        return self._current(portal)

    def _current(self, portal: Portal) -> Portal:
        return next(one for one in self.portals.all() if one.id == portal.id)

    def _destination(self, options: ProcessOptions) -> Portal:
        return destination(self.portals.all(), options.to, self.practice)


def _stopped_late(waiting: int) -> Cancelled:
    return Cancelled(
        "Stopped: the data is published, new passwords are not yet.",
        detail=f"The passwords of {waiting} customers and users were on their way.",
        remedy="They follow with the next Process, which goes on where this one stopped.",
    )


def _others_publish() -> TryLater:
    return TryLater(
        "Another computer of this office publishes to the same portal at the same time.",
        detail="Each time this one was about to publish, the portal held another set.",
        remedy="Let one computer publish, then try again.",
    )


def check_company(practice: PracticeDatabase, overlay: Overlay) -> None:
    """Customers are to find an address to write to from the first moment on (A1). Raises `SetupError`."""
    with practice.reading() as reading:
        company = Overlaid.of(practice, overlay).company(reading)
    if not company.email:
        raise SetupError(
            "The company has no e-mail address yet, and customers need one to write to.",
            detail="Nothing was published.",
            remedy="Enter it in System > Email Settings, or with: agent settings set --email ADDRESS",
        )


def destination(portals: list[Portal], name: str | None, practice: PracticeDatabase) -> Portal:
    """The one destination of this practice database. Raises what `chosen` raises, `SetupError` where it is another
    one's."""
    portal = chosen(portals, name)
    if portal.practice_id != practice.practice_id:
        raise SetupError(
            f'"{portal.name}" was paired for another practice database.',
            detail="Nothing was published.",
            remedy="Choose the practice database it was paired for, or pair this one under another name.",
        )
    return portal


def chosen(portals: list[Portal], name: str | None) -> Portal:
    """The one destination. Raises `SetupError` where there is none, `UsageError` where it has to be named."""
    if not portals:
        raise SetupError(
            "This computer is not paired with a portal yet.", remedy="Pair it: Help > Set-up, or agent pair"
        )
    names = ", ".join(f'"{portal.name}"' for portal in portals)
    if name is None and len(portals) > 1:
        raise UsageError("Select one destination to upload data.", remedy=f"Name it with --to, one of: {names}.")
    for portal in portals:
        if name is None or portal.name == name:
            return portal
    raise UsageError(f'There is no portal "{name}".', remedy=f"Choose one of: {names}.")
