"""Fetches what customers asked for, and sends what the office answered (feature row A15).

Nothing here shows anything to anybody or decides anything. Both ways may be gone any number of times: what is fetched
replaces what was there, and an answer has one effect by its key.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from agent.domain.activity import Deed
from agent.domain.errors import AgentError
from agent.domain.portals import Claimed, Portal, Refused, Unfitting
from agent.domain.requests import NOWHERE, KeptAnswer, Position
from agent.domain.runs import Run, RunState
from agent.domain.values import counted
from agent.usecases.ports import Activity
from agent.usecases.requests_ports import AnswerBox, AuditCopy, RequestBook, RequestDesk

DECISIONS = {"accepted": "Accepted", "declined": "Declined", "reply": "Replied to"}
"""What was done to a request, to begin a sentence with."""


@dataclass(frozen=True)
class Exchanged:
    """What came of asking every portal: how many requests moved, how many answers arrived; and what was in the way."""

    moved: int = 0
    sent: int = 0
    troubles: tuple[AgentError, ...] = ()


@dataclass(frozen=True)
class Exchange:
    """Between this computer and the portals of one practice database."""

    portals: Callable[[], list[Portal]]
    connect: Callable[[Portal], RequestDesk]
    book: RequestBook
    box: AnswerBox
    runs: Callable[[], list[Run]]
    activity: Activity
    audit: AuditCopy

    def run(self) -> Exchanged:
        """Send, then fetch, at every portal. Raises nothing that a portal is in the way of."""
        found = Exchanged()
        for portal in self.portals():
            one = self.with_portal(portal)
            if not one.troubles:
                self.audit.tell_if_possible(portal)
            found = Exchanged(found.moved + one.moved, found.sent + one.sent, found.troubles + one.troubles)
        return found

    def with_portal(self, portal: Portal) -> Exchanged:
        """The same with one of them."""
        moved = sent = 0
        busy: tuple[AgentError, ...] = ()
        try:
            desk = self.connect(portal)
            try:
                sent = self.send(portal, desk)
            except Claimed as claimed:
                busy = (claimed,)
            moved = self._fetch(portal, desk)
        except AgentError as error:
            return Exchanged(moved, sent, (*busy, error))
        return Exchanged(moved, sent, busy)

    def after_upload(self, portal: Portal, moved: int | None) -> None:
        """An upload came through, and the receiver told how far what goes home has `moved`. Nothing is asked where all
        of it is here; whatever is in the way can wait for the next time, for the upload has come through."""
        with suppress(AgentError):
            waiting = any(kept.ready and kept.portal == portal.id for kept in self.box.all())
            if moved is not None and (waiting or moved != self.book.position(portal).moved):
                self.with_portal(portal)
        self.audit.tell_if_possible(portal)

    def send(self, portal: Portal, desk: RequestDesk, late: dict[str, Unfitting] | None = None) -> int:
        """Send every answer that is ready, in the order given. Raises what is in the way, the rest being kept; one that
        does not fit any more is dropped, said so in Activity, and put into `late` by its key."""
        sent, busy = 0, None
        for kept in self.box.all():
            if kept.portal != portal.id or not kept.ready:
                continue
            try:
                self.book.keep(portal, desk.answer(kept.number, kept.answer))
                sent += 1
            except Claimed as claimed:
                busy = claimed
                continue
            except Unfitting as refused:
                self._refused(portal, kept, refused)
                if late is not None:
                    late[kept.answer.key] = refused
            self.box.drop(kept)
        if busy is not None:
            raise busy
        return sent

    def sent_now(self, portal: Portal, kept: KeptAnswer) -> AgentError | None:
        """Send what is ready, if that is possible now; else what is in the way. Raises `Unfitting` where this answer
        comes too late."""
        refused: dict[str, Unfitting] = {}
        try:
            self.send(portal, self.connect(portal), refused)
        except AgentError as error:
            return error
        if kept.answer.key in refused:
            raise refused[kept.answer.key]
        return None

    def settle(self) -> list[str]:
        """Finish what was cut short while a request was being accepted; a sentence for each. Only for who holds the one
        lock, when replacements are settled."""
        return [told for kept in self.box.all() if not kept.ready and (told := self.settled(kept))]

    def settled(self, kept: KeptAnswer) -> str:
        """Whether what belongs to this answer was written decides about it: then it is to be sent, else it never was.
        Gives a sentence; nothing where the write itself is not settled yet."""
        run = next((one for one in self.runs() if one.cause == kept.answer.key), None)
        if run is None or run.state is RunState.ROLLED_BACK:
            self.box.drop(kept)
            return f"Accepting request {kept.number} was cut short; nothing was written, and it waits as before."
        if run.state in (RunState.DONE, RunState.UNDONE):
            self.box.ready(kept)
            return f"Accepting request {kept.number} was cut short; what was written stays, and the customer is told."
        return ""

    def said_of(self, portal: Portal, kept: KeptAnswer) -> str:
        """What was done, for Activity: `Accepted request 12`; with the portal where there are several."""
        named = f' of "{portal.name}"' if len(self.portals()) > 1 else ""
        return f"{DECISIONS[kept.answer.action]} request {kept.number}{named}"

    def _fetch(self, portal: Portal, desk: RequestDesk) -> int:
        """Everything that moved. A receiver of an earlier release has none."""
        position, moved = self.book.position(portal), 0
        own: frozenset[str] = frozenset()
        anew = position == NOWHERE
        while True:
            try:
                came = desk.outbound(position)
            except Refused as refused:
                if refused.code == "not-found":
                    return moved
                raise
            if came.anew:
                own, anew = self.book.own_passwords(portal), True
                self.audit.start_again(portal)
            self.book.take(portal, came, anew=anew)
            moved += len(came.requests)
            if not came.more or (came.until <= position.moved and not anew):
                self._forgotten(portal, own - self.book.own_passwords(portal))
                return moved
            position, anew = Position(came.until, came.heard), False

    def _forgotten(self, portal: Portal, own: Collection[str]) -> None:
        """Put back to earlier data, a portal has forgotten the passwords that were chosen since: their customers are
        not to be left with one that no longer opens anything, and the office not without knowing."""
        if not own:
            return
        deed = Deed(
            "requests",
            "",
            f'"{portal.name}" was put back to earlier data',
            "failed",
            datetime.now(UTC).replace(microsecond=0),
            customers=len(own),
            detail=f"It has forgotten the own passwords of {counted(len(own), 'customer')}:"
            " the office's passwords count again.",
            remedy="Ask these customers to choose their password anew.",
        )
        with suppress(AgentError):
            self.activity.note(deed)

    def _refused(self, portal: Portal, kept: KeptAnswer, refused: Unfitting) -> None:
        """Somebody has to know that the customer was not told. That a request was looked at needs no words."""
        if kept.answer.action == "seen":
            return
        run = next((one for one in self.runs() if one.cause == kept.answer.key), None)
        if run is not None:
            refused.remedy = f"What was written stays; it can be taken back: agent undo {run.id}"
        deed = Deed(
            "requests",
            kept.answer.by,
            self.said_of(portal, kept),
            "failed",
            datetime.now(UTC).replace(microsecond=0),
            detail=f"The portal did not take it: {refused.title} {refused.detail}".strip(),
            remedy=refused.remedy,
        )
        with suppress(AgentError):
            self.activity.note(deed)
