"""Keeps what somebody typed when his session had ended, until he is signed in again at that browser.

The browser holds a random token, the database its SHA-256, and the form itself sealed. A draft is for one user and one
account: the form that was sent says for whom it was made (`Draft.mark`), and only he sees it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import Connection, delete, or_, select
from sqlalchemy.orm import Session

from receiver.domain.people.users import Draft
from receiver.domain.sealing import Sealed, SealError, seal, unseal
from receiver.domain.tokens import hash_of, may_be_token, new_token
from receiver.settings import Peppers

KEPT: Final = timedelta(days=2)


class Typed(msgspec.Struct, frozen=True):
    """A form as it was sent."""

    values: Mapping[str, str]
    """Of the address: what its path and its query named."""
    fields: Mapping[str, str]


def keep(
    session: Session,
    peppers: Peppers,
    company_id: int,
    token: str | None,
    *,
    mark: str,
    page: str,
    typed: Typed,
    now: datetime,
) -> str:
    """Keep a form for the browser that holds `token`; gives the token that the browser is to hold from now on.

    The last form counts: what the same user had kept of that page before, at any browser, goes.
    """
    token = token if token and may_be_token(token) else new_token()
    held = hash_of(token)
    session.execute(
        delete(Draft).where(
            Draft.company_id == company_id,
            or_(
                Draft.expires_at <= now,
                (Draft.mark == mark) & (Draft.page == page),
                (Draft.token_hash == held) & (Draft.page == page),
            ),
        )
    )
    sealed = seal(peppers, _place(company_id, held, page), msgspec.json.encode(typed))
    session.add(
        Draft(
            company_id=company_id,
            token_hash=held,
            page=page,
            mark=mark,
            body=msgspec.msgpack.encode(sealed),
            made_at=now,
            expires_at=now + KEPT,
        )
    )
    session.flush()
    return token


def newest(
    connection: Connection, peppers: Peppers, company_id: int, token: str, mark: str, now: datetime, page: str = ""
) -> tuple[str, Typed] | None:
    """The page and the form that were last kept at that browser for that user and account; of `page`, where one is
    named. One that can't be opened any more counts as none."""
    wanted = select(Draft.page, Draft.body).where(
        Draft.company_id == company_id,
        Draft.token_hash == hash_of(token),
        Draft.mark == mark,
        Draft.expires_at > now,
    )
    if page:
        wanted = wanted.where(Draft.page == page)
    row = connection.execute(wanted.order_by(Draft.made_at.desc())).first()
    if row is None:
        return None
    try:
        sealed = msgspec.msgpack.decode(row.body, type=Sealed)
        opened = unseal(peppers, _place(company_id, hash_of(token), row.page), sealed)
    except (SealError, msgspec.DecodeError):
        return None
    return row.page, msgspec.json.decode(opened, type=Typed)


def forget(session: Session, company_id: int, token: str, mark: str, page: str) -> None:
    """What was typed there has been sent."""
    session.execute(
        delete(Draft).where(
            Draft.company_id == company_id,
            Draft.token_hash == hash_of(token),
            Draft.mark == mark,
            Draft.page == page,
        )
    )


def _place(company_id: int, held: bytes, page: str) -> tuple[str, ...]:
    return str(company_id), "draft", held.hex(), page
