"""Tells by what rules rows become records, so that nothing made by others is taken for up to date."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

import msgspec

import agent
import shared
from agent.office.mapping import PracticeMapping

_MAKERS = ("agent/domain", "agent/office", "agent/usecases", "shared")
"""The folders of the program in which records are made."""


def rules_of(mapping: PracticeMapping) -> bytes:
    """32 bytes that differ for another mapping and for another release of the program."""
    said = f"{mapping!r} {msgspec.__version__}"
    return blake2b(_program() + said.encode("utf-8", "surrogatepass"), digest_size=32).digest()


@cache
def _program() -> bytes:
    """The sources of the program, since a version stays the same while somebody works on it. Where it is installed
    without sources, its version."""
    state = blake2b(digest_size=32)
    roots = [Path(folder) for package in (agent, shared) for folder in package.__path__]
    files = [file for root in roots for file in sorted(root.rglob("*.py"))]
    makers = [file for file in files if file.parent.as_posix().endswith(_MAKERS)]
    for file in makers:
        state.update(file.read_bytes())
    if not makers:
        state.update(version("porchlight").encode())
    return state.digest()
