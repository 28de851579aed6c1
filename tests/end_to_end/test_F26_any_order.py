"""Requests of an office that come late, twice, in any order, and are cut off by a kill: the portal shows one whole set
of the office, never an older one than before, and the same request is always answered the same (F10, F25 to F28, R4).

A machine of hypothesis plays office and network against the receiver's own database. Every version of the office's data
differs from all others, so that what is shown tells which one it is.
"""

from __future__ import annotations

import base64
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from receiver.db.engine import make_engine
from receiver.db.unit_of_work import UnitOfWork
from receiver.domain.refusals import Refused
from receiver.domain.snapshots.publisher import Publisher
from shared import parts
from shared.messages import Begin, Begun
from shared.records import Company, Customer
from tests.receiver.publishing import DEVICE, Bodies, House
from tests.receiver.signed import begin_of, changes_of
from tests.support.databases import copied_file

PEOPLE = ("a", "b", "c")
NAMES = st.sets(st.sampled_from(PEOPLE))
STEPS = ("begin", "part", "commit")
OFTEN_ENOUGH = settings(
    max_examples=20,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    # To make a failing run shorter takes minutes.
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class Killed(BaseException):
    """The receiver was killed inside of a request."""


@dataclass(frozen=True)
class Version:
    """The office's data at a time; `names` are its customers."""

    number: int
    names: tuple[str, ...]

    @property
    def bodies(self) -> Bodies:
        """Its records; every one of them tells the version."""
        street = f"Version {self.number}"
        people = {("customer", name): Customer(record_id=name, name=name, street=street) for name in self.names}
        return {("company", "-"): Company(name="Green Valley", street=street), **people}


@dataclass(frozen=True)
class Sent:
    """A request as the network holds it: what it does at a receiver."""

    does: Callable[[Publisher], Begun | None]
    key: str = ""
    """Of a request to publish."""


@dataclass
class Upload:
    """What the office wants to publish, and the number that the receiver gave it."""

    begin: Begin
    data: bytes
    number: int = 0

    def request(self, step: str) -> Sent:
        """One of its requests, as far as the office knows the number now."""
        number = self.number
        if step == "begin":
            return Sent(lambda publisher: publisher.begin(112, DEVICE, self.begin), self.begin.idempotency_key)
        if step == "commit":
            return Sent(lambda publisher: publisher.commit(112, DEVICE, number), f"commit {number}")
        return Sent(lambda publisher: publisher.put_part(112, DEVICE, number, 1, self.data, parts.digest(self.data)))


class Network(RuleBasedStateMachine):
    """`template` is a receiver's folder with company 112, fresh."""

    template: Path
    tally: Counter[str]
    """What happened in all runs together."""
    sent = Bundle("sent")
    uploads = Bundle("uploads")

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.database = Path(self.folder.name) / "receiver.db"
        shutil.copy(self.template / "receiver.db", self.database)
        self.house = House(UnitOfWork(make_engine(f"sqlite:///{self.database}")))
        self.version = Version(0, PEOPLE)
        self.shown = 0
        self.receipts: dict[str, Begun] = {}
        self.kill_in = 0

    def teardown(self) -> None:
        """Forget the receiver."""
        self.house.work.engine.dispose()
        self.folder.cleanup()

    def _clock(self) -> datetime:
        """The receiver's clock, which is where a kill strikes: in the middle of its transactions."""
        self.kill_in -= 1
        if self.kill_in == 0:
            raise Killed
        self.house.time += timedelta(seconds=1)
        return self.house.time

    def _deliver(self, request: Sent) -> Begun | None:
        """What the receiver answers; None for a refusal, a kill, and a part."""
        try:
            answer = request.does(Publisher(self.house.work, self.house.peppers, self._clock))
        except Refused as refused:
            self.tally[refused.code] += 1
            return None
        except Killed:
            self.tally["killed"] += 1
            self.house.work.engine.dispose()
            return None
        if answer is not None and answer.state == "done" and request.key:
            assert self.receipts.setdefault(request.key, answer) == answer
        return answer

    @rule(target=uploads, whole=st.booleans(), inside=st.booleans(), names=NAMES)
    def the_data_change(self, whole: bool, inside: bool, names: set[str]) -> Upload:
        """The office makes ready what it is going to send; nothing travels yet."""
        return self._ready(whole, inside, names)

    @rule(target=sent, upload=uploads, step=st.sampled_from(STEPS), arrives=st.booleans())
    def send(self, upload: Upload, step: str, arrives: bool) -> Sent:
        """A request that arrives, or is on its way for long."""
        request = upload.request(step)
        if arrives:
            self._arrives(upload, request)
        return request

    @rule(target=sent, whole=st.booleans(), inside=st.booleans(), names=NAMES)
    def process(self, whole: bool, inside: bool, names: set[str]) -> MultipleResults[Sent]:
        """The office publishes, and every request arrives."""
        upload, sent = self._ready(whole, inside, names), []
        for step in STEPS:
            sent.append(upload.request(step))
            self._arrives(upload, sent[-1])
        return multiple(*sent)

    @rule(request=sent, times=st.integers(1, 3))
    def again(self, request: Sent, times: int) -> None:
        """A request of any time comes, or comes once more."""
        for _ in range(times):
            self._deliver(request)

    @rule(calls=st.integers(1, 3))
    def kill_soon(self, calls: int) -> None:
        """The receiver is killed in one of its next transactions."""
        self.kill_in = calls

    def _ready(self, whole: bool, inside: bool, names: set[str]) -> Upload:
        before = self._published().bodies
        self.version = Version(self.version.number + 1, tuple(sorted(names)))
        after, key = self.version.bodies, f"version-{self.version.number:04}"
        begin = begin_of(after, self.house.record_key, idempotency_key=key, base=self.house.numbers[0])
        begin = msgspec.structs.replace(begin, whole=whole)
        gone = {} if whole else dict.fromkeys(set(before) - set(after))
        data = changes_of({**after, **gone})
        if inside:
            change = base64.b64encode(data).decode()
            begin = msgspec.structs.replace(begin, change=change, change_digest=parts.digest(data))
        return Upload(begin, data)

    def _arrives(self, upload: Upload, request: Sent) -> None:
        answer = self._deliver(request)
        if answer is not None:
            upload.number = answer.id

    @invariant()
    def one_whole_set_is_shown_and_never_an_older_one(self) -> None:
        """Customers see all of one version."""
        version = self._published()
        assert version.number >= self.shown, "the portal went back"
        self.tally["published"] += version.number > self.shown
        self.shown = version.number

    def _published(self) -> Version:
        if not self.house.numbers[1]:
            return Version(0, ())
        names = [("company", "-"), *(("customer", name) for name in PEOPLE)]
        shown = {name: msgspec.json.decode(body) for name, body in self.house.shown(*names).items()}
        streets = {body["street"] for body in shown.values()}
        assert len(streets) == 1, f"mixed: {streets}"
        people = tuple(sorted(key for kind, key in shown if kind == "customer"))
        return Version(int(streets.pop().split()[1]), people)


def test_F26_whatever_the_order_the_portal_never_goes_back(tmp_path: Path) -> None:
    House.make(f"sqlite:///{copied_file(tmp_path)}").work.engine.dispose()
    tally: Counter[str] = Counter()
    machine = type("Network", (Network,), {"template": tmp_path, "tally": tally})
    run_state_machine_as_test(machine, settings=OFTEN_ENOUGH)
    assert min(tally[event] for event in ("published", "killed", "stale")) >= 10, tally
