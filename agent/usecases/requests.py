"""The inbox: what customers asked for on the portal, seen, accepted, declined and answered at the office (feature row
A15).

Accepting claims the request at the portal first, so that no other computer of the office does the same; then it writes,
then it tells the customer. The answer lies in the box before the practice database is touched and is let go when it was
written: a kill at any point is settled by the next start (`requests_exchange`), never by writing twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from secrets import token_hex

from agent.domain.activity import Deed
from agent.domain.edit import Cell
from agent.domain.errors import AgentError, UsageError
from agent.domain.permissions import Actor, Permission
from agent.domain.portals import Portal
from agent.domain.requests import (
    NOTHING,
    AlreadyAnswered,
    Answered,
    Conflicts,
    KeptAnswer,
    Plan,
    Request,
    Waiting,
    choose_day,
    typed,
    waiting_of,
)
from agent.domain.runs import Run
from agent.domain.values import counted
from agent.usecases.edit import Edit
from agent.usecases.ports import Activity
from agent.usecases.requests_exchange import Exchange
from agent.usecases.requests_plan import Planner
from agent.usecases.requests_ports import PhotoFolder
from shared.outbound import BY_CHARACTERS, Action, Answer, Claim


@dataclass(frozen=True)
class Seen:
    """A request that is shown, with what accepting it would write now; `obstacle` says why that can't be told."""

    request: Request
    plan: Plan = NOTHING
    obstacle: str = ""


