"""Two computers of an office, a network that loses, repeats and reorders what they send, and a host who goes back,
imports and prunes, played by a machine of hypothesis against a receiver that serves (reliability F25, F26, goal R4).

Every version of the office's data differs from all others. After each step plain SQL tells what is shown: all of one
version, never an older one than before unless the host went back; and no version is ever published twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Any, Final

import hypothesis
from hypothesis import HealthCheck, Phase
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
from sqlalchemy import Engine, create_engine, text

from receiver.db.unit_of_work import now
from receiver.domain.companies.models import Company
from receiver.domain.snapshots.pruning import prune
from receiver.domain.snapshots.showing import go_back, import_newest
from receiver.settings import Retention
from tests.campaign.report import Report, Rule, Shot, at_least, report
from tests.campaign.wire.orders import Desk, Network, Sent, Upload, Version
from tests.campaign.wire.portal import Portal
from tests.receiver.hosted import Hosted, Hosting

NAME: Final = "any-order"
PEOPLE: Final = ("a", "b", "c")
NAMES: Final = st.sets(st.sampled_from(PEOPLE))
STEPS: Final = ("begin", "part", "commit")
DESKS: Final = st.integers(0, 1)
STEPS_OF_A_RUN: Final = 40
RUNS_OF_A_SHOT: Final = 6
"""The first of them is always the simplest there is."""
LEAST: Final = 3
SHOWN: Final = (
    "SELECT r.kind, r.key, r.hash FROM records r JOIN companies c ON c.company_id = r.company_id"
    " WHERE r.company_id = :company AND r.since <= c.published AND r.until > c.published"
)
KEPT: Final = (
    "SELECT number FROM snapshots WHERE company_id = :company AND pruned_at IS NULL AND published_at IS NOT NULL"
    " ORDER BY number DESC"
)
PUBLISHED: Final = "SELECT digest FROM snapshots WHERE company_id = :company"


class Office(RuleBasedStateMachine):
    """One run, at a company of its own; `eye` looks into the receiver's database."""

    hosting: Hosting
    eye: Engine
    tally: Counter[str]
    sent = Bundle("sent")
    uploads = Bundle("uploads")

    def __init__(self) -> None:
        super().__init__()
        self.company: Hosted = self.hosting.company()
        self.network = Network(self.tally)
        self.desks = [Desk(self.company.computer()), Desk(self.company.computer())]
        codes = (self.company.code, self.hosting.code(self.company.number))
        for desk, code in zip(self.desks, codes, strict=True):
            assert desk.computer.pair(code).status_code == 201
        self.version = Version(0, PEOPLE)
        self.shown = 0
        self.pinned = False
        self.known: dict[frozenset[tuple[str, str, bytes]], int] = {frozenset(): 0}

    def teardown(self) -> None:
        """The network is gone."""
        self.network.close()

    @rule(target=uploads, who=DESKS, whole=st.booleans(), inside=st.booleans(), names=NAMES)
    def read(self, who: int, whole: bool, inside: bool, names: set[str]) -> tuple[int, Upload]:
        """The data change and a computer makes them ready; nothing travels yet."""
        self.version = Version(self.version.number + 1, tuple(sorted(names)))
        self.known[self.version.rows] = self.version.number
        key = f"version-{self.version.number:04}"
        return who, self.desks[who].ready(self.version, key, whole=whole, inside=inside)

    @rule(target=sent, ready=uploads, step=st.sampled_from(STEPS), arrives=st.booleans(), heard=st.booleans())
    def send(self, ready: tuple[int, Upload], step: str, arrives: bool, heard: bool) -> MultipleResults[Sent]:
        """A request that arrives or is on its way for long, and whose answer is heard or lost."""
        who, upload = ready
        if upload.given_up or (step != "begin" and not upload.number):
            return multiple()
        request = self.desks[who].request(upload, step)
        if arrives:
            answer = self.network.deliver(request)
            if heard:
                self.desks[who].hears(upload, answer)
        return multiple(request)

    @rule(target=sent, ready=uploads)
    def publish(self, ready: tuple[int, Upload]) -> MultipleResults[Sent]:
        """A whole exchange without a fault, as far as it gets."""
        who, upload = ready
        travelled = []
        for step in STEPS:
            if upload.given_up or (step != "begin" and not upload.number):
                break
            travelled.append(self.desks[who].request(upload, step))
            self.desks[who].hears(upload, self.network.deliver(travelled[-1]))
        return multiple(*travelled)

    @rule(request=sent, times=st.integers(1, 10), together=st.booleans())
    def again(self, request: Sent, times: int, together: bool) -> None:
        """A request of any time comes late, or once more, or ten times at once."""
        if together:
            self.network.at_once(request, times)
        else:
            for _ in range(times):
                self.network.deliver(request)

    @rule(who=DESKS)
    def ask(self, who: int) -> None:
        """A computer asks what is newest."""
        self.tally["requests"] += 1
        self.desks[who].asks()

    @rule(steps=st.integers(0, 3))
    def go_back(self, steps: int) -> None:
        """The host shows an earlier snapshot; what is uploaded from then on is kept and not shown."""
        kept = [row[0] for row in self._told(KEPT)]
        if not kept:
            return
        number = kept[min(steps, len(kept) - 1)]
        with self.hosting.work.writing(self.company.number) as session:
            go_back(session, session.get_one(Company, self.company.number), number, "the machine", now())
        self.tally["gone back"] += 1
        self.pinned = True
        self.shown = self._shown()

    @rule()
    def import_newest(self) -> None:
        """The host shows what was uploaded last."""
        if not self._told(KEPT):
            return
        with self.hosting.work.writing(self.company.number) as session:
            import_newest(session, session.get_one(Company, self.company.number), now())
        self.pinned = False

    @rule()
    def prune(self) -> None:
        """Old snapshots are given up, all but two."""
        given_up = prune(self.hosting.work, self.company.number, Retention(2, timedelta(0)), now())
        self.tally["pruned"] += given_up.snapshots

    @invariant()
    def one_version_is_shown_and_never_an_older_one(self) -> None:
        """What customers see; while the portal is pinned, always the same."""
        shown = self._shown()
        assert shown >= self.shown, f"the portal went back from version {self.shown} to {shown}"
        assert not self.pinned or shown == self.shown, f"pinned to version {self.shown}, it shows {shown}"
        self.tally["published"] += shown > self.shown
        self.shown = shown

    @invariant()
    def every_version_is_published_once(self) -> None:
        """One effect, whatever was repeated."""
        digests = [row[0] for row in self._told(PUBLISHED)]
        assert len(set(digests)) == len(digests), "a version was published twice"
        assert not self.network.wrong, self.network.wrong[0]

    def _shown(self) -> int:
        rows = self._told(SHOWN)
        shown = self.known.get(frozenset((kind, key, bytes(hash_)) for kind, key, hash_ in rows))
        assert shown is not None, f"mixed: {rows}"
        return shown

    def _told(self, sql: str) -> list[tuple[Any, ...]]:
        with self.eye.connect() as connection:
            return [tuple(row) for row in connection.execute(text(sql), {"company": self.company.number})]


