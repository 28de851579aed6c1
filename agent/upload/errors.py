"""The one edge where what HTTP and the receiver say becomes an error that speaks to the office."""

from __future__ import annotations

import ssl
from collections.abc import Callable

import requests
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError

from agent.domain.errors import AgentError, ReceiverError, TryLater
from agent.domain.portals import Claimed, CutOff, Refused
from shared.problems import Problem

NOTHING_LOST = "Nothing is lost: what was to be published stays ready. Try again later."

_REMEDIES = {
    "bad-code": "Check both, or ask whoever runs the portal for a new code.",
    "unknown-device": "Pair this computer again with a new code: System > Portals, or agent pair",
    "bad-signature": "Pair this computer again with a new code: System > Portals, or agent pair",
    "clock": "Set the clock of this computer, then try again.",
    "suspended": "Ask whoever runs the portal.",
    "other-practice": "Use the computer with the practice database that belongs to this portal.",
    "protocol": "Bring Porchlight up to date on this computer or at the receiver, whichever is older.",
}
_PASSING = frozenset({"busy", "too-many", "storage-full", "claimed"})

Explanation = Callable[[str], AgentError]


def explained(error: requests.RequestException, url: str) -> AgentError:
    """Why no answer came, from the kind of exception."""
    reason = error.args[0] if error.args else None
    inner = getattr(reason, "reason", reason)
    if isinstance(error, requests.exceptions.SSLError):
        return _not_trusted(url, _verification(inner))
    if isinstance(error, requests.exceptions.ProxyError):
        return _proxy(url, signs_in="407" in str(inner))
    for kind, explanation in _TRANSPORT:
        if isinstance(error, kind) or isinstance(inner, kind):
            return explanation(url)
    return broken(url)


def broken(url: str) -> AgentError:
    """The connection ended before the whole answer had come."""
    return CutOff(f"The connection to the receiver at {url} broke.", remedy=NOTHING_LOST)


def refused(problem: Problem, retry_after: str | None) -> AgentError:
    """The receiver's own words."""
    if problem.code in _PASSING:
        wait = problem.retry_after or (int(retry_after) if retry_after and retry_after.isdecimal() else 0)
        remedy = f"Try again in {wait} seconds." if wait else "Try again later."
        kind = Claimed if problem.code == "claimed" else TryLater
        return kind(problem.title, detail=problem.detail, remedy=remedy, wait=wait)
    remedy = _REMEDIES.get(problem.code, "Nothing was published by this. If it stays so, tell whoever runs the portal.")
    return Refused(problem.code, problem.title, detail=problem.detail, remedy=remedy)


def not_ours(url: str, status: int, media_type: str) -> AgentError:
    """An answer that no Porchlight receiver gave: a proxy, a sign-in page of the network, another web site."""
    if status in (502, 503, 504):
        return TryLater(f"The receiver at {url} is not available just now.", remedy="Try again later.")
    if 300 <= status < 400:
        detail = "It sends on to another address; Porchlight does not follow."
    elif status == 407:
        detail = "The proxy of this network wants a sign-in."
    else:
        detail = f"The answer was {media_type or 'of no kind'}, status {status}."
    return ReceiverError(
        f"There is no Porchlight receiver at {url}.",
        detail=detail,
        remedy="Check the address, and whether this network wants a sign-in in the web browser first.",
    )


def _unknown_host(url: str) -> AgentError:
    return TryLater(
        f"The name of the receiver {url} can't be found.",
        remedy="Check the address and the internet connection, then try again.",
    )


def _verification(error: object) -> ssl.SSLCertVerificationError | None:
    """What was wrong with the certificate, where that is what was wrong."""
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        inner = error.args[0] if isinstance(error, Exception) and error.args else None
        error = inner if isinstance(inner, Exception) else None
    return error


def _not_trusted(url: str, error: ssl.SSLCertVerificationError | None) -> AgentError:
    """Never "continue anyway" (reliability F24), but why."""
    detail, remedy = _CERTIFICATES.get(error.verify_code if error else 0, _ANY_CERTIFICATE)
    return ReceiverError(
        f"The receiver at {url} can't prove that it is the right one.",
        detail=detail if error else "It answers, but not in the protected way (TLS) that its address promises.",
        remedy=remedy,
    )


_RENEW = "Check the date of this computer; where it is right, whoever runs the portal has to renew the certificate."
_NOT_OURS = (
    "Where this network opens protected connections (virus scanners and some offices do), whoever looks after it has"
    " to make this computer trust it; otherwise tell whoever runs the portal."
)
_SELF_SIGNED = ("Its certificate is self-signed: nobody whom this computer trusts stands for it.", _NOT_OURS)
_UNKNOWN_ISSUER = ("Its certificate comes from somebody whom this computer does not trust.", _NOT_OURS)
_OTHER_NAME = ("Its certificate is for another name.", "Check the address: a letter may be missing or too many.")
_ANY_CERTIFICATE = (
    "Its certificate is not trusted by this computer.",
    "Check the address and the date of this computer; otherwise tell whoever runs the portal.",
)
_CERTIFICATES = {
    9: ("Its certificate is not valid yet.", "Check the date of this computer."),
    10: ("Its certificate is expired.", _RENEW),
    18: _SELF_SIGNED,
    19: _SELF_SIGNED,
    20: _UNKNOWN_ISSUER,
    21: _UNKNOWN_ISSUER,
    62: _OTHER_NAME,
    64: _OTHER_NAME,
}
"""By the code that OpenSSL gives (x509_vfy.h)."""


def _no_answer(url: str) -> AgentError:
    return TryLater(
        f"The receiver at {url} can't be reached.",
        detail="Nothing answers there.",
        remedy="Check the address and the internet connection, then try again.",
    )


def _silent(url: str) -> AgentError:
    return CutOff(f"The receiver at {url} stopped answering.", remedy=NOTHING_LOST)


def _proxy(url: str, *, signs_in: bool) -> AgentError:
    return TryLater(
        f"The proxy between this computer and {url} does not let us through.",
        detail="It wants a user name and a password (407)." if signs_in else "",
        remedy="Ask whoever looks after this network to let Porchlight through, or for the proxy's user and password."
        if signs_in
        else "Check the proxy settings.",
    )


def _wrong_address(url: str) -> AgentError:
    return ReceiverError(f"{url!r} is not an address of a receiver.", remedy="It looks like https://portal.example.com")


_TRANSPORT: tuple[tuple[type[requests.RequestException] | type[HTTPError], Explanation], ...] = (
    (NameResolutionError, _unknown_host),
    (requests.exceptions.ConnectTimeout, _no_answer),
    (NewConnectionError, _no_answer),
    (requests.exceptions.Timeout, _silent),
    (requests.exceptions.InvalidURL, _wrong_address),
    (requests.exceptions.InvalidSchema, _wrong_address),
    (requests.exceptions.MissingSchema, _wrong_address),
)
