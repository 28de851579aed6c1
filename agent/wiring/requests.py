"""The inbox: what customers asked for on the portal."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from agent.domain.permissions import Permission
from agent.domain.portals import Portal
from agent.store.photos import PhotoFolder
from agent.store.requests import AnswerBox, RequestBook
from agent.store.telling import DeedBook
from agent.upload.audit import AuditClient
from agent.upload.outbound import OutboundClient
from agent.usecases.edit import Edit
from agent.usecases.portal_ports import Receiver
from agent.usecases.requests import Requests
from agent.usecases.requests_exchange import Exchange
from agent.usecases.requests_plan import Planner
from agent.usecases.telling import Telling
from agent.wiring.changing import Changing
from agent.wiring.publishing import Publishing


class Requesting(Changing, Publishing):
    """Everything is made when first asked for."""

    @cached_property
    def exchange(self) -> Exchange:
        """Fetches requests and sends answers."""
        key = self.secrets.key("cache-key")
        return Exchange(
            portals=self._own_portals,
            connect=lambda portal: OutboundClient(self.connect(portal)),
            book=RequestBook(self.store, key),
            box=AnswerBox(self.store, key),
            runs=lambda: self.journal.runs(self.chosen.practice_id),
            activity=self.activity,
            audit=self.telling,
        )

    @cached_property
    def telling(self) -> Telling:
        """Copies what was done here to the portals' audit logs."""
        return Telling(connect=lambda portal: AuditClient(self.connect(portal)), book=DeedBook(self.store))

    @cached_property
    def requests(self) -> Requests:
        """Shows them, and writes what is accepted."""
        return Requests(
            exchange=self.exchange,
            planner=lambda: Planner(self.fields, date.today()),
            edit=Edit(self.writing, self.actor, self.own_passwords, Permission.REQUESTS),
            photos=PhotoFolder(),
            activity=self.activity,
            actor=self.actor,
        )

    def afterwards(self, portal: Portal, receiver: Receiver) -> None:
        """With an upload, what goes home is fetched where something moved, and what is kept for the portal is sent."""
        self.exchange.after_upload(portal, receiver.moved)

    def _own_portals(self) -> list[Portal]:
        """Those that were paired for this practice database."""
        return [one for one in self.portals.all() if one.practice_id == self.chosen.practice_id]

    def settle_answers(self) -> list[str]:
        """See `Exchange.settle`; without a portal there is nothing to settle."""
        return self.exchange.settle() if self.portals.all() else []
