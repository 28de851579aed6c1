"""Every setting of the agent, declared once: its name in `settings.toml`, its type, its default, its meaning."""

from __future__ import annotations

import msgspec

VERSION = 1
"""The form of `settings.toml` that this release writes."""


class PracticeSettings(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which practice database this office uses."""

    url: str
    """File or database URL. Where `url_secret` is set this one only shows the place, and the whole URL with its
    password is in the keyring."""
    practice_id: str
    """The id found at `agent init`, so that another database in the same place is noticed."""
    mapping: str = ""
    """The absolute path of the mapping file; empty for a native database."""
    mapping_digest: str = ""
    """BLAKE2b of the mapping file as it was at `agent init`."""
    url_secret: bool = False


class ScheduleSettings(msgspec.Struct, frozen=True, omit_defaults=True):
    """The scheduled uploads, as `agent.domain.schedule` means them."""

    on: bool = True
    every: int = 30
    """Minutes."""
    daily: tuple[str, ...] = ()
    """Times of day, `07:00`."""
    quiet: str = ""
    """`20:00-06:00`."""


class Settings(msgspec.Struct, frozen=True, omit_defaults=True):
    """All of `settings.toml`."""

    version: int = msgspec.field(default=VERSION)
    id: str = ""
    """Tells this agent folder from others of the same account, in the names of its keyring items."""
    secrets: str = ""
    """Where the secrets are: `file`, or the name of the keyring backend. Chosen once, so that it never flips."""
    practice: PracticeSettings | None = None
    skipped: tuple[str, ...] = ()
    """Steps of the set-up that the office decided to do without (`agent.domain.first_steps.OPTIONAL`)."""
    schedule: ScheduleSettings = ScheduleSettings()
