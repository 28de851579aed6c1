"""What somebody typed when his session had ended: the browser's side of it, the cookie `porchlight-draft-<company>`.

It holds a random token and opens nothing by itself: a draft is shown to the user who typed it, once he is signed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response, request, url_for
from sqlalchemy import Connection

from receiver.db.unit_of_work import now
from receiver.domain.people import drafts
from receiver.domain.people.drafts import Typed
from receiver.web.forgery import account_mark
from receiver.web.parts import parts
from receiver.web.sessions import cookie_prefix
from receiver.web.transaction import viewing, writing

UNKEPT: Final = frozenset({"csrf_token", "form_for"})
"""Fields that were of the session."""


def keep(response: Response, company_id: int, page: str, mark: str) -> None:
    """Keep the form that was sent; `page` is the view that shows it."""
    values = {name: str(value) for name, value in {**request.args.to_dict(), **(request.view_args or {})}.items()}
    fields = {name: value for name, value in request.form.items() if name not in UNKEPT}
    with writing(company_id) as session:
        token = drafts.keep(
            session,
            parts().secrets.peppers,
            company_id,
            _token(company_id),
            mark=mark,
            page=page,
            typed=Typed(values, fields),
            now=now(),
        )
    response.set_cookie(
        _name(company_id),
        token,
        max_age=int(drafts.KEPT.total_seconds()),
        path="/",
        secure=parts().settings.secure,
        httponly=True,
        samesite="Lax",
    )


def kept(connection: Connection, company_id: int, page: str, mark: str) -> Mapping[str, str] | None:
    """The form of `page` that was kept at this browser for the user and account of `mark`."""
    token = _token(company_id)
    if token is None:
        return None
    found = drafts.newest(connection, parts().secrets.peppers, company_id, token, mark, now(), page)
    return found[1].fields if found else None


def waiting(company_id: int, user_id: str, record_id: str) -> str:
    """The address of the page whose form waits for the user who signs in, empty where none does."""
    token = _token(company_id)
    if token is None:
        return ""
    mark = account_mark(company_id, user_id, record_id)
    with viewing(company_id) as connection:
        found = drafts.newest(connection, parts().secrets.peppers, company_id, token, mark, now())
    if found is None:
        return ""
    page, typed = found
    return page_address(company_id, page, typed.values)


def page_address(company_id: int, page: str, values: Mapping[str, object]) -> str:
    """Where a page of the portal is, with what its path and its query name."""
    # What begins with a line means something else to `url_for`.
    named: dict[str, Any] = {name: value for name, value in values.items() if not name.startswith("_")}
    return url_for(f"portal.{page}", **{**named, "company_id": company_id})


def forget(company_id: int, page: str, mark: str) -> None:
    """The form was sent; what was kept of it goes."""
    token = _token(company_id)
    if token is not None:
        with writing(company_id) as session:
            drafts.forget(session, company_id, token, mark, page)


def _token(company_id: int) -> str | None:
    return request.cookies.get(_name(company_id))


def _name(company_id: int) -> str:
    return f"{cookie_prefix()}porchlight-draft-{company_id}"
