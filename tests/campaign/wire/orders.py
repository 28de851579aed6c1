"""The parts of a world in which requests come in any order: what the office's data were at a time, what it wants to
publish, and the network that holds every request that ever travelled."""

from __future__ import annotations

import base64
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import msgspec
import requests

from shared import canonical, parts
from shared.messages import PART_DIGEST_HEADER, Begin, Begun
from shared.records import Company, Customer
from tests.receiver.publishing import Bodies
from tests.receiver.signed import Computer, begin_of, changes_of

ALLOWED = frozenset({200, 204, 409, 422, 503})
"""What a request that came late, twice or out of turn may be answered: done, done, stale, other content, busy."""


@dataclass(frozen=True)
class Version:
    """The office's data at a time; `names` are its customers. Every record of it tells the version."""

    number: int
    names: tuple[str, ...]

    @property
    def bodies(self) -> Bodies:
        """Its records."""
        street = f"Version {self.number}"
        people = {("customer", name): Customer(record_id=name, name=name, street=street) for name in self.names}
        return {("company", "-"): Company(name="Green Valley", street=street), **people}

    @property
    def rows(self) -> frozenset[tuple[str, str, bytes]]:
        """Kind, key and hash of each record, as the receiver keeps them."""
        return frozenset(
            (kind, key, canonical.record_hash(kind, canonical.encode(body), b""))
            for (kind, key), body in self.bodies.items()
        )


@dataclass
class Upload:
    """What a computer wants to publish, as far as it knows how that stands: `number` is the receiver's for it."""

    version: Version
    begin: Begin
    data: bytes
    number: int = 0
    given_up: bool = False


@dataclass
class Sent:
    """A request as it travelled. `done`: number, digest and time of the snapshot, where an answer said that it is. How
    that stands by now (shown, held, pinned) may be told otherwise later."""

    prepared: requests.PreparedRequest
    done: tuple[int, str, str] | None = None


@dataclass
class Network:
    """Delivers requests; `wrong` is what was answered that should not have been."""

    tally: Counter[str]
    wrong: list[str] = field(default_factory=list)
    _session: requests.Session = field(default_factory=requests.Session)

    def deliver(self, sent: Sent) -> requests.Response:
        """One answer."""
        return self._judged(sent, self._session.send(sent.prepared, timeout=30))

    def at_once(self, sent: Sent, times: int) -> list[requests.Response]:
        """The same request so often at the same moment."""
        with ThreadPoolExecutor(times) as pool:
            answers = list(pool.map(lambda _: requests.Session().send(sent.prepared, timeout=30), range(times)))
        return [self._judged(sent, one) for one in answers]

    def close(self) -> None:
        """Nothing travels any more."""
        self._session.close()

    def _judged(self, sent: Sent, answer: requests.Response) -> requests.Response:
        self.tally["requests"] += 1
        self.tally[str(answer.status_code)] += 1
        where = f"{sent.prepared.method} {sent.prepared.path_url}"
        if answer.status_code not in ALLOWED:
            self.wrong.append(f"{where} was answered {answer.status_code}: {answer.text[:200]}")
        if answer.status_code == 503 and not answer.headers.get("Retry-After"):
            self.wrong.append(f"{where} was answered 503 without Retry-After")
        told = msgspec.json.decode(answer.content, type=Begun) if answer.status_code == 200 else None
        if told is not None and told.state == "done" and told.receipt is not None:
            done = (told.id, told.receipt.digest, told.receipt.time)
            if sent.done and sent.done != done:
                self.wrong.append(f"{where} was answered {done} after {sent.done}")
            sent.done = done
        return answer


@dataclass
class Desk:
    """A computer of the office: it knows the newest snapshot it was told of, and which data that was where it was
    its own."""

    computer: Computer
    base: int = 0
    held: Version | None = None

    def ready(self, version: Version, key: str, *, whole: bool, inside: bool) -> Upload:
        """Make `version` ready: all of it, or what changed since the last snapshot this computer knows of."""
        before, after = {} if self.held is None else self.held.bodies, version.bodies
        whole = whole or self.held is None
        begin = begin_of(after, self.computer.record_key, idempotency_key=key, base=self.base)
        begin = msgspec.structs.replace(begin, whole=whole)
        changed = after if whole else {name: body for name, body in after.items() if before.get(name) != body}
        data = changes_of({**changed, **({} if whole else dict.fromkeys(set(before) - set(after)))})
        if inside:
            change = base64.b64encode(data).decode()
            begin = msgspec.structs.replace(begin, change=change, change_digest=parts.digest(data))
        return Upload(version, begin, data)

    def request(self, upload: Upload, step: str) -> Sent:
        """One of the requests of an upload."""
        number = upload.number
        if step == "begin":
            return Sent(self.computer.request("POST", "snapshots", msgspec.json.encode(upload.begin)))
        if step == "commit":
            return Sent(self.computer.request("POST", f"snapshots/{number}/commit"))
        digest = {PART_DIGEST_HEADER: parts.digest(upload.data)}
        return Sent(self.computer.request("PUT", f"snapshots/{number}/parts/1", upload.data, digest))

    def asks(self) -> None:
        """Ask what is newest, as the agent does after it was told that it is behind."""
        newest = int(self.computer.send("GET", "status").json()["newest"])
        if newest != self.base:
            self.base, self.held = newest, None

    def hears(self, upload: Upload, answer: requests.Response) -> None:
        """What the agent makes of an answer: it goes on, is done, or gives up and reads anew."""
        if answer.status_code == 409:
            upload.given_up = True
        if answer.status_code != 200:
            return
        told = msgspec.json.decode(answer.content, type=Begun)
        if told.receipt is not None:
            upload.given_up = True
            if told.receipt.digest == upload.begin.digest and told.receipt.snapshot > self.base:
                self.base, self.held = told.receipt.snapshot, upload.version
        elif told.state == "all" and not upload.begin.whole:
            upload.given_up = True
        else:
            upload.number = told.id