@dataclass(frozen=True)
class Requests:
    """The inbox of one practice database. `portal` names where a request came from; it may be left out where only one
    portal has a request of that number. Everything that is asked by number raises `UsageError` where there is none."""

    exchange: Exchange
    planner: Callable[[], Planner]
    edit: Edit
    photos: PhotoFolder
    activity: Activity
    actor: Actor

    def listed(self, *, everything: bool = False) -> list[Request]:
        """Those that wait for the office, the oldest first; or every one, the newest first. Raises `NotAllowed`."""
        self.actor.require(Permission.REQUESTS)
        found = self._all()
        return found[::-1] if everything else [one for one in found if one.open]

    def waiting(self) -> Waiting:
        """How many wait, for a page that tells other things, too: none to who may not see them."""
        return waiting_of(self._all()) if self.actor.may(Permission.REQUESTS) else Waiting()

    def show(self, number: int, portal: str = "", day: date | None = None) -> Seen:
        """One request, with its plan; the customer learns with the next exchange that it was opened. Raises
        `NotAllowed`."""
        self.actor.require(Permission.REQUESTS)
        place, request = self._find(number, portal)
        if request.state == "sent":
            self.exchange.box.put(KeptAnswer(place.id, number, self._answer(request, "seen")))
            place, request = self._find(number, place.name)
        if not request.open:
            return Seen(request)
        try:
            return Seen(request, self.planner().plan(request.asked, day))
        except UsageError:
            raise
        except AgentError as error:
            return Seen(request, obstacle=str(error))

    def plan(self, number: int, portal: str = "", day: date | None = None) -> Plan:
        """What accepting it would write now. Raises `NotAllowed`, `AlreadyAnswered`, and `AgentError` where the
        customer is gone."""
        self.actor.require(Permission.REQUESTS)
        return self.planner().plan(self._open(number, portal)[1].asked, day)

    def accept(
        self, number: int, portal: str = "", *, day: date | None = None, anyway: bool = False, say: str = ""
    ) -> Answered:
        """Write what the customer wants into the practice database, all of it or nothing, and tell him so, with a word
        (`say`) where there is one. Only for who holds the one lock.

        Raises `NotAllowed`, `AlreadyAnswered`, `Conflicts` (unless `anyway`), `UsageError` where a day has to be
        chosen, `Claimed` where another computer answers it just now, and what edits raise; nothing is written then.
        """
        self.actor.require(Permission.REQUESTS)
        said = typed(say, "The word to the customer", needed=False)
        place, request = self._open(number, portal)
        if request.kind == "message":
            raise UsageError("A message is answered with a reply.", remedy=f"See: agent requests reply {number} --help")
        self._agreed(request, day, anyway=anyway)
        claimed = self.exchange.connect(place).claim(number, Claim(by=self._by, made=request.asked.made))
        self.exchange.book.keep(place, claimed)
        place, request = self._open(number, place.name)
        plan = self._agreed(request, day, anyway=anyway)
        kept = KeptAnswer(place.id, number, self._answer(request, "accepted", said), ready=not plan.writes)
        self.exchange.box.put(kept)
        run = self._written(request, plan, kept)
        return self._told(place, kept, plan, run)

    def decline(self, number: int, reason: str, portal: str = "") -> Answered:
        """Tell the customer that it is not done, and why. Raises `NotAllowed`, `AlreadyAnswered`, `Unfitting` where
        somebody was faster, `AgentError` where the reason is empty or too long."""
        self.actor.require(Permission.REQUESTS)
        said = typed(reason, "The reason")
        place, request = self._open(number, portal)
        if request.kind == "message":
            raise UsageError("A message is answered with a reply.", remedy=f"See: agent requests reply {number} --help")
        return self._kept(place, KeptAnswer(place.id, number, self._answer(request, "declined", said)))

    def reply(self, number: int, text: str, portal: str = "") -> Answered:
        """Write to the customer, about any request; a message is done with that. Raises `NotAllowed`, `Unfitting` where
        it has as many replies as it can have, `AgentError` where the text is empty or too long."""
        self.actor.require(Permission.REQUESTS)
        said = typed(text, "The reply")
        place, request = self._find(number, portal)
        return self._kept(place, KeptAnswer(place.id, number, self._answer(request, "reply", said)))

    def photo(self, number: int, position: int, portal: str = "") -> bytes:
        """A photo that came with it, counted from 0: a JPEG file. Raises `NotAllowed`, and what the network raises."""
        self.actor.require(Permission.REQUESTS)
        place, request = self._find(number, portal)
        if not 0 <= position < len(request.asked.wish.photos):
            raise UsageError(f"Request {number} has no photo {position + 1}.", remedy="See: agent requests show")
        return self.exchange.connect(place).photo(number, position)

    def save_photos(self, number: int, folder: Path, portal: str = "") -> list[Path]:
        """Save all of them into `folder`, as new files that only this account can read. Raises as `photo` does, and
        `UsageError` where a file is there already."""
        self.actor.require(Permission.REQUESTS)
        place, request = self._find(number, portal)
        saved: list[Path] = []
        for position in range(len(request.asked.wish.photos)):
            picture = self.photo(number, position, place.name)
            saved.append(self.photos.save(folder, f"request-{number}-{position + 1}.jpg", picture))
        return saved

    def _all(self) -> list[Request]:
        """The oldest first."""
        answers: dict[tuple[int, int], Action] = {}
        for kept in self.exchange.box.all():
            if answers.get((kept.portal, kept.number)) not in ("accepted", "declined"):
                answers[kept.portal, kept.number] = kept.answer.action
        found = [
            Request(portal.name, asked, answers.get((portal.id, asked.number)))
            for portal in self.exchange.portals()
            for asked in self.exchange.book.all(portal)
        ]
        return sorted(found, key=lambda one: (one.asked.made, one.number))

    def _find(self, number: int, portal: str) -> tuple[Portal, Request]:
        places = {one.name: one for one in self.exchange.portals()}
        if portal and portal not in places:
            names = ", ".join(f'"{name}"' for name in places)
            raise UsageError(f'There is no portal "{portal}".', remedy=f"Choose one of: {names}.")
        found = [one for one in self._all() if one.number == number and portal in ("", one.portal)]
        if len(found) == 1:
            return places[found[0].portal], found[0]
        if not found:
            raise UsageError(f"There is no request {number}.", remedy="See them with: agent requests list")
        names = ", ".join(f'"{one.portal}"' for one in found)
        raise UsageError(f"Several portals have a request {number}: {names}.", remedy="Add --from with one of them.")

    def _open(self, number: int, portal: str) -> tuple[Portal, Request]:
        place, request = self._find(number, portal)
        if not request.open:
            raise AlreadyAnswered(request)
        return place, request

    def _agreed(self, request: Request, day: date | None, *, anyway: bool) -> Plan:
        plan = self.planner().plan(request.asked, day)
        if plan.needs_day:
            raise UsageError("A day has to be chosen for the visit.", remedy=choose_day(plan))
        if plan.conflicts and not anyway:
            raise Conflicts(plan)
        return plan

    def _written(self, request: Request, plan: Plan, kept: KeptAnswer) -> Run | None:
        """Write the plan; whatever comes of it, the box knows."""
        if not plan.writes:
            return None
        catalog = self.edit.writing.practice.catalog
        cells = [Cell(catalog.field(one.field), one.record_id, one.held, one.text) for one in plan.writes]
        about = f"request {request.number} of customer {request.asked.customer_number}"
        try:
            run = self.edit.save(cells, about, kept.answer.key)
        except AgentError:
            self.exchange.settled(kept)
            raise
        self.exchange.box.ready(kept)
        return run

    def _kept(self, place: Portal, kept: KeptAnswer) -> Answered:
        self.exchange.box.put(kept)
        return self._told(place, kept, NOTHING, None)

    def _told(self, place: Portal, kept: KeptAnswer, plan: Plan, run: Run | None) -> Answered:
        """Note it, and send it now if that is possible. Raises `Unfitting` where somebody was faster."""
        self._note(place, kept, run)
        came = self.exchange.sent_now(place, kept)
        return Answered(self._find(kept.number, place.name)[1], came is None, plan, run, str(came or ""))

    def _note(self, place: Portal, kept: KeptAnswer, run: Run | None) -> None:
        what = self.exchange.said_of(place, kept)
        detail = f"{counted(run.changed, 'field')} written. To take it back: agent undo {run.id}" if run else ""
        made = datetime.now(UTC).replace(microsecond=0)
        changed = run.changed if run else None
        self.activity.note(Deed("requests", self.actor.name, what, "done", made, changed=changed, detail=detail))

    def _answer(self, request: Request, action: Action, text: str = "") -> Answer:
        return Answer(key=token_hex(16), action=action, by=self._by, text=text, made=request.asked.made)

    @property
    def _by(self) -> str:
        return self.actor.name[:BY_CHARACTERS]
