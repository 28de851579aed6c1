"""What stands for the receiver is expired, of another name, self-signed, of nobody we know, of an old TLS or of none
(reliability F24): refused each time, explained, and nothing is sent; with the right one the same office publishes."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from agent.domain.errors import AgentError, ReceiverError
from agent.jobs.progress import PolledProgress
from agent.usecases.process import ProcessOptions
from agent.wiring.office import Office as Agent
from tests.campaign.report import Report, Shot, report
from tests.campaign.wire.portal import Portal
from tests.support.office import Office
from tests.support.tls import LOCALHOST, Authority, front

NAME: Final = "certificates"
COMPANY: Final = 113
CUSTOMERS: Final = 12
TRUST: Final = "SSL_CERT_FILE"
NOT_PROVEN: Final = "can't prove that it is the right one"


@dataclass(frozen=True)
class Case:
    """A certificate, who stands for it, the newest TLS that is spoken (none at all where `plain`), and what is told."""

    told: str
    name: str = LOCALHOST
    ends_in: timedelta = timedelta(days=1)
    own: bool = False
    stranger: bool = False
    most: ssl.TLSVersion | None = None
    plain: bool = False


CASES: Final[dict[str, Case]] = {
    "expired": Case("expired", ends_in=timedelta(days=-1)),
    "another name": Case("another name", name="portal.example.com"),
    "self-signed": Case("self-signed", own=True),
    "of an authority we do not know": Case("trusted", stranger=True),
    "TLS 1.1": Case("", most=ssl.TLSVersion.TLSv1_1),
    "TLS 1.0": Case("", most=ssl.TLSVersion.TLSv1),
    "no TLS": Case("", plain=True),
}


@dataclass
class Front:
    """An office that is paired over TLS with the receiver behind `port`."""

    portal: Portal
    office: Office
    authority: Authority
    stranger: Authority
    port: int


def run(folder: Path, database: str, rounds: int, seed: int) -> Report:
    """Stand before it `rounds` times."""
    with opened(folder, database) as one:
        shots = [shot(one, name, case, at) for at, (name, case) in enumerate(islice(cycle(CASES.items()), rounds))]
    return report(NAME, seed, shots)


@contextmanager
def opened(folder: Path, database: str) -> Iterator[Front]:
    """Published once, over a certificate that is right."""
    with ExitStack() as stack:
        portal = stack.enter_context(Portal.open(folder, database))
        code = portal.receiver.create_company(COMPANY, "Green Valley")
        for name in ("ours", "strangers"):
            (folder / name).mkdir()
        ours, strangers = Authority(folder / "ours"), Authority(folder / "strangers")
        stack.enter_context(trusting(ours.file))
        office = Office(folder / "office", COMPANY)
        office.environment[TRUST] = str(ours.file)
        office.sample(CUSTOMERS)
        with front(ours.certificate(), portal.receiver.port) as port:
            url = f"https://{LOCALHOST}:{port}"
            office.must("pair", "--receiver", url, "--company", str(COMPANY), "--code", code)
            office.process()
        yield Front(portal, office, ours, strangers, port)


@contextmanager
def trusting(file: Path) -> Iterator[None]:
    """While inside, this process believes the authority in the file."""
    kept = os.environ.get(TRUST)
    os.environ[TRUST] = str(file)
    try:
        yield
    finally:
        os.environ.pop(TRUST)
        os.environ.update({TRUST: kept} if kept is not None else {})


def shot(one: Front, name: str, case: Case, at: int) -> Shot:
    """Process before such a one, and then before the right one."""
    one.office.change("UPDATE customers SET city = ?", f"Edition {at}")
    before, faults, said = one.portal.ledger.state(COMPANY), [], "published"
    with standing(one, case):
        try:
            process(one.office)
        except ReceiverError as error:
            said = error.title.replace(f"https://{LOCALHOST}:{one.port}", "URL")
            if NOT_PROVEN not in error.title or case.told not in error.detail or not error.remedy:
                faults.append(f"told: {error} {error.detail}")
        except AgentError as error:
            faults.append(f"told as something that passes: {error}")
    if one.portal.ledger.state(COMPANY) != before:
        faults.append("something was published")
    with front(one.authority.certificate(), one.portal.receiver.port, one.port):
        process(one.office)
    after = one.portal.ledger.state(COMPANY)
    if after.published != before.published + 1:
        faults.append(f"with the right one: {after} follows {before}")
    return Shot(name, "the handshake", said, tuple(faults))


@contextmanager
def standing(one: Front, case: Case) -> Iterator[None]:
    """While inside, this is what answers on the port."""
    with ExitStack() as stack:
        if case.plain:
            stack.enter_context(plain(one))
        else:
            authority = one.stranger if case.stranger else one.authority
            certificate = authority.certificate(case.name, case.ends_in, own=case.own)
            stack.enter_context(front(certificate, one.portal.receiver.port, one.port, case.most))
        yield


@contextmanager
def plain(one: Front) -> Iterator[None]:
    """The receiver itself, without TLS."""
    kept = one.portal.receiver.port
    one.portal.receiver.end()
    one.portal.receiver.port = one.port
    one.portal.receiver.url = f"http://127.0.0.1:{one.port}"
    one.portal.receiver.serve()
    yield
    one.portal.receiver.end()
    one.portal.receiver.port = kept
    one.portal.receiver.url = f"http://127.0.0.1:{kept}"
    one.portal.receiver.serve()


def process(office: Office) -> None:
    """The agent's Process, in this process. Raises `AgentError`."""
    agent = Agent(office.home)
    with agent.alone():
        replace(agent.process, sleep=lambda _seconds: None).run(ProcessOptions(), PolledProgress())
