"""Hands mails to the host's mail server, and tells what its answers mean. The only place that speaks SMTP."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from typing import Final

from receiver.domain.mail.outcomes import Outcome, Result
from receiver.mail_server import MailServer

SECONDS: Final = 20
"""How long the server may take for one step."""

SAID_CHARACTERS: Final = 300
PERMANENT: Final = 500


class ServerAway(Exception):
    """The mail server takes no mail just now, whoever it is from: it never came to naming one. The text is a sentence
    without secrets."""


class Line:
    """An open connection to the mail server. `open` is False once the server has ended it."""

    def __init__(self, smtp: smtplib.SMTP) -> None:
        self._smtp = smtp

    @property
    def open(self) -> bool:
        """Whether another mail can be sent on it."""
        return self._smtp.sock is not None

    def send(self, message: EmailMessage, sender: str, recipient: str) -> Result:
        """Hand over one mail; never raises for what a server may say. Whatever goes wrong from here on counts as a try
        of this mail: a server that always hangs up for it would hold up all others."""
        try:
            self._smtp.send_message(message, sender, [recipient])
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            return _answered(code, words, of_recipient=True)
        except smtplib.SMTPSenderRefused as error:
            # The sender is the host's, or the server weighed the mail: no reason to give it up for ever.
            return Result(Outcome.LATER, _said(error))
        except smtplib.SMTPResponseException as error:
            return _answered(error.smtp_code, error.smtp_error)
        except smtplib.SMTPNotSupportedError:
            return Result(Outcome.REFUSED, "The mail server takes no address like this one.", of_recipient=True)
        except (smtplib.SMTPException, OSError) as error:
            self._smtp.close()
            return Result(Outcome.LATER, f"{_said(error)} Nobody knows whether it took the mail.")
        return Result(Outcome.SENT, "")


@contextmanager
def connected(server: MailServer, name: str) -> Iterator[Line]:
    """A connection, encrypted and signed in as the address says; `name` is how this host calls itself. Raises
    `ServerAway`."""
    smtp = _opened(server, name)
    try:
        yield Line(smtp)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            smtp.quit()
        smtp.close()


def _opened(server: MailServer, name: str) -> smtplib.SMTP:
    smtp: smtplib.SMTP | None = None
    # Checks the certificate, and whose it is.
    context = ssl.create_default_context()
    try:
        if server.scheme == "smtps":
            smtp = smtplib.SMTP_SSL(server.host, server.port, name, timeout=SECONDS, context=context)
        else:
            smtp = smtplib.SMTP(server.host, server.port, name, SECONDS)
        if server.scheme == "smtp+tls":
            smtp.starttls(context=context)
        # Here already, so that a server that greets nobody is not taken for one that refuses a mail.
        smtp.ehlo_or_helo_if_needed()
        if server.user:
            smtp.login(server.user, server.password)
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        if smtp is not None:
            smtp.close()
        raise ServerAway(_said(error)) from error
    return smtp


def _answered(code: int, words: bytes | str, *, of_recipient: bool = False) -> Result:
    """What a refusal means: 4xx that coming again may help (RFC 5321, 4.2), also 421, which closes the connection."""
    outcome = Outcome.REFUSED if code >= PERMANENT else Outcome.LATER
    return Result(outcome, _sentence(code, words), of_recipient=of_recipient)


def _said(error: Exception) -> str:
    """What went wrong, in a sentence."""
    match error:
        case smtplib.SMTPAuthenticationError():
            return f"The mail server does not take user and password ({error.smtp_code})."
        case smtplib.SMTPResponseException():
            return _sentence(error.smtp_code, error.smtp_error)
        case ssl.SSLCertVerificationError():
            return f"The mail server's certificate is not to be trusted: {error.verify_message}."
        case ssl.SSLError():
            return "The mail server does not speak TLS as agreed."
        case TimeoutError():
            return f"The mail server did not answer within {SECONDS} seconds."
        case smtplib.SMTPNotSupportedError():
            return "The mail server does not offer what its address promises: STARTTLS or signing in."
        case smtplib.SMTPServerDisconnected():
            return "The mail server broke off."
        case OSError():
            return f"The mail server can't be reached: {error.strerror or type(error).__name__}."
    return "The mail server said something that is no SMTP."


def _sentence(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    told = " ".join("".join(one if one.isprintable() else " " for one in text).split())[:SAID_CHARACTERS]
    return f"The mail server said {code} {told}" if code > 0 else "The mail server said something that is no SMTP."
