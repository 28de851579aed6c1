"""Keeps what depends on portal passwords unreadable: sealing, and keyed marks that tell whether a password changed."""

from __future__ import annotations

import secrets
from hashlib import blake2b

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from agent.domain.errors import AgentError

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16


class Seal:
    """AES-256-GCM under a key derived from `key` for one purpose; every item is bound to its place."""

    OVERHEAD = NONCE_BYTES + TAG_BYTES
    """How much longer sealed data are."""

    def __init__(self, key: bytes, purpose: bytes) -> None:
        self._cipher = AESGCM(_derived(key, purpose))

    def close(self, data: bytes, place: bytes) -> bytes:
        """Nonce and ciphertext."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, data, place)

    def open(self, sealed: bytes, place: bytes) -> bytes:
        """The data. Raises `AgentError` where it was altered or the key is another."""
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)
        except InvalidTag:
            raise AgentError(
                "The agent's own file does not fit the key in the keyring.",
                detail="It was altered, or the keyring was replaced.",
                remedy="Move the agent's folder away and pair again; the next Process publishes everything anew.",
            ) from None


class Marker:
    """Keyed BLAKE2b under a key derived from `key`."""

    def __init__(self, key: bytes) -> None:
        self._key = _derived(key, b"mark")

    def mark(self, record_id: str, password: str) -> bytes:
        """Differs when the record or its password differs; says nothing of either without the key."""
        who = record_id.encode()
        return self.mark_of(len(who).to_bytes(4, "big") + who + password.encode("utf-8", "surrogatepass"))

    def mark_of(self, data: bytes) -> bytes:
        """Differs when `data` differ; says nothing of them without the key."""
        return blake2b(data, digest_size=KEY_BYTES, key=self._key).digest()


def _derived(key: bytes, purpose: bytes) -> bytes:
    return blake2b(digest_size=KEY_BYTES, key=key, person=purpose).digest()