def play(portal: Portal, rounds: int, seed: int) -> Report:
    """Run until at least `rounds` requests were sent."""
    shots, tally = played(portal, Office, rounds, seed)
    return report(
        NAME,
        seed,
        shots,
        at_least("requests", tally["requests"], rounds),
        at_least("versions published", tally["published"], LEAST),
        at_least("requests told to be stale", tally["409"], LEAST),
        at_least("times that the host went back", tally["gone back"], 1),
        Rule("nothing else was answered", True, ", ".join(f"{count} x {code}" for code, count in _statuses(tally))),
    )


_companies: Final = count(10_000)


def played(portal: Portal, machine: type[Office], rounds: int, seed: int) -> tuple[list[Shot], Counter[str]]:
    """Some runs of the machine for each shot, at companies that are made for it, until `rounds` requests were sent or a
    run found something."""
    hosting = replace(Hosting.of(portal.receiver), numbers=_companies)
    eye = create_engine(portal.receiver.database_url)
    whole: Counter[str] = Counter()
    shots: list[Shot] = []
    try:
        while whole["requests"] < rounds and not (shots and shots[-1].faults):
            tally: Counter[str] = Counter()
            one = type(machine.__name__, (machine,), {"hosting": hosting, "eye": eye, "tally": tally})
            faults = _found(partial(_once, one, seed + len(shots)))
            whole += tally
            shots.append(Shot(f"runs {len(shots) + 1}", "the network", f"{RUNS_OF_A_SHOT} runs", faults))
    finally:
        eye.dispose()
        hosting.work.engine.dispose()
    return shots, whole


def _once(machine: type[Office], seed: int) -> None:
    settings = hypothesis.settings(
        max_examples=RUNS_OF_A_SHOT,
        stateful_step_count=STEPS_OF_A_RUN,
        deadline=None,
        database=None,
        print_blob=False,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(hypothesis.seed(seed)(machine), settings=settings)


def _found(play: Callable[[], None]) -> tuple[str, ...]:
    try:
        play()
    except AssertionError as error:
        return (str(error),)
    return ()


def _statuses(tally: Counter[str]) -> list[tuple[str, int]]:
    return sorted((name, count) for name, count in tally.items() if name.isdecimal())
