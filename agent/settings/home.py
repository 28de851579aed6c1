"""The agent's own folder: `settings.toml`, the secrets of a computer without a keyring, the store, the backups."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from secrets import token_hex

import msgspec
import platformdirs
import tomli_w

from agent.domain.errors import SetupError
from agent.settings.declared import VERSION, Settings
from agent.settings.durable import write_durably


class Home:
    """A folder that only this account may enter."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = folder / "agent.db"
        self.backups = folder / "backups"
        self._file = folder / "settings.toml"

    @classmethod
    def at(cls, folder: Path | None) -> Home:
        """The folder given, else PORCHLIGHT_AGENT_HOME, else the usual place; made where it is missing.

        Raises `SetupError` where it can't be made or written.
        """
        named = folder or os.environ.get("PORCHLIGHT_AGENT_HOME") or usual_folder()
        place = Path(named).expanduser().absolute()
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            place.chmod(0o700)
        except OSError as error:
            raise SetupError(
                f"The agent's folder {place} can't be used.",
                detail=f"{error.strerror}.",
                remedy="Choose another with --home.",
            ) from error
        return cls(place)

    @property
    def settings(self) -> Settings:
        """What is set; everything at its default where there is no file yet.

        Raises `SetupError` for a file that can't be read or is of a newer release.
        """
        try:
            found = tomllib.loads(self._file.read_text("utf-8"))
        except FileNotFoundError:
            return Settings()
        except (OSError, ValueError) as error:
            raise self._unreadable(str(error)) from error
        version = found.get("version")
        if isinstance(version, int) and version > VERSION:
            raise SetupError(
                f"{self._file} was written by a newer Porchlight.", remedy="Use that release, or choose another --home."
            )
        try:
            return msgspec.convert(found, Settings)
        except msgspec.ValidationError as error:
            raise self._unreadable(str(error)) from error

    def save(self, settings: Settings) -> Settings:
        """Keep `settings` for good; the folder gets its id with the first of them."""
        kept = msgspec.structs.replace(settings, version=VERSION, id=settings.id or token_hex(8))
        told = {"version": VERSION} | msgspec.to_builtins(kept)
        write_durably(self._file, tomli_w.dumps(told).encode())
        return kept

    def _unreadable(self, detail: str) -> SetupError:
        return SetupError(
            f"The settings file {self._file} can't be read.",
            detail=detail,
            remedy="Correct it, or remove it and set up again with: agent init",
        )


def usual_folder() -> Path:
    """Where an account has the agent's folder, where nothing else is said."""
    return Path(platformdirs.user_data_dir("porchlight", False))
