"""One file that holds several, for whoever helps."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

from agent.domain.errors import UsageError


def write_bundle(target: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` into the new zip file `target`, readable by this account only. Raises `UsageError` where there is
    one already or no folder for it."""
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise UsageError(f"There is already a file {target}.", remedy="Choose another name.") from error
    except FileNotFoundError as error:
        raise UsageError(f"There is no folder {target.parent}.", remedy="Make it first, or choose another.") from error
    try:
        with os.fdopen(descriptor, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, data in files.items():
                bundle.writestr(name, data)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
