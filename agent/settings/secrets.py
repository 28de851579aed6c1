"""Chooses, once per agent folder, where its secrets are kept."""

from __future__ import annotations

import os
from secrets import token_hex

import msgspec

from agent.domain.errors import SetupError
from agent.settings import os_keyring, sealed_file
from agent.settings.home import Home
from agent.settings.sealed_file import SealedFile
from agent.usecases.ports import Secrets

FILE = "file"
CHOICE = "PORCHLIGHT_AGENT_SECRETS"
"""Set to `file` when the folder is set up, it keeps the secrets sealed in the folder although there is a keyring (for
services without a desk, demonstrations and tests)."""


def open_secrets(home: Home) -> Secrets:
    """The secrets of this folder; where nothing is chosen yet, the operating system's keyring if it really works, else
    the sealed file.

    Raises `SetupError` where what was chosen can't be used now: another place would look like lost pairings.
    """
    settings = home.settings
    if not settings.secrets:
        settings = msgspec.structs.replace(settings, id=settings.id or token_hex(8))
        settings = home.save(msgspec.structs.replace(settings, secrets=_choose(_service(settings.id))))
    if settings.secrets == FILE:
        return SealedFile(home.folder / "secrets")
    return os_keyring.OsKeyring(os_keyring.load(settings.secrets), _service(settings.id))


def _choose(service: str) -> str:
    wanted = os.environ.get(CHOICE, "")
    if wanted not in ("", FILE):
        raise SetupError(f'{CHOICE} is "{wanted}".', remedy=f'Leave it out, or set it to "{FILE}".')
    if wanted == FILE or os.environ.get(sealed_file.VARIABLE):
        return FILE
    return os_keyring.find(service) or FILE


def _service(home_id: str) -> str:
    return f"porchlight {home_id}"
