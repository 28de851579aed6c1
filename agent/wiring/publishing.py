"""What speaks to the receivers: pairing and Process."""

from __future__ import annotations

from functools import cached_property, partial

from agent.domain.errors import SetupError
from agent.domain.portals import Portal
from agent.settings.schedule import KeptSchedule
from agent.store.known import KnownCustomers
from agent.store.likenesses import Likenesses
from agent.store.passwords import Marker, Seal
from agent.store.portals import Portals
from agent.store.publication import Publication
from agent.store.roster import Roster
from agent.store.verifiers import Verifiers
from agent.upload.client import ReceiverClient, receiver_url
from agent.upload.signature import public_half
from agent.usecases import pair
from agent.usecases.common_passwords import common_passwords
from agent.usecases.forget import Forgetting
from agent.usecases.portal_ports import Receiver
from agent.usecases.process import Process
from agent.wiring.basis import Basis


class Publishing(Basis):
    """Everything is made when first asked for."""

    @cached_property
    def portals(self) -> Portals:
        """The paired portals."""
        return Portals(self.store)

    def connect(self, portal: Portal) -> ReceiverClient:
        """The receiver of a paired portal. Raises `SetupError` where the keyring lost its key."""
        key = self._pairing_key(pair.device_key(portal.name))
        return ReceiverClient.of(portal, key, KeptSchedule(self.home).readable().seconds, self._person())

    def _person(self) -> str | None:
        """Who has signed in here, for the portal's list of snapshots; empty where nobody did, None where the schedule
        is at work. The computer's own account is nobody's business there."""
        if self.desk.unattended:
            return None
        return self.desk.who.name if self.desk.who else ""

    @cached_property
    def pairing(self) -> pair.Pairing:
        """Pairs this computer with a portal."""
        return pair.Pairing(
            practice_id=lambda: self.practice.practice_id,
            portals=self.portals,
            secrets=self.secrets,
            desk=ReceiverClient.pairing,
            public_half=public_half,
            address=receiver_url,
            actor=self.actor,
            activity=self.activity,
        )

    @cached_property
    def forgetting(self) -> Forgetting:
        """Forgets a portal on this computer."""
        return Forgetting(self.portals, self.secrets, self.actor, self.activity)

    @cached_property
    def publication(self) -> Publication:
        """What was published, and what is on its way."""
        key = self.secrets.key("cache-key")
        return Publication(
            self.store,
            Seal(key, b"outbox"),
            Marker(key),
            partial(KnownCustomers, self.practice.practice_id, Seal(key, b"known"), Marker(key)),
        )

    @cached_property
    def process(self) -> Process:
        """Publishes to a portal."""
        key = self.secrets.key("cache-key")
        return Process(
            practice=self.practice,
            overlay=self.overlay,
            portals=self.portals,
            publication=self.publication,
            verifiers=Verifiers(self.store, Seal(key, b"verifiers"), self.practice.practice_id),
            new_roster=partial(Roster, Marker(key)),
            connect=self.connect,
            record_key=lambda portal: self._pairing_key(pair.record_key(portal.name)),
            common_passwords=common_passwords(),
            actor=self.actor,
            likenesses=Likenesses(self.store),
            afterwards=self.afterwards,
        )

    def afterwards(self, portal: Portal, receiver: Receiver) -> None:
        """What is done when an upload came through."""

    def _pairing_key(self, name: str) -> bytes:
        key = self.secrets.get(name)
        if key is None:
            raise SetupError(
                "The keyring no longer holds the key of this pairing.",
                detail="Nothing was sent.",
                remedy="Pair this computer again with a new code: System > Portals, or agent pair",
            )
        return key
