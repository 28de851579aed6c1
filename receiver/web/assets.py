"""The stylesheet, the scripts and the icons as esbuild made them, under names that carry their content's hash.

`receiver/assets` holds the sources; its `npm run build` writes `receiver/static`, which is not committed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
from flask import Blueprint, Response, send_from_directory

from receiver.settings import SettingsError
from receiver.web import access

STATIC: Final = Path(__file__).parent.parent / "static"
NEEDED: Final = frozenset(
    {"app.css", "admin.css", "app.js", "worker.js", "favicon.svg", "icon-192.png", "icon-512.png"}
)
YEAR: Final = 365 * 24 * 3600
"""How long, in seconds, a browser keeps a file whose name changes with its content."""

blueprint = Blueprint("assets", __name__)


@dataclass(frozen=True, slots=True)
class Assets:
    """The built files; `names` leads from a source's name to the built one."""

    folder: Path
    names: dict[str, str]

    @classmethod
    def read(cls, folder: Path = STATIC) -> Assets:
        """What was built into `folder`. Raises `SettingsError` where nothing, or not everything, was."""
        try:
            names = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=dict[str, str])
        except (OSError, msgspec.DecodeError) as error:
            raise _not_built() from error
        if not names.keys() >= NEEDED or not all((folder / name).is_file() for name in names.values()):
            raise _not_built()
        return cls(folder, names)

    def content(self, name: str) -> bytes:
        """What is in a built file."""
        return (self.folder / self.names[name]).read_bytes()

    def url(self, name: str) -> str:
        """The path of a built file, for the page that needs it."""
        return f"/static/{self.names[name]}"


def _not_built() -> SettingsError:
    return SettingsError("The portal's stylesheet is not built.", remedy="Run: python3 -m installer demo")


@blueprint.get("/static/<name>")
@access.anybody
def static_file(name: str) -> Response:
    """A built file, kept by browsers for a year."""
    response = send_from_directory(STATIC, name, max_age=YEAR)
    response.cache_control.public = True
    response.cache_control.immutable = True
    return response


@blueprint.get("/favicon.svg")
@access.anybody
def favicon() -> Response:
    """The icon of the browser's tab."""
    return send_from_directory(STATIC, "favicon.svg", max_age=24 * 3600)
