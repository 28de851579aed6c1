"""Opens the agent's own file with the tables of every subject."""

from __future__ import annotations

from pathlib import Path

from agent.store import (
    activity,
    chosen_passwords,
    journal,
    known,
    last_process,
    likenesses,
    manual_copies,
    overlay,
    payloads,
    portals,
    publication,
    requests,
    saved_files,
    shown,
    sign_in,
    telling,
    verifiers,
)
from agent.store.database import Store

SCHEMAS = (
    overlay.SCHEMA,
    journal.SCHEMA,
    portals.SCHEMA,
    payloads.SCHEMA,
    publication.SCHEMA,
    shown.SCHEMA,
    known.SCHEMA,
    likenesses.SCHEMA,
    verifiers.SCHEMA,
    activity.SCHEMA,
    manual_copies.SCHEMA,
    sign_in.SCHEMA,
    saved_files.SCHEMA,
    last_process.SCHEMA,
    chosen_passwords.SCHEMA,
    requests.SCHEMA,
    telling.SCHEMA,
)


def open_store(path: Path) -> Store:
    """The store at `path`, made where there is none."""
    return Store(path, SCHEMAS)
