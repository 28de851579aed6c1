"""Writes the digests of the common passwords anew: `python -m tests.support.common_digests`, after a new release of
the package that the office takes them from."""

from __future__ import annotations

from agent.usecases.common_passwords import common_passwords
from shared.weak_passwords import DIGESTS, written_digests

if __name__ == "__main__":
    DIGESTS.write_bytes(written_digests(common_passwords()))
