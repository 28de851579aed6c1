"""Somebody else answers in the receiver's place: a hotel's sign-in page, a proxy, a redirect, half an answer
(reliability F22). Never taken for success, told in plain words, no redirect is followed, and nothing is lost."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle, islice
from typing import Final

from agent.domain.errors import AgentError
from tests.campaign.cut import FILLER_BYTES
from tests.campaign.report import Report, Rule, Shot, report
from tests.campaign.stage import COMPANY, Stage
from tests.campaign.wire.between import between
from tests.support.proxy import ALWAYS, Fault, Proxy, answered
from tests.support.strangers import FOREIGN

NAME: Final = "strange-answers"
PLACES: Final = (("POST", "/snapshots"), ("PUT", ""), ("POST", "/commit"))
REDIRECTS: Final = (301, 302, 303, 307, 308)


def play(stage: Stage, rounds: int, seed: int) -> Report:
    """Answer `rounds` Processes so."""
    dice = random.Random(seed)
    with between(stage) as proxy, elsewhere() as (url, visits):
        strange = [(name, fault) for name, (fault, _, _) in sorted(FOREIGN.items())]
        strange += [(f"redirect {one}", answered(one, "text/html", b"", Location=url)) for one in REDIRECTS]
        dice.shuffle(strange)
        turns = zip(cycle(strange), cycle(PLACES), strict=False)
        shots = [shot(stage, proxy, name, fault, place) for (name, fault), place in islice(turns, rounds)]
    return report(NAME, seed, shots, Rule("no redirect was followed", not visits, f"{len(visits)} visits"))


@contextmanager
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """The address of a web server that redirects point to, and what was asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_words: object) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            asked.append(f"{self.command} {self.path}")
            self.send_error(404)

        do_GET = do_PUT = do_POST

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/sign-in", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def shot(stage: Stage, proxy: Proxy, name: str, fault: Fault, place: tuple[str, str]) -> Shot:
    """Everything from one request on is answered so; then Process once more, without."""
    before = stage.edit(FILLER_BYTES)
    proxy.plan(fault, *place, count=ALWAYS)
    faults, said = [], "taken for success"
    try:
        stage.process(lambda _seconds: None)
    except AgentError as error:
        said = error.title.replace(stage.tap.url, "URL")
        if not error.remedy:
            faults.append(f"no way out is told: {error}")
    else:
        faults.append(f"{name} was taken for success")
    met = proxy.caught.is_set()
    proxy.forget()
    if stage.ledger.state(COMPANY) != before:
        faults.append(f"{stage.ledger.state(COMPANY)} follows {before}")
    try:
        stage.process(lambda _seconds: None)
    except AgentError as error:
        faults.append(f"Process gave up afterwards: {error} {error.detail}")
    faults += stage.settled(before)
    return Shot(f"{name} to {' '.join(place)}", " ".join(place) if met else "missed", said, tuple(faults))
