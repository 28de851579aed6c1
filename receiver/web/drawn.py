"""What only this receiver can make of words that others may know, with its own key: the secret part of an address, and
what a form calls somebody by. The same words make the same, so a form that is sent twice has one effect."""

from __future__ import annotations

import hmac
import json
import secrets
from base64 import urlsafe_b64encode

from flask import abort, request

from receiver.web.parts import parts

KEY_CHARACTERS = 64
MARK_CHARACTERS = 32


def token(purpose: str, company_id: int, *words: str) -> str:
    """256 bits, as they stand in an address."""
    return urlsafe_b64encode(_digest("token", purpose, company_id, words)).decode().rstrip("=")


def mark(purpose: str, company_id: int, *words: str) -> str:
    """Says nothing about the words to whoever does not know them."""
    return _digest("mark", purpose, company_id, words).hex()[:MARK_CHARACTERS]


def new_key() -> str:
    """For a form as it is shown, which then makes one token however often it is sent."""
    return secrets.token_urlsafe(16)


def sent_key() -> str:
    """The key of the form that was sent; 400 where it carries none that we could have drawn."""
    key = request.form.get("key", "")
    if not key or len(key) > KEY_CHARACTERS:
        abort(400)
    return key


def _digest(kind: str, purpose: str, company_id: int, words: tuple[str, ...]) -> bytes:
    said = json.dumps([kind, purpose, company_id, *words]).encode()
    return hmac.digest(parts().secrets.form_key, said, "sha256")
