"""Pairing: a one-time code, typed once, enrols this computer's key (feature A12, reliability section 3)."""

from __future__ import annotations

import base64
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from agent.domain.activity import Deed
from agent.domain.errors import ReceiverError, UsageError
from agent.domain.permissions import Actor
from agent.domain.portals import DEFAULT_NAME, CutOff, Portal
from agent.usecases.portal_ports import PairingDesk, Portals
from agent.usecases.ports import Activity, Secrets
from shared.messages import Pair, Paired

KEY_BYTES = 32

_NOT_KNOWN = "Whether this computer was paired is not known."
_AGAIN = "Pair again with the same code and the same name: the receiver then gives the same answer."


def device_key(portal_name: str) -> str:
    """The secret that signs this computer's requests: 32 raw bytes, Ed25519."""
    return f"device-key:{portal_name}"


def record_key(portal_name: str) -> str:
    """The secret that keys the hashes of secret records: 32 bytes."""
    return f"record-key:{portal_name}"


def _coming_key(portal_name: str) -> str:
    """The device key of a pairing whose answer has not come."""
    return f"coming-device-key:{portal_name}"


def secrets_of(portal_name: str) -> tuple[str, ...]:
    """The names of every secret that a pairing may leave behind."""
    return (device_key(portal_name), record_key(portal_name), _coming_key(portal_name))


@dataclass(frozen=True)
class PairOptions:
    """What a person types. `name` is how "Select one destination" lists the portal."""

    receiver: str
    company: int
    code: str
    name: str = DEFAULT_NAME
    device_name: str = ""
    """How the receiver lists this computer; its network name where empty."""


@dataclass(frozen=True)
class Pairing:
    """Pairs this computer. `public_half` and `desk` belong to the device's private key."""

    practice_id: Callable[[], str]
    portals: Portals
    secrets: Secrets
    desk: Callable[[str, bytes], PairingDesk]
    public_half: Callable[[bytes], str]
    address: Callable[[str], str]
    """Checks and tidies the address of a receiver."""
    actor: Actor
    activity: Activity

    def run(self, options: PairOptions) -> Portal:
        """Enrol, then keep the portal. The key is kept before the code is used: where the answer is lost, the same
        command again brings the same key, and the receiver gives the same answer. Raises `UsageError`, `NotAllowed`,
        and what `PairingDesk.pair` raises."""
        self.actor.require_highest("pair this computer with a portal")
        url = self.address(options.receiver)
        self._name_is_free(options.name, url, options.company)
        practice_id = self.practice_id()
        private_key = self.secrets.get(_coming_key(options.name)) or secrets.token_bytes(KEY_BYTES)
        self.secrets.put(_coming_key(options.name), private_key)
        asked = Pair(
            company=options.company,
            code=options.code.strip(),
            public_key=self.public_half(private_key),
            device_name=options.device_name or socket.gethostname(),
            practice_id=practice_id,
        )
        try:
            paired = self.desk(url, private_key).pair(asked)
        except CutOff as cut:
            raise CutOff(cut.title, detail=_NOT_KNOWN, remedy=_AGAIN) from cut
        self.secrets.put(record_key(options.name), _key_of(paired))
        self.secrets.put(device_key(options.name), private_key)
        portal = self.portals.save(
            Portal(
                id=0,
                name=options.name,
                url=url,
                company=paired.company,
                company_name=paired.company_name,
                device=paired.device,
                practice_id=practice_id,
                portal_url=paired.portal_url,
            )
        )
        self.secrets.remove(_coming_key(options.name))
        what = f"Paired with the portal {portal.name} of company {portal.company} at {portal.url}"
        self.activity.note(Deed("pair", self.actor.name, what, "done", datetime.now(UTC)))
        return portal

    def _name_is_free(self, name: str, url: str, company: int) -> None:
        """Pairing the same portal again is fine; another one needs another name."""
        for portal in self.portals.all():
            if portal.name == name and (portal.url, portal.company) != (url, company):
                raise UsageError(
                    f'"{name}" is already the name of the portal of company {portal.company} at {portal.url}.',
                    remedy="Give this one another name.",
                )


def _key_of(paired: Paired) -> bytes:
    try:
        key = base64.b64decode(paired.record_key, validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ReceiverError("The receiver's answer to the pairing can't be used.", remedy="Ask for a new code.")
    return key
