"""Reads what is not about customers: the company and the users of the office's program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection

from agent.domain.leaving import MONEY, WITHHELD
from agent.domain.practice import PracticeUser
from agent.office.rows import SetRows
from agent.office.shown import Shown, ShownSet
from agent.office.values import as_integer, as_text
from shared import records
from shared.logo import NoLogo, fitted

_COMPANY_LINES: Final = (
    "CP.Name",
    "CP.Street",
    "CP.City",
    "CP.State",
    "CP.Zip Code",
    "CP.Country",
    "CP.Email",
    "CP.Phone",
    "CP.Website",
    "CP.Hours",
    "CP.Time Zone",
    "CP.Currency",
    "CP.Pay Link",
)
_REST: Final = ("CP.Change Note", MONEY, "CP.Logo", WITHHELD)
NO_LOGO: Final = "pictures that can't be the logo"
_USER_FIELDS: Final = ("US.User Name", "US.Level", "US.Password", "US.Email", "US.Record Id")


def read_company(connection: Connection, rows: SetRows, shown: Shown) -> tuple[records.Company, str]:
    """The one company of the practice database, without a name where the database does not say whose it is; and what
    it says of fields that do not leave."""
    row = connection.execute(rows.fields(*_COMPANY_LINES, *_REST)).first()
    if row is None:
        return records.Company(""), ""
    read = ShownSet(shown, rows.source)
    texts = [read.line(name)(raw) for name, raw in zip(_COMPANY_LINES, row, strict=False)]
    name, street, city, region, postal_code, country, email, phone, website, hours, zone, currency, pay_link = texts
    note, money, logo, withheld = row[len(_COMPANY_LINES) :]
    company = records.Company(
        name,
        street,
        city,
        region,
        postal_code,
        country,
        email,
        phone,
        website,
        hours,
        time_zone=zone or "UTC",
        currency=currency or "USD",
        pay_link=pay_link,
        change_note=read.memo("CP.Change Note")(note),
        shares_money=read.mark("CP.Share Money")(money),
        logo=_logo(logo, shown),
    )
    return company, as_text(withheld)


def _logo(raw: object, shown: Shown) -> bytes:
    """The logo as it is published, made of whatever picture the practice database holds."""
    if not isinstance(raw, bytes | bytearray | memoryview) or not raw:
        return b""
    try:
        return fitted(bytes(raw))
    except NoLogo:
        shown.counts[NO_LOGO] += 1
        return b""


def read_users(connection: Connection, rows: SetRows, shown: Shown) -> Iterator[PracticeUser]:
    """The users in the byte order of their names; names that can't be keys, and second users of a name, are counted
    and left out. Where the set has no place for levels, they have none yet."""
    if "US.User Name" not in rows.source.fields:
        return
    levelled = "US.Level" in rows.source.fields
    read = ShownSet(shown, rows.source)
    level, email = read.line("US.Level"), read.line("US.Email")
    last: str | None = None
    found = [
        (as_text(name), level(rank) if levelled else "0", as_text(word), email(mail), as_text(record_id))
        for name, rank, word, mail, record_id in connection.execute(rows.fields(*_USER_FIELDS))
    ]
    for name, rank, word, mail, record_id in sorted(found, key=lambda one: one[0]):
        if not records.is_key(name):
            shown.counts["users without a name, or with control characters in it"] += 1
        elif name == last:
            shown.counts["users with a name that another user has"] += 1
        elif not rank.isdecimal():
            shown.counts["users without a level"] += 1
        else:
            last = name
            yield PracticeUser(name, as_integer(rank) or 0, word, mail, record_id)
