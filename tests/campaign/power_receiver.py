"""Power cuts at the receiver while an office publishes, and just after it was told that its snapshot is there
(reliability F12, goal R1). The receiver works in this process, so that a cut takes no longer than it has to."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, cast
from urllib.parse import urlsplit

import msgspec
import requests
from flask import Flask
from werkzeug.test import Client

from receiver.factory import create_app
from receiver.settings import Settings
from receiver.web.parts import EXTENSION, Parts
from shared.messages import Begun, Status
from shared.records import Customer
from tests.campaign.evidence import Evidence
from tests.campaign.ledger import SqliteLedger
from tests.campaign.power_cut import PowerCut
from tests.campaign.registry import Grounds
from tests.campaign.report import Report, Shot, at_least, report
from tests.receiver.damaged import a_set
from tests.receiver.signed import Computer, begin_of, changes_of
from tests.support.receiver import Receiver

NAME: Final = "power-receiver"
COMPANY: Final = 112
PUBLICATIONS: Final = 3
"""In one life of the receiver."""
LATEST: Final = 120
"""Calls of one life to the disk within which the power goes, about."""
SHARES: Final = (0.0, 0.5, 1.0)


class Inside(Computer):
    """An office computer that asks the application itself."""

    app: Flask

    def send(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> requests.Response:
        """Sign, ask, answer."""
        asked = self.request(method, path, body, headers)
        address = urlsplit(asked.url or "")
        answer = Client(self.app).open(
            address.path, base_url=self.url, method=method, headers=list(asked.headers.items()), data=body
        )
        given = requests.Response()
        given.status_code, given._content = answer.status_code, answer.get_data()
        given.headers.update(dict(answer.headers))
        return given


def _told(answer: requests.Response) -> str:
    return f"answered {answer.status_code} {answer.json().get('code', '')}"


@dataclass
class Host:
    """The receiver, and the office that publishes to it: the newest snapshot that it was told of, and the street that
    its customers had then."""

    disk: PowerCut
    receiver: Receiver
    computer: Inside
    newest: int = 0
    street: str = ""

    @property
    def ledger(self) -> SqliteLedger:
        """What its tables say."""
        return SqliteLedger((self.disk.now / "receiver.db").resolve())

    @contextmanager
    def serving(self) -> Iterator[None]:
        """While inside, it answers."""
        app = create_app(Settings.from_environment(self.receiver.environment))
        self.computer.app = app
        try:
            yield
        finally:
            cast(Parts, app.extensions[EXTENSION]).work.engine.dispose()

    def publish(self, key: str) -> str:
        """Publish the customers on another street; gives what the receiver said."""
        bodies = {
            at: msgspec.structs.replace(body, street=key) if isinstance(body, Customer) else body
            for at, body in a_set().items()
        }
        begin = begin_of(bodies, self.computer.record_key, idempotency_key=key, base=self.newest)
        begin = msgspec.structs.replace(begin, whole=True)
        answer = self.computer.begin(begin)
        if answer.status_code != 200:
            return _told(answer)
        upload = msgspec.json.decode(answer.content, type=Begun)
        answer = self.computer.put(upload.id, 1, changes_of(bodies))
        if answer.status_code == 204:
            answer = self.computer.commit(upload.id)
        if answer.status_code != 200:
            return _told(answer)
        receipt = msgspec.json.decode(answer.content, type=Begun).receipt
        if self.disk.state.hit or receipt is None:
            return "too late"
        self.newest, self.street = receipt.snapshot, key
        return "acknowledged"


@contextmanager
def hosted(grounds: Grounds) -> Iterator[Host]:
    """A receiver whose data are on the disk, with one paired computer. What it logs of the disk is not looked at."""
    logging.disable()
    try:
        with _paired(grounds) as host:
            yield host
    finally:
        logging.disable(logging.NOTSET)


@contextmanager
def _paired(grounds: Grounds) -> Iterator[Host]:
    with PowerCut.open(grounds.fresh("disk")) as disk:
        receiver = Receiver(grounds.fresh("receiver"))
        receiver.account = None
        receiver.use_database(f"sqlite:///{disk.now}/receiver.db")
        receiver.init()
        host = Host(disk, receiver, Inside(receiver.url, COMPANY))
        code = receiver.create_company(COMPANY, "Green Valley")
        with host.serving():
            assert host.computer.pair(code).status_code == 201
        disk.settle()
        yield host


def play(grounds: Grounds, shots: int, seed: int) -> Report:
    """Cut the power so often: half of the cuts anywhere in a life of three publications, half just after an answer."""
    dice = random.Random(seed)
    with hosted(grounds) as host:
        done = [shot(host, dice, f"street-{seed:06}-{at:06}") for at in range(shots)]
    told = sum(one.place == "just after the answer" for one in done)
    return report(NAME, seed, done, at_least("cuts just after the answer", told, max(1, shots // 4)))


def shot(host: Host, dice: random.Random, name: str) -> Shot:
    """One life of the receiver, the cut, and what is there afterwards."""
    at = dice.choice((0, dice.randint(1, LATEST)))
    faults: list[str] = []
    said: list[str] = []
    with host.serving():
        host.disk.arm(at, dice.choice(SHARES), dice.randrange(1 << 30))
        for turn in range(dice.randint(1, PUBLICATIONS)):
            said.append(host.publish(f"{name}-{turn}"))
            if host.disk.state.hit:
                break
        hit = host.disk.cut().hit
    host.disk.revive()
    faults += [one for one in said[:-1] if one != "acknowledged"]
    if not said[-1:] or (at == 0 and said[-1] != "acknowledged"):
        faults.append(f"with power it said {said}")
    faults += _left(host)
    place = "just after the answer" if at == 0 or hit == "nothing" else "in the middle"
    return Shot(f"the power goes in {hit}", place, f"{said[-1]}", tuple(faults))


def _left(host: Host) -> list[str]:
    """What was acknowledged is there, whole; then the office learns where it stands."""
    ledger, faults = host.ledger, []
    faults += [f"the database is broken: {one}" for one in ledger.broken()]
    state = ledger.left(COMPANY)
    if host.newest and (state.newest < host.newest or state.published < host.newest):
        faults.append(f"{host.newest} was acknowledged, {state} was left")
    with host.serving():
        status = msgspec.json.decode(host.computer.send("GET", "status").content, type=Status)
    if (status.newest, status.published) != (state.newest, state.published):
        faults.append(f"it tells {status.newest}, {status.published} where {state} was left")
    streets = Evidence(str(ledger.database), COMPANY, ledger.database).texts(state.published, "customer", "street")
    if len(streets) > 1 or (state.newest == host.newest and streets - {host.street}):
        faults.append(f"the published customers live in {sorted(streets)}, not in {host.street}")
    host.newest = state.newest
    host.street = next(iter(streets), "")
    return faults
