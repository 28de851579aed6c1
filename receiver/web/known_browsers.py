"""Browsers that were signed in to an account before: the cookie `porchlight-known-<company>`.

Guesses from somebody else in the same network make a customer's own browser wait for nothing (reliability 2.8). The
cookie holds a mark for each of the last few accounts that were opened here. A mark is made with the receiver's own key
and says nothing about the account; who steals one may guess at that account while its network waits, no more often
than the account allows anybody. Signing out leaves it, and it opens nothing.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from flask import Response, request

from receiver.web.parts import parts
from receiver.web.sessions import cookie_prefix

KEPT: Final = timedelta(days=180)
MOST: Final = 5
"""Accounts of one family or firm that share a browser."""

MARK: Final = re.compile(r"[0-9a-f]{64}")


def known(company_id: int, user_ids: Iterable[str]) -> frozenset[str]:
    """Those of the users `user_ids` whom the visitor's browser was signed in as."""
    held = _held(company_id)
    if not held:
        return frozenset()
    return frozenset(one for one in user_ids if _stands(_mark(company_id, one), held))


def remember(response: Response, company_id: int, user_id: str) -> None:
    """Let the browser prove later that it was signed in as this user."""
    mark = _mark(company_id, user_id)
    marks = [mark, *(one for one in _held(company_id) if one != mark)]
    response.set_cookie(
        _name(company_id),
        ".".join(marks[:MOST]),
        max_age=int(KEPT.total_seconds()),
        path="/",
        secure=parts().settings.secure,
        httponly=True,
        samesite="Lax",
    )


def _held(company_id: int) -> list[str]:
    said = request.cookies.get(_name(company_id), "").split(".", MOST)
    return [one for one in said if MARK.fullmatch(one)]


def _stands(mark: str, held: list[str]) -> bool:
    return any(hmac.compare_digest(mark, one) for one in held)


def _name(company_id: int) -> str:
    return f"{cookie_prefix()}porchlight-known-{company_id}"


def _mark(company_id: int, user_id: str) -> str:
    said = f"known browser of {company_id} {user_id}".encode("utf-8", "surrogatepass")
    return hmac.digest(parts().secrets.form_key, said, "sha256").hex()
