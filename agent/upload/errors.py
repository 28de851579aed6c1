"""The one edge where what HTTP and the receiver say becomes an error that speaks to the office."""

from __future__ import annotations

from collections.abc import Callable

import requests
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError

from agent.domain.errors import AgentError, ReceiverError, TryLater
from agent.domain.portals import CutOff, Refused
from shared.problems import Problem

NOTHING_LOST = "Nothing is lost: what was to be published stays ready. Try again later."

_REMEDIES = {
    "bad-code": "Check the company number and the code; a code works once and not for long. Ask for a new one.",
    "unknown-device": "Pair this computer again with a new code: System > Portals, or agent pair",
    "bad-signature": "Pair this computer again with a new code: System > Portals, or agent pair",
    "clock": "Set the clock of this computer, then try again.",
    "suspended": "Ask whoever runs the portal.",
    "other-practice": "Use the computer with the practice database that belongs to this portal.",
    "protocol": "Bring Porchlight up to date on this computer or at the receiver, whichever is older.",
}
_PASSING = frozenset({"busy", "too-many", "storage-full"})

Explanation = Callable[[str], AgentError]


def explained(error: requests.RequestException, url: str) -> AgentError:
    """Why no answer came, from the kind of exception."""
    reason = error.args[0] if error.args else None
    inner = getattr(reason, "reason", reason)
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
        return TryLater(problem.title, detail=problem.detail, remedy=remedy)
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


def _not_trusted(url: str) -> AgentError:
    return ReceiverError(
        f"The receiver at {url} can't prove that it is the right one.",
        detail="Its certificate is expired, for another name, or not trusted by this computer.",
        remedy="Check the address and the date of this computer; otherwise tell whoever runs the portal.",
    )


def _no_answer(url: str) -> AgentError:
    return TryLater(
        f"The receiver at {url} can't be reached.",
        detail="Nothing answers there.",
        remedy="Check the address and the internet connection, then try again.",
    )


def _silent(url: str) -> AgentError:
    return CutOff(f"The receiver at {url} stopped answering.", remedy=NOTHING_LOST)


def _proxy(url: str) -> AgentError:
    return TryLater(
        f"The proxy between this computer and {url} does not let us through.", remedy="Check the proxy settings."
    )


def _wrong_address(url: str) -> AgentError:
    return ReceiverError(f"{url!r} is not an address of a receiver.", remedy="It looks like https://portal.example.com")


_TRANSPORT: tuple[tuple[type[requests.RequestException] | type[HTTPError], Explanation], ...] = (
    (requests.exceptions.SSLError, _not_trusted),
    (requests.exceptions.ProxyError, _proxy),
    (NameResolutionError, _unknown_host),
    (requests.exceptions.ConnectTimeout, _no_answer),
    (NewConnectionError, _no_answer),
    (requests.exceptions.Timeout, _silent),
    (requests.exceptions.InvalidURL, _wrong_address),
    (requests.exceptions.InvalidSchema, _wrong_address),
    (requests.exceptions.MissingSchema, _wrong_address),
)
