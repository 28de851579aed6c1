"""Photos that customers sent along, saved where somebody at the office wants them."""

from __future__ import annotations

import os
from pathlib import Path

from agent.domain.errors import UsageError


class PhotoFolder:
    """See `requests_ports.PhotoFolder`."""

    def save(self, folder: Path, name: str, picture: bytes) -> Path:
        """See `requests_ports.PhotoFolder`."""
        target = folder / name
        try:
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        except FileExistsError as error:
            raise UsageError(f"There is already a file {target}.", remedy="Choose another folder.") from error
        except (FileNotFoundError, NotADirectoryError) as error:
            raise UsageError(f"There is no folder {folder}.", remedy="Make it first, or choose another.") from error
        with os.fdopen(descriptor, "wb") as file:
            file.write(picture)
        return target
