"""The company record as it is stored: with the logo in a record of its own.

Every page reads the company record, and only the browser the logo, once. The record of the logo is no record of the
wire: it is left out of digests and counts, and comes, goes and ends with the company record that brought it.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, Final

import msgspec
from sqlalchemy import Connection

from receiver.domain.snapshots.queries import published_records
from shared import logo, records

LOGO: Final = ("logo", records.COMPANY_KEY)
"""Kind and key of the stored logo: a PNG."""

_MARK_BYTES: Final = 12


class Office(records.Company, frozen=True, omit_defaults=True):
    """What pages know of the office. Its own `logo` is always empty."""

    logo_mark: str = ""
    """Tells this logo from every other; empty where there is none."""
    logo_width: int = 0
    logo_height: int = 0


def mark_of(png: bytes) -> str:
    """What tells a logo from every other."""
    return blake2b(png, digest_size=_MARK_BYTES).hexdigest()


def split(company: records.Company, data: bytes) -> tuple[bytes, bytes]:
    """What is stored of a company record whose bytes are `data`: itself without the logo, fields of newer releases
    kept, and the logo, which may be empty. Raises `ValueError` where that is no logo: our agent sends none that isn't,
    so the snapshot is refused as for any other wrong record, and nobody wonders where the logo is."""
    told: dict[str, Any] = msgspec.json.decode(data)
    for name in ("logo", *(one.name for one in msgspec.structs.fields(Office)[len(company.__struct_fields__) :])):
        told.pop(name, None)
    if not company.logo:
        return msgspec.json.encode(told), b""
    png = logo.checked(company.logo)
    width, height = logo.size(png)
    told |= {"logo_mark": mark_of(png), "logo_width": width, "logo_height": height}
    return msgspec.json.encode(told), png


def find_logo(connection: Connection, company_id: int, published: int) -> bytes | None:
    """The logo that customers see now, None where there is none."""
    stored = published_records(connection, company_id, published, [LOGO]).get(LOGO)
    return stored.body if stored else None
