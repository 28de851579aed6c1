"""The cookie that carries a session, one per company: `porchlight-112`, on https `__Host-porchlight-112`."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, request

from receiver.domain.people.sessions import LONGEST
from receiver.web.parts import parts


def cookie_name(company_id: int) -> str:
    """The name of the company's cookie."""
    return f"{cookie_prefix()}porchlight-{company_id}"


def cookie_prefix() -> str:
    """The prefix makes the browser refuse the cookie from anywhere but this very host, over https."""
    return "__Host-" if parts().settings.secure else ""


def token(company_id: int) -> str | None:
    """The token that the browser sent for the company."""
    return request.cookies.get(cookie_name(company_id))


def keep(response: Response, company_id: int, value: str, longest: timedelta = LONGEST) -> None:
    """Give the browser its token. The database decides how long it is good for."""
    response.set_cookie(
        cookie_name(company_id),
        value,
        max_age=int(longest.total_seconds()),
        path="/",
        secure=parts().settings.secure,
        httponly=True,
        samesite="Lax",
    )


def clear(response: Response, company_id: int) -> None:
    """Take the token from the browser."""
    response.delete_cookie(
        cookie_name(company_id), path="/", secure=parts().settings.secure, httponly=True, samesite="Lax"
    )
