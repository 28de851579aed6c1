"""The cookie that carries a session of the administration site: another one than the portal's, so that an office can
look at both in one browser. The browser forgets it when it is closed."""

from __future__ import annotations

from flask import Response, request

from receiver.web.parts import parts
from receiver.web.sessions import cookie_prefix


def token(company_id: int) -> str | None:
    """The token that the browser sent for the company."""
    return request.cookies.get(_name(company_id))


def keep(response: Response, company_id: int, value: str) -> None:
    """Give the browser its token. The database decides how long it is good for."""
    response.set_cookie(
        _name(company_id), value, path="/", secure=parts().settings.secure, httponly=True, samesite="Lax"
    )


def clear(response: Response, company_id: int) -> None:
    """Take the token from the browser."""
    response.delete_cookie(_name(company_id), path="/", secure=parts().settings.secure, httponly=True, samesite="Lax")


def _name(company_id: int) -> str:
    return f"{cookie_prefix()}porchlight-admin-{company_id}"
