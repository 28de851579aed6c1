"""Makes companies, and opens what is sealed for them."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy.orm import Session

from receiver.domain.audit.models import AuditHead
from receiver.domain.companies.models import Company
from receiver.domain.companies.queries import find_company
from receiver.domain.sealing import Sealed, seal, unseal
from receiver.settings import KEY_BYTES, Peppers

HIGHEST_NUMBER: Final = 2**31 - 1
NAME_CHARACTERS: Final = 120


class CompanyError(Exception):
    """The company can't be made like this; the text is a sentence for the host."""


def create_company(session: Session, peppers: Peppers, company_id: int, name: str, now: datetime) -> Company:
    """Make the company, in trial (C11), with a fresh record key. Raises `CompanyError`."""
    if not 1 <= company_id <= HIGHEST_NUMBER:
        raise CompanyError(f"A company number is between 1 and {HIGHEST_NUMBER}.")
    if not name.strip() or len(name) > NAME_CHARACTERS or not name.isprintable():
        raise CompanyError(f"A company name has 1 to {NAME_CHARACTERS} characters.")
    if find_company(session, company_id) is not None:
        raise CompanyError(f"There is a company {company_id} already.")
    sealed = seal(peppers, (str(company_id), "record-key"), secrets.token_bytes(KEY_BYTES))
    company = Company(
        company_id=company_id, name=name.strip(), created_at=now, record_key=msgspec.msgpack.encode(sealed)
    )
    session.add_all([company, AuditHead(company_id=company_id, number=0, chain=b"")])
    session.flush()
    return company


def record_key(peppers: Peppers, company: Company) -> bytes:
    """The key of the hashes of secret records, 32 bytes. Raises `SealError`."""
    sealed = msgspec.msgpack.decode(company.record_key, type=Sealed)
    return unseal(peppers, (str(company.company_id), "record-key"), sealed)
