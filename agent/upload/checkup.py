"""Asks a receiver a few questions and measures the answers, for Self-check."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from requests.utils import get_environ_proxies, select_proxy

from agent.upload.client import ReceiverClient

QUESTIONS = 3


@dataclass(frozen=True)
class Reached:
    """See `check_ports.Reached`."""

    milliseconds: int
    ahead: timedelta | None
    proxy: str
    state: str
    questions: int = QUESTIONS


def reach(client: ReceiverClient) -> Reached:
    """Ask for the status a few times. Raises what asking raises."""
    took: list[float] = []
    status = client.status()
    for _ in range(QUESTIONS):
        begun = time.monotonic()
        status = client.status()
        took.append(time.monotonic() - begun)
    return Reached(round(1000 * statistics.median(took)), client.ahead, proxy_of(client.url), status.state)


def proxy_of(url: str) -> str:
    """The proxy that this computer sets for this address, without user and password; empty where there is none."""
    found = select_proxy(url, get_environ_proxies(url))
    if not found:
        return ""
    parts = urlsplit(found if "://" in found else f"http://{found}")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
