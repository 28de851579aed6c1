"""Answers and cookies that somebody softened."""

from __future__ import annotations

from pathlib import Path

from receiver.web.headers import HEADERS
from tests.guards import answer_headers
from tests.planted.fault import Fault


def answer_without_policy(_folder: Path) -> list[str]:
    """An answer whose CSP got lost."""
    whole = {**HEADERS, "Cache-Control": "no-store"}
    lost = {name: value for name, value in whole.items() if name != "Content-Security-Policy"}
    return answer_headers.faults(lost, public=False) if not answer_headers.faults(whole, public=False) else []


def answer_that_allows_inline_scripts(_folder: Path) -> list[str]:
    """A CSP that somebody softened."""
    policy = HEADERS["Content-Security-Policy"].replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
    held = {**HEADERS, "Content-Security-Policy": policy, "Cache-Control": "no-store"}
    return answer_headers.faults(held, public=False)


def page_that_caches_keep(_folder: Path) -> list[str]:
    """A signed-in page without no-store."""
    return answer_headers.faults({**HEADERS, "Cache-Control": "max-age=60"}, public=False)


def cookie_that_scripts_read(_folder: Path) -> list[str]:
    """A session cookie without HttpOnly."""
    return answer_headers.cookie_faults("porchlight-112=secret; Path=/; SameSite=Lax", secure=False)


FAULTS = {
    "an answer without CSP": Fault(answer_headers, answer_without_policy),
    "a CSP that allows inline scripts": Fault(answer_headers, answer_that_allows_inline_scripts),
    "a signed-in page that caches keep": Fault(answer_headers, page_that_caches_keep),
    "a session cookie that scripts can read": Fault(answer_headers, cookie_that_scripts_read),
}
