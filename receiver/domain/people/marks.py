"""Marks of a user and an account: what a form carries of whom it was made for, and what drafts are kept by."""

from __future__ import annotations

import hmac
import json
from typing import Final

MARK_CHARACTERS: Final = 32


def account_mark(key: bytes, company_id: int, user_id: str, record_id: str) -> str:
    """The mark, made with the receiver's form key. It says nothing about either, nobody else can make one, and it lets
    nothing be done."""
    mark = _digest(key, "form for", str(company_id), user_id, record_id)
    return mark + _digest(key, "mark", str(company_id), mark)


def is_genuine(key: bytes, company_id: int, sent: str) -> bool:
    """Whether a mark was made with that key, for somebody of that company."""
    signature = _digest(key, "mark", str(company_id), sent[:MARK_CHARACTERS])
    return hmac.compare_digest(signature.encode(), sent[MARK_CHARACTERS:].encode("utf-8", "surrogatepass"))


def _digest(key: bytes, *words: str) -> str:
    return hmac.digest(key, json.dumps(words).encode(), "sha256").hex()[:MARK_CHARACTERS]
