"""A mail server that keeps what it is sent: real SMTP on a free loopback port, with faults where a test wants some."""

from __future__ import annotations

import asyncio
import email
import email.policy
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from enum import Enum
from typing import Any
from urllib.parse import quote

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.support.processes import free_port

SLOW_SECONDS = 3.0


class Fault(Enum):
    """What the server does instead of taking a mail."""

    LATER = "451 Try again later"
    """Temporary, in answer to the mail."""
    GREYLISTED = "450 Come again"
    """Temporary, in answer to the recipient."""
    REFUSED = "550 No such person"
    """For ever, in answer to the recipient."""
    SENT_AWAY = "421 Come again another day"
    """In answer to the recipient; the connection ends with it."""
    NO_SENDER = "552 Nothing from you"
    """In answer to the sender."""
    SPAM = "554 Looks like spam"
    """For ever, in answer to the mail."""
    ANSWER_LOST = "taken, and the connection dropped before the answer"
    DROPPED = "connection dropped after the mail, which is not taken"
    NOT_OPEN = "connection dropped as it is opened"
    CLOSING = "421 Closing"
    GREETING = "HTTP/1.1 400 Bad Request"
    """Something that is no mail server."""
    SLOW = "taken, after three seconds"


_AT_CONNECT = (Fault.NOT_OPEN, Fault.CLOSING, Fault.GREETING)
_OF_RECIPIENT = (Fault.GREYLISTED, Fault.REFUSED, Fault.SENT_AWAY)


@dataclass
class Taken:
    """A mail as it was taken."""

    sender: str
    recipients: list[str]
    message: EmailMessage
    at: float
    """By `time.monotonic`."""

    @property
    def to(self) -> str:
        """The one recipient."""
        (one,) = self.recipients
        return one

    @property
    def text(self) -> str:
        """Its text."""
        return str(self.message.get_content())


@dataclass
class Sink:
    """The server. `fault` is what it does to everybody, `faults` what it does to single recipients; each of `next` is
    used once, before those."""

    port: int = field(default_factory=free_port)
    starttls: ssl.SSLContext | None = None
    tls: ssl.SSLContext | None = None
    user: tuple[str, str] | None = None
    """Name and password that it asks for."""
    taken: list[Taken] = field(default_factory=list)
    delay: float = 0
    """Seconds that it thinks about each mail."""
    tries: int = 0
    """How many mails came as far as their text or their recipient."""
    fault: Fault | None = None
    faults: dict[str, Fault] = field(default_factory=dict)
    next: list[Fault] = field(default_factory=list)
    plans: dict[str, list[Fault]] = field(default_factory=dict)
    """What single recipients' mails meet, one try after the other; then they are taken."""

    @property
    def url(self) -> str:
        """For PORCHLIGHT_SMTP_URL."""
        user = "{}:{}@".format(*map(quote, self.user)) if self.user else ""
        scheme = "smtps" if self.tls else "smtp+tls" if self.starttls else "smtp"
        return f"{scheme}://{user}localhost:{self.port}"

    @property
    def messages(self) -> list[EmailMessage]:
        """The mails it took, in order."""
        return [one.message for one in self.taken]

    def to(self, recipient: str) -> list[Taken]:
        """The mails it took for somebody."""
        return [one for one in list(self.taken) if recipient in one.recipients]

    def wait_for(self, count: int = 1, to: str = "", seconds: float = 60) -> list[Taken]:
        """Wait until it took so many mails (for `to`, where one is named); gives them. Fails where they do not come."""
        end = time.monotonic() + seconds
        while len(found := self.to(to) if to else list(self.taken)) < count:
            assert time.monotonic() < end, f"{len(found)} of {count} mails came in {seconds} s: {self.subjects()}"
            time.sleep(0.02)
        return found

    def subjects(self) -> list[str]:
        """Who got what."""
        return [f"{', '.join(one.recipients)}: {one.message['Subject']}" for one in list(self.taken)]

    def forget(self) -> None:
        """Begin anew, without faults."""
        self.taken.clear()
        self.faults.clear()
        self.next.clear()
        self.plans.clear()
        self.fault, self.tries, self.delay = None, 0, 0

    @contextmanager
    def serving(self) -> Iterator[Sink]:
        """Serve meanwhile; may be served again afterwards, at the same port."""
        words: dict[str, Any] = {"tls_context": self.starttls, "ssl_context": self.tls}
        if self.user:
            words |= {"authenticator": self._known, "auth_required": True}
        controller = _Controller(_Handler(self), hostname="localhost", port=self.port, ready_timeout=60, **words)
        controller.start()
        try:
            yield self
        finally:
            controller.stop()

    def asked(self, recipient: str, *, of_recipient: bool) -> Fault | None:
        """What to do now, in answer to the recipient, or to the mail itself."""
        plan = self.plans.get(recipient)
        if plan and (plan[0] in _OF_RECIPIENT) == of_recipient:
            return plan.pop(0)
        return self.faults.get(recipient, self.fault)

    def _known(self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: object) -> AuthResult:
        assert self.user is not None
        assert isinstance(data, LoginPassword)
        return AuthResult(success=(data.login.decode(), data.password.decode()) == self.user, handled=False)


class _Handler:
    def __init__(self, sink: Sink) -> None:
        self.sink, self._lock = sink, threading.Lock()

    async def handle_MAIL(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        if self.sink.next[:1] == [Fault.NO_SENDER]:
            return str(self.sink.next.pop(0).value)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        fault = self.sink.asked(address, of_recipient=True)
        if fault in _OF_RECIPIENT:
            self.sink.tries += 1
            return str(fault.value)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        sink = self.sink
        sink.tries += 1
        fault = sink.next.pop(0) if sink.next else sink.asked(envelope.rcpt_tos[0], of_recipient=False)
        await asyncio.sleep(SLOW_SECONDS if fault is Fault.SLOW else sink.delay)
        if fault in (Fault.LATER, Fault.SPAM):
            return str(fault.value)
        if fault is not Fault.DROPPED:
            assert isinstance(envelope.content, bytes)
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            sender = envelope.mail_from or ""
            with self._lock:
                sink.taken.append(Taken(sender, list(envelope.rcpt_tos), message, time.monotonic()))
        if fault in (Fault.DROPPED, Fault.ANSWER_LOST):
            _drop(server)
        return "250 OK"


class _Server(SMTP):
    async def _handle_client(self) -> None:
        fault = self.event_handler.sink.fault
        if fault not in _AT_CONNECT:
            await super()._handle_client()
            return
        if fault is not Fault.NOT_OPEN:
            await self.push(fault.value)
        _drop(self)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Server(self.handler, **self.SMTP_kwargs)


def _drop(server: SMTP) -> None:
    """Close the connection, at once where nothing is on its way any more."""
    assert server.transport is not None
    server.transport.close()
