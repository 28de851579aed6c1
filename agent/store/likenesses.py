"""What practice databases were like when they were last published."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from agent.domain.likeness import Likeness
from agent.store.database import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS likenesses (
    practice_id TEXT PRIMARY KEY,
    likeness BLOB NOT NULL
) STRICT;
"""


@dataclass(frozen=True)
class Likenesses:
    """See `usecases.likeness.Likenesses`; in the agent's store."""

    store: Store

    def of(self, practice_id: str) -> Likeness | None:
        """What is remembered; nothing where another release wrote it in another form."""
        with self.store.read() as connection:
            row = connection.execute("SELECT likeness FROM likenesses WHERE practice_id = ?", (practice_id,)).fetchone()
        try:
            return msgspec.json.decode(row[0], type=Likeness) if row else None
        except msgspec.DecodeError:
            return None

    def keep(self, practice_id: str, likeness: Likeness) -> None:
        """In place of what was remembered."""
        with self.store.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO likenesses VALUES (?, ?)", (practice_id, msgspec.json.encode(likeness))
            )
